"""Stopping: one press on the stop page, or the mail program's own button (RFC 8058)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import clock, signing
from invitations.models import Invitation, Suppression
from invitations.stopping import suppressing

FOR_EVER, HALF_A_YEAR = "all", "half_year"
HALF_A_YEAR_LONG = timedelta(days=183)
MISTAKES_LAST = timedelta(hours=1)  # a link to stop that falls into other hands later opens nothing again


@dataclass(frozen=True)
class Standing:
    """A stop of the customer's own that is in force."""

    until: date | None  # asked nothing before this day; None for ever
    is_fresh: bool  # it can be taken back by a press


def standing_of(invitation: Invitation) -> Standing | None:
    """What whoever holds this link has stopped so far; None where nothing is."""
    now = clock.now()
    stops = list(_own(invitation).filter(Q(until__isnull=True) | Q(until__gt=now)).values_list("until", "created_at"))
    if not stops:
        return None
    is_fresh = all(created_at > now - MISTAKES_LAST for _until, created_at in stops)
    ends = [until for until, _created_at in stops]
    last = None if None in ends else timezone.localtime(max(ends), invitation.organisation.zone).date()
    return Standing(until=last, is_fresh=is_fresh)


def invitation_behind(token: str) -> Invitation | None:
    """The invitation this stop link came with; asks the database once, also for nonsense."""
    invitations = Invitation.objects.select_related("organisation", "customer", "survey")
    return invitations.filter(stop_token_hash=signing.token_hash(token)).first()


def stop(invitation: Invitation, *, choice: str = FOR_EVER) -> None:
    """Ask this address no more, in all surveys of the organisation, at once. Twice is once.

    Mails already waiting are stopped when the worker meets them.
    """
    until = clock.now() + HALF_A_YEAR_LONG if choice == HALF_A_YEAR else None
    for address in _addresses(invitation):
        suppressing.suppress(invitation.organisation, address, until=until)


@transaction.atomic
def take_back(invitation: Invitation) -> bool:
    """The stop was pressed by mistake a moment ago: only the customer's own, only within the hour. False otherwise."""
    own = _own(invitation)
    fresh, _rows = own.filter(created_at__gt=clock.now() - MISTAKES_LAST).delete()
    return bool(fresh) and not own.exists()


def _own(invitation: Invitation):
    hashes = [suppressing.address_hash(invitation.organisation, address) for address in _addresses(invitation)]
    stops = Suppression.objects.for_organisation(invitation.organisation)
    return stops.filter(address_hash__in=hashes, reason=Suppression.Reason.ASKED)


def _addresses(invitation: Invitation) -> list[str]:
    addresses = set(invitation.deliveries.values_list("to_address", flat=True))
    if invitation.customer:
        addresses.add(invitation.customer.email)
    return sorted(filter(None, addresses))

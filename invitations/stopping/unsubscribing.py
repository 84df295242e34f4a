"""Stopping: one press on the stop page, or the mail program's own button (RFC 8058)."""

from datetime import timedelta

from django.db import transaction

from common import clock, signing
from invitations.models import Invitation, Suppression
from invitations.stopping import suppressing

FOR_EVER, HALF_A_YEAR = "all", "half_year"
HALF_A_YEAR_LONG = timedelta(days=183)
MISTAKES_LAST = timedelta(hours=1)  # a link to stop that falls into other hands later opens nothing again


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
    hashes = [suppressing.address_hash(invitation.organisation, address) for address in _addresses(invitation)]
    own = Suppression.objects.for_organisation(invitation.organisation).filter(
        address_hash__in=hashes, reason=Suppression.Reason.ASKED
    )
    fresh, _rows = own.filter(created_at__gt=clock.now() - MISTAKES_LAST).delete()
    return bool(fresh) and not own.exists()


def _addresses(invitation: Invitation) -> list[str]:
    addresses = set(invitation.deliveries.values_list("to_address", flat=True))
    if invitation.customer:
        addresses.add(invitation.customer.email)
    return sorted(filter(None, addresses))

"""Remembering who is not to be written to, and why, by a keyed hash alone, so that it outlives the address."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import Organisation, User
from common import clock, signing
from common.casefolding import normalise_email
from invitations.models import Suppression

Reason = Suppression.Reason
THE_CUSTOMERS_OWN = frozenset({Reason.ASKED, Reason.COMPLAINED})
MOST_LOOKED_UP = 2_000  # beyond it, reading all of the organisation's is cheaper than naming each


class NotOurs(ValueError):
    """A stop of the customer's own: no colleague lifts it."""


def address_hash(organisation: Organisation, address: str) -> str:
    return signing.keyed_hash(organisation.suppression_salt, normalise_email(address))


def is_suppressed(organisation: Organisation, address: str) -> bool:
    """Whether nothing may be sent to this address now, for whatever reason."""
    return _living(organisation).filter(address_hash=address_hash(organisation, address)).exists()


def suppressed_among(organisation: Organisation, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses (in the spelling given) nothing may be sent to; one query however many there are."""
    return set(stops_among(organisation, list(addresses)))


def stops_among(organisation: Organisation, addresses: Collection[str]) -> dict[str, set[str]]:
    """The living reasons of those of the addresses (in the spelling given) that have any; one query."""
    hashes = {address: address_hash(organisation, address) for address in addresses}
    living = _living(organisation)
    if len(hashes) <= MOST_LOOKED_UP:
        living = living.filter(address_hash__in=set(hashes.values()))
    reasons: dict[str, set[str]] = {}
    for value, reason in living.values_list("address_hash", "reason"):
        reasons.setdefault(value, set()).add(reason)
    return {address: reasons[value] for address, value in hashes.items() if value in reasons}


def suppress(
    organisation: Organisation,
    address: str,
    *,
    until: datetime | None = None,
    reason: str = Reason.ASKED,
    by: User | None = None,
) -> Suppression:
    """Write no more, for ever or `until` then. Twice is once, and a longer stop is never made shorter."""
    key = {"organisation": organisation, "address_hash": address_hash(organisation, address), "reason": reason}
    try:
        with transaction.atomic():
            row, made = Suppression.objects.get_or_create(
                **key, defaults={"until": until, "by": by, "created_at": clock.now()}
            )
    except IntegrityError:
        row, made = Suppression.objects.get(**key), False  # the same press, sent twice at once
    if not made and row.until is not None and (until is None or until > row.until):
        if row.until <= clock.now():
            row.created_at = clock.now()  # the earlier one had run out: this is a new one
        row.until = until
        row.save(update_fields=["until", "created_at"])
    return row


def lift(organisation: Organisation, address: str, *, reason: str, by: User) -> bool:
    """Let the address be written to again as far as this reason goes; False where it was not in force.

    Raises NotOurs for a stop of the customer's own.
    """
    if reason in THE_CUSTOMERS_OWN:
        raise NotOurs(reason)
    of_address = Suppression.objects.for_organisation(organisation).filter(
        address_hash=address_hash(organisation, address)
    )
    removed, _rows = of_address.filter(reason=reason).delete()
    return bool(removed)


def _living(organisation: Organisation):
    return Suppression.objects.for_organisation(organisation).filter(Q(until__isnull=True) | Q(until__gt=clock.now()))

"""Remembering who asked us to stop, by a keyed hash alone, so that it outlives the address."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts.models import Organisation
from common import clock, signing
from common.casefolding import normalise_email
from invitations.models import Suppression


def address_hash(organisation: Organisation, address: str) -> str:
    return signing.keyed_hash(organisation.suppression_salt, normalise_email(address))


def is_suppressed(organisation: Organisation, address: str) -> bool:
    """Whether this address asked this organisation to stop, and the time has not run out."""
    return _living(organisation).filter(address_hash=address_hash(organisation, address)).exists()


def suppressed_among(organisation: Organisation, addresses: Iterable[str]) -> set[str]:
    """Those of the addresses (in the spelling given) that asked us to stop; one query however many there are."""
    hashes = set(_living(organisation).values_list("address_hash", flat=True))
    return {address for address in addresses if address_hash(organisation, address) in hashes} if hashes else set()


def suppress(organisation: Organisation, address: str, *, until: datetime | None = None) -> Suppression:
    """Ask no more, for ever or `until` then. Twice is once, and a longer stop is never made shorter."""
    key = {"organisation": organisation, "address_hash": address_hash(organisation, address)}
    try:
        with transaction.atomic():
            row, made = Suppression.objects.get_or_create(**key, defaults={"until": until, "created_at": clock.now()})
    except IntegrityError:
        row, made = Suppression.objects.get(**key), False  # the same press, sent twice at once
    if not made and row.until is not None and (until is None or until > row.until):
        row.until = until
        row.save(update_fields=["until"])
    return row


def _living(organisation: Organisation):
    return Suppression.objects.for_organisation(organisation).filter(Q(until__isnull=True) | Q(until__gt=clock.now()))

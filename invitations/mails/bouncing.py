"""Mails that came back: what becomes of the delivery, and when an address is written to no more."""

import hmac
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parseaddr
from uuid import UUID

from django.db import transaction

from accounts.models import AuditEvent, Organisation
from common import clock, signing
from invitations.models import BounceMailbox, EmailDelivery, Suppression
from invitations.stopping import suppressing

State = EmailDelivery.State
MAY_HAVE_GONE = (State.WAITING, State.SENT, State.FAILED, State.BOUNCED)  # a worker may die before it notes "sent"
TRIES, WITHIN = 3, timedelta(days=30)  # so many mails that came back for the moment are taken for a last word
LONGEST_WORDS = 500
PURPOSE = "bounce"
KEY_LENGTH = 20
LONGEST_KEY = 13 + KEY_LENGTH  # the largest number a row may have, in base 36, and its seal
LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def envelope_sender(delivery: EmailDelivery) -> str:
    """Where this one mail comes back to if nobody can be reached by it; empty where nobody reads bounces."""
    mailbox = BounceMailbox.objects.for_organisation(delivery.organisation_id).first()
    if mailbox is None:
        return ""
    local, _at, domain = parseaddr(mailbox.address)[1].rpartition("@")
    return f"{local}+{key_of(delivery)}@{domain}"


def key_of(delivery: EmailDelivery) -> str:
    """Names the delivery so that nobody else can: lower case alone, because servers on the way may fold it."""
    return _in_base_36(delivery.pk) + _seal(delivery)


def _seal(delivery: EmailDelivery) -> str:
    return signing.keyed_hash(PURPOSE, str(delivery.message_id))[:KEY_LENGTH]


def _in_base_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"


def delivery_of_key(organisation: Organisation, text: str) -> EmailDelivery | None:
    """The delivery one of the keys in `text` names, if it is this organisation's and the seal is ours."""
    for number, seal in _keys_in(text):
        delivery = EmailDelivery.objects.for_organisation(organisation).filter(pk=number).first()
        if delivery and hmac.compare_digest(seal, _seal(delivery)):
            return delivery
    return None


def delivery_of_message_id(organisation: Organisation, text: str) -> EmailDelivery | None:
    """The delivery whose Message-ID stands in `text`: for mail programs that send back the mail but not the address."""
    numbers = [UUID(found) for found in dict.fromkeys(_MESSAGE_ID.findall(text))][:MOST_TRIED]
    return EmailDelivery.objects.for_organisation(organisation).filter(message_id__in=numbers).first()


MOST_TRIED = 20
_KEY = re.compile(rf"\+([0-9a-z]{{1,13}})([0-9a-f]{{{KEY_LENGTH}}})@", re.IGNORECASE)
_MESSAGE_ID = re.compile(r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@", re.IGNORECASE)
_LARGEST = 2**63


def _keys_in(text: str) -> Iterator[tuple[int, str]]:
    for number, seal in list(dict.fromkeys(_KEY.findall(text.lower())))[:MOST_TRIED]:
        if (parsed := int(number, 36)) < _LARGEST:
            yield parsed, seal


@transaction.atomic
def bounced(delivery: EmailDelivery, *, is_permanent: bool, words: str = "") -> None:
    """Note that this mail reached nobody; write to the address no more if that will not change. Twice is once.

    A mail that came back for the moment only counts: the third within 30 days is taken for a last word. What a
    colleague has forgiven since says nothing when it is said again.
    """
    row = _locked(delivery)
    if row is None or _is_forgiven(row):
        return
    now = clock.now()
    if row.state != State.BOUNCED:
        row.state, row.bounced_at, row.error = State.BOUNCED, now, without_addresses(words)
        row.save(update_fields=["state", "bounced_at", "error"])
    if row.to_address and (is_permanent or _has_come_back_often(row, now)):
        suppressing.suppress(row.organisation, row.to_address, reason=Suppression.Reason.BOUNCED)


@transaction.atomic
def complained(delivery: EmailDelivery) -> None:
    """The customer called this mail unwanted: ask no more, ever. No colleague lifts it."""
    row = _locked(delivery)
    if row and row.to_address:
        suppressing.suppress(row.organisation, row.to_address, reason=Suppression.Reason.COMPLAINED)


def without_addresses(words: str) -> str:
    """A server's words as they may be kept: on one line, not too long, and naming nobody."""
    return " ".join(_ADDRESS.sub("[…]", words).split())[:LONGEST_WORDS]


_ADDRESS = re.compile(r"<?[^\s<>@\"':;,()]{1,200}@[^\s<>@\"':;,()]{1,253}>?")


def _locked(delivery: EmailDelivery) -> EmailDelivery | None:
    rows = EmailDelivery.objects.select_related("organisation", "invitation").select_for_update(of=("self",))
    return rows.filter(pk=delivery.pk, state__in=MAY_HAVE_GONE).first()


def _has_come_back_often(delivery: EmailDelivery, now: datetime) -> bool:
    since = max(filter(None, [now - WITHIN, _let_go_at(delivery)]))
    came_back = EmailDelivery.objects.for_organisation(delivery.organisation_id).filter(
        state=State.BOUNCED, bounced_at__gte=since, to_address__iexact=delivery.to_address
    )
    return came_back.count() >= TRIES


def _is_forgiven(delivery: EmailDelivery) -> bool:
    if delivery.state != State.BOUNCED or not (let_go_at := _let_go_at(delivery)):
        return False
    return delivery.bounced_at <= let_go_at


def _let_go_at(delivery: EmailDelivery) -> datetime | None:
    """When a colleague last said that this customer's address works after all: what came back before is forgiven."""
    if delivery.invitation.customer_id is None:
        return None
    events = AuditEvent.objects.for_organisation(delivery.organisation_id).about(delivery.invitation.customer)
    said = events.filter(verb="customer.let_go", detail__reason=Suppression.Reason.BOUNCED)
    return said.order_by("-at").values_list("at", flat=True).first()

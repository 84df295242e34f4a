"""Erasing one customer: this room's half of it. `responses.erasing` does the whole.

What is counted stays, without anything that says who it was: an invitation that was sent, a mail that came back, that
an address is not to be written to (a keyed hash). What says who it was goes.
"""

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import PurePath

from django.db.models import TextField
from django.db.models.functions import Cast

from accounts.models import AuditEvent, Organisation
from common.models import Work
from invitations.mailings.expanding import SEND_MAIL
from invitations.models import Customer, CustomerImport, EmailDelivery, Invitation
from invitations.stopping import forgetting

NOT_CUSTOMERS = ("accounts.membership", "accounts.joininginvitation")  # colleagues, who may be guests as well


def traces_of(customer: Customer) -> list[str]:
    """What says who it is, wherever it stands, folded: the addresses we wrote to, and the name if it has two words."""
    sent_to = EmailDelivery.objects.filter(invitation__customer=customer).values_list("to_address", flat=True)
    found = {customer.email.casefold(), customer.email_normalised, *(address.casefold() for address in sent_to)}
    name = " ".join(customer.name.split()).casefold()
    return sorted(filter(None, [*found, *([name] if " " in name else [])]), key=len, reverse=True)


def let_go(customer: Customer, traces: Sequence[str], *, removed: str, now: datetime) -> int:
    """Delete the customer and what leads there; returns how many mails there were. In the caller's transaction.

    `removed` stands where the traces stood.
    """
    organisation = customer.organisation
    addressed = EmailDelivery.objects.for_organisation(organisation).filter(to_address__iexact=customer.email)
    ids = {*customer.invitations.values_list("pk", flat=True), *addressed.values_list("invitation", flat=True)}
    mails = EmailDelivery.objects.filter(invitation__in=ids)
    keys = list(mails.values_list("pk", flat=True))
    forgetting.forget(ids, now=now)
    mails.filter(state=EmailDelivery.State.OUTBOX).update(state=EmailDelivery.State.FAILED)
    mails.update(provider_message_id="", error="")
    mails.filter(state=EmailDelivery.State.FAILED, sent_at__isnull=True).update(error=forgetting.ADDRESS_REMOVED)
    Work.objects.filter(kind=SEND_MAIL, object_id__in=keys).delete()
    for invitation in Invitation.objects.filter(pk__in=ids):
        _close_links(invitation)
    _clean_imports(organisation, traces, removed=removed)
    _clean_audit(organisation, traces, removed=removed)
    customer.delete()
    return len(keys)


def holds(words: object, traces: Iterable[str]) -> bool:
    """Whether one of the traces stands there by itself, not as a part of somebody else's address or name."""
    folded = str(words).casefold()
    return any(trace in folded and _alone(trace).search(folded) for trace in traces)


def file_is_named(name: str, traces: Iterable[str]) -> bool:
    """The same for the name of a file, whose end is not part of an address."""
    return holds([name, PurePath(name).stem], traces)


def _alone(trace: str) -> re.Pattern:
    if "@" not in trace:
        return re.compile(rf"(?<!\w){re.escape(trace)}(?!\w)")
    return re.compile(rf"(?<![\w.+-]){re.escape(trace)}(?![\w@-]|\.\w)")


def _close_links(invitation: Invitation) -> None:
    """The links that were mailed open nothing any more; the row is counted, and says no day of a visit."""
    invitation.uuid = uuid.uuid4()
    invitation.set_token_hashes()
    invitation.use_happened_at = None
    invitation.save(update_fields=["uuid", "token_hash", "stop_token_hash", "use_happened_at"])


def _clean_imports(organisation: Organisation, traces: Sequence[str], *, removed: str) -> None:
    for row in CustomerImport.objects.for_organisation(organisation).order_by("pk").iterator(200):
        lines = [
            {**line, "excerpt": removed, "reason": ""} if holds(list(line.values()), traces) else line
            for line in row.bad_lines
        ]
        told = {
            "file_name": removed[:200] if file_is_named(row.file_name, traces) else row.file_name,
            "problem": removed if holds(row.problem, traces) else row.problem,
            "bad_lines": lines,
        }
        if any(getattr(row, field) != value for field, value in told.items()):
            CustomerImport.objects.filter(pk=row.pk).update(**told)


def _clean_audit(organisation: Organisation, traces: Sequence[str], *, removed: str) -> None:
    """What was decided stays; an address in its details goes. Colleagues' own events are not about a customer."""
    events = AuditEvent.objects.for_organisation(organisation).exclude(object_type__in=NOT_CUSTOMERS)
    events = events.exclude(detail={}).annotate(written=Cast("detail", TextField()))
    for event in events.filter(written__contains="@").order_by("pk").iterator(200):
        detail = {name: removed if holds(value, traces) else value for name, value in event.detail.items()}
        if detail != event.detail:
            AuditEvent.objects.filter(pk=event.pk).update(detail=detail)

"""Reading what came back over plain SMTP: by the clock, so many mails a turn, each seen only when it is stored."""

import imaplib
import logging
import time

from django.db import DatabaseError
from django.utils import translation

from accounts.models import Organisation
from common import clock
from invitations.mails import bounce_mailboxes, bounce_reports, bouncing
from invitations.models import BounceMailbox, EmailDelivery

logger = logging.getLogger(__name__)
MOST_A_TURN = 200
LARGEST_MAIL = 262_144  # bytes that are read of one mail; who it is about stands at its top
LONGEST_TURN_S = 200  # of all mailboxes together; the clock comes again after 300


def read_all() -> int:
    """Read every mailbox for bounces, those not read for longest first; returns how many mails were understood."""
    ends_at, understood = time.monotonic() + LONGEST_TURN_S, 0
    mailboxes = BounceMailbox.objects.select_related("organisation").filter(organisation__is_demo=False)
    for mailbox in sorted(mailboxes, key=lambda one: (one.checked_at is not None, one.checked_at, one.pk)):
        if time.monotonic() > ends_at:
            break
        understood += read(mailbox, ends_at=ends_at)
    return understood


def read(mailbox: BounceMailbox, *, ends_at: float | None = None) -> int:
    """Read one mailbox; returns how many mails were understood. A problem is kept, in words, for the page about it."""
    understood, problem = 0, ""
    with translation.override(mailbox.organisation.language):
        try:
            with bounce_mailboxes.opened(mailbox) as line:
                for number in bounce_mailboxes.unread_in(line)[:MOST_A_TURN]:
                    if ends_at is not None and time.monotonic() > ends_at:
                        break
                    understood += _read_one(line, number, mailbox.organisation)
        except bounce_mailboxes.MailboxProblem as trouble:
            problem = str(trouble)[:500]
    BounceMailbox.objects.filter(pk=mailbox.pk).update(checked_at=clock.now(), problem=problem)
    return understood


def _read_one(line: imaplib.IMAP4, number: bytes, organisation: Organisation) -> bool:
    _kind, pieces = line.uid("FETCH", number.decode("ascii"), f"(BODY.PEEK[]<0.{LARGEST_MAIL}>)")
    raw = next((piece[1] for piece in pieces or [] if isinstance(piece, tuple) and len(piece) > 1), b"")
    try:
        understood = take_to_heart(organisation, raw)
    except DatabaseError:
        raise  # not the mail's fault: it stays unread and is read again
    except Exception:  # anybody may write to this address: no mail may stand in the way of those after it
        logger.exception("A mail for bounces could not be read.")
        understood = False
    line.uid(
        "STORE", number.decode("ascii"), "+FLAGS.SILENT", r"(\Seen)"
    )  # only now: a worker that dies reads it again
    return understood


def take_to_heart(organisation: Organisation, raw: bytes) -> bool:
    """Note what this mail says about one of the organisation's; False for what is no bounce of ours. Twice is once."""
    report = bounce_reports.read(raw)
    delivery = _delivery_of(organisation, raw) if report else None
    if delivery is None:
        return False
    if report.is_complaint:
        bouncing.complained(delivery)
    else:
        bouncing.bounced(delivery, is_permanent=report.is_permanent, words=report.words)
    return True


def _delivery_of(organisation: Organisation, raw: bytes) -> EmailDelivery | None:
    text = bounce_reports.text_of(raw)
    return bouncing.delivery_of_key(organisation, text) or bouncing.delivery_of_message_id(organisation, text)

"""Understanding a mail that came to the address for bounces: plain Python, text in, report out. It never fails.

Whom it is about is said by the address it came to; here only what it says is read: is it a bounce at all, and for good?
"""

import base64
import email
import email.header
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from invitations.mails import bounce_words

MOST_PARTS = 60  # beyond, the mail is read as one text: nesting without end is nobody's honest bounce
MOST_TEXT = 60_000


@dataclass(frozen=True)
class Report:
    """A bounce, or a complaint a mail service passes on."""

    is_permanent: bool = False
    is_complaint: bool = False
    words: str = ""


def read(raw: bytes) -> Report | None:
    """What the mail reports; None for what is no bounce: a person, a holiday, a delay, a receipt, nonsense."""
    mail = _parsed(raw)
    parts = _parts_of(mail)
    if parts is None:
        return None
    kinds = {_kind(part) for part in parts}
    if "message/feedback-report" in kinds:
        return Report(is_complaint=True)
    if "message/disposition-notification" in kinds:
        return None
    if fields := _fields_of([part for part in parts if _kind(part) == "message/delivery-status"]):
        return _by_fields(fields)
    return _by_words(mail, parts)


def text_of(raw: bytes) -> str:
    """Everything readable in the mail, to look for our keys in: as it came, and with its parts decoded."""
    parts = _parts_of(_parsed(raw)) or []
    return "\n".join([raw.decode("latin-1"), *(_text(part) for part in parts)])


def _parsed(raw: bytes) -> Message:
    if raw.lower().count(b"boundary=") + raw.lower().count(b"message/rfc822") > MOST_PARTS:
        raw = raw.split(b"\r\n\r\n", 1)[0].split(b"\n\n", 1)[0]
        raw = re.sub(rb"(?im)^content-type:.*(\r?\n[ \t].*)*", b"Content-Type: text/plain", raw)
    try:
        return email.message_from_bytes(raw)
    except (ValueError, LookupError, TypeError, AttributeError, IndexError, RecursionError):
        return Message()


def _parts_of(mail: Message) -> list[Message] | None:
    try:
        return list(mail.walk())[:MOST_PARTS]
    except (RecursionError, AttributeError, TypeError):
        return None


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except (ValueError, AttributeError, TypeError):
        return "text/plain"


def _header(part: Message, name: str) -> str:
    """The header as text, whatever was in it; empty when it is missing or cannot be read."""
    try:
        value = str(part.get(name, ""))
        words = email.header.make_header(email.header.decode_header(value))
        return " ".join(str(words).split())
    except (ValueError, LookupError, TypeError, AttributeError, UnicodeError):
        return ""


def _text(part: Message) -> str:
    """A part's words, decoded as far as they can be."""
    try:
        payload = part.get_payload(decode=True)
        charset = part.get_content_charset() or "utf-8"
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return ""
    if not payload:
        return ""
    try:
        return payload[:MOST_TEXT].decode(charset, "replace")
    except (LookupError, ValueError):
        return payload[:MOST_TEXT].decode("latin-1")


def _fields_of(parts: list[Message]) -> list[dict[str, str]]:
    """The blocks about recipients: each an action, a status and the server's words, as far as they are said."""
    blocks = []
    for block in _blocks_in(parts):
        said = {name: _header(block, name) for name in ("Action", "Status", "Diagnostic-Code")}
        if said["Action"] or said["Status"]:
            blocks.append(said)
    return blocks


def _blocks_in(parts: list[Message]) -> Iterator[Message]:
    for part in parts:
        payload = part.get_payload()
        if isinstance(payload, list) and _header(part, "Content-Transfer-Encoding").casefold() != "base64":
            yield from payload[:MOST_PARTS]
            continue
        # The standard library takes base64 here for headers; decoded, they are blocks with empty lines between.
        packed = "".join(str(one.get_payload()) for one in payload) if isinstance(payload, list) else str(payload or "")
        for block in re.split(r"\r?\n\r?\n", _unpacked(packed))[:MOST_PARTS]:
            yield email.message_from_string(block.lstrip())


def _unpacked(packed: str) -> str:
    try:
        return base64.b64decode(packed).decode("utf-8", "replace")
    except ValueError:
        return packed


def _by_fields(blocks: list[dict[str, str]]) -> Report | None:
    for block in blocks:
        action = block["Action"].casefold().split(";")[0].strip()
        if action not in {"failed", ""}:
            continue  # delayed, delivered, relayed, expanded
        words = block["Diagnostic-Code"].partition(";")[2].strip() or block["Diagnostic-Code"]
        status = bounce_words.status_in(block["Status"]) or bounce_words.status_in(words)
        if action or (status and status[0] == "5"):
            return Report(
                is_permanent=bounce_words.is_permanent(status, words), words=" ".join(filter(None, [status, words]))
            )
    return None


def _by_words(mail: Message, parts: list[Message]) -> Report | None:
    """Without fields, only what looks like a bounce and is no answer of a person's mail program."""
    subject, sender = _header(mail, "Subject"), _header(mail, "From")
    is_failure = bool(mail.get("X-Failed-Recipients")) or bounce_words.is_subject_of_failure(subject)
    if not is_failure and (_is_automatic_reply(mail) or not bounce_words.is_mail_system(sender)):
        return None
    text = "\n".join(_text(part) for part in parts if _kind(part) in {"text/plain", "text/html"})[:MOST_TEXT]
    if bounce_words.is_delay(subject, text):
        return None
    notice = bounce_words.before_the_returned_mail(text)
    status = bounce_words.status_in(notice)
    if not is_failure and not status and not bounce_words.says_nobody_is_there(notice):
        return None
    return Report(
        is_permanent=bounce_words.is_permanent(status, notice), words=bounce_words.sentence_with(status, notice)
    )


def _is_automatic_reply(mail: Message) -> bool:
    if _header(mail, "Auto-Submitted").casefold().startswith("auto-replied"):
        return True
    names = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Vacation", "X-Mail-Autoreply")
    return any(mail.get(name) for name in names) or _header(mail, "Precedence").casefold() == "auto_reply"

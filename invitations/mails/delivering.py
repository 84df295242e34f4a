"""Handing one mail to a server, so that we know how far it came. One connection is kept for a run of mails."""

import smtplib
import threading
import time
from dataclasses import dataclass, field

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import sanitize_address

from accounts import mail_providers, mail_servers
from accounts.models import Organisation
from invitations.mails import providers
from invitations.mails.outcomes import Ambiguous, NotNow, Refused

KEEP_S = 20
MAX_MAILS_A_CONNECTION = 100
REST_S = 30


@dataclass
class Kept:
    """The connection this thread holds, and servers that did not answer a moment ago."""

    backend: BaseEmailBackend | None = None
    place: tuple = ()
    mails: int = 0
    used_at: float = 0.0
    resting: dict[tuple, float] = field(default_factory=dict)


class _OfThisThread(threading.local):
    def __init__(self) -> None:
        self.kept = Kept()


_here = _OfThisThread()


def hand_over(mail: EmailMultiAlternatives, organisation: Organisation, *, envelope_sender: str = "") -> str:
    """Give the mail to the organisation's server or provider; returns when it has said yes.

    What comes back is the provider's own number of the mail, empty where there is none. Over SMTP it comes back to
    `envelope_sender`, if given, when nobody can be reached by it. Raises NotNow, Refused or Ambiguous.
    """
    try:
        backend = mail_servers.connection_for(organisation)
    except mail_servers.MailServerProblem as problem:
        raise NotNow(str(problem)) from problem
    if backend is None:
        raise NotNow("There is no mail server.")
    if mail_providers.is_provider(backend):
        return providers.hand_over(mail, _opened(backend))
    if not isinstance(backend, EmailBackend):
        backend.send_messages([mail])  # to files, memory or the console: no server to be in doubt about
        return ""
    _speak(_opened(backend), mail, envelope_sender or mail.from_email)
    return ""


def close() -> None:
    """Hang up the connection this thread keeps, if any."""
    kept = _here.kept
    if kept.backend is not None:
        kept.backend.fail_silently = True
        kept.backend.close()
    kept.backend, kept.place, kept.mails = None, (), 0


def forget_resting() -> None:
    """Knock again at servers that did not answer, without waiting."""
    _here.kept.resting.clear()


def _opened(backend: BaseEmailBackend) -> BaseEmailBackend:
    """The connection kept for this very server if it still answers, else this one, opened."""
    kept, place = _here.kept, _place(backend)
    if kept.resting.get(place, 0) > time.monotonic():
        raise NotNow("The server did not answer a moment ago.")
    fresh = kept.mails < MAX_MAILS_A_CONNECTION and time.monotonic() - kept.used_at < KEEP_S
    if kept.backend is not None and kept.place == place and fresh and _still_answers(kept.backend):
        return _counted(kept.backend)
    close()
    try:
        backend.open()
    except (OSError, ValueError) as error:  # smtplib's and ssl's errors are OSErrors too
        kept.resting[place] = time.monotonic() + REST_S
        raise NotNow(mail_servers.answer_of(error) or type(error).__name__) from error
    kept.resting.pop(place, None)
    kept.backend, kept.place = backend, place
    return _counted(backend)


def _counted(backend: BaseEmailBackend) -> BaseEmailBackend:
    _here.kept.mails += 1
    _here.kept.used_at = time.monotonic()
    return backend


def _place(backend: BaseEmailBackend) -> tuple:
    if mail_providers.is_provider(backend):
        return mail_providers.account_of(backend)
    return (
        backend.host,
        backend.port,
        backend.username,
        backend.password,
        backend.use_tls,
        backend.use_ssl,
    )


def _still_answers(backend: BaseEmailBackend) -> bool:
    if mail_providers.is_provider(backend):
        return True  # its connections are opened anew as they end
    try:
        return backend.connection.rset()[0] == 250
    except OSError:
        return False


def _speak(backend: EmailBackend, mail: EmailMultiAlternatives, envelope_sender: str) -> None:
    """MAIL, RCPT, DATA step by step: what may be repeated depends on how far we came."""
    smtp, encoding = backend.connection, mail.encoding or "utf-8"
    text = mail.message().as_bytes(linesep="\r\n")
    try:
        smtp.ehlo_or_helo_if_needed()
        _expect(smtp.mail(sanitize_address(envelope_sender, encoding)), {250}, blames_recipient=False)
        _expect(smtp.rcpt(sanitize_address(mail.to[0], encoding)), {250, 251}, blames_recipient=True)
        _expect(smtp.docmd("DATA"), {354}, blames_recipient=True)
    except OSError as error:
        close()
        raise NotNow(mail_servers.answer_of(error) or type(error).__name__) from error
    try:
        smtp.send(_with_stuffed_dots(text) + b".\r\n")
        reply = smtp.getreply()
    except OSError as error:
        close()
        raise Ambiguous(mail_servers.answer_of(error) or type(error).__name__) from error
    _expect(reply, {250}, blames_recipient=True)


def _expect(reply: tuple[int, bytes], good: set[int], *, blames_recipient: bool) -> None:
    code, _words = reply
    if code in good:
        return
    if code == 421:
        close()  # the server is about to hang up; after any other refusal the line can be used again
    words = mail_servers.answer_of(smtplib.SMTPResponseException(*reply))
    if blames_recipient and 500 <= code <= 599:
        raise Refused(words)
    raise NotNow(words)


def _with_stuffed_dots(text: bytes) -> bytes:
    """A line that begins with a dot gets another, because a lone dot ends the mail."""
    text = text if text.endswith(b"\r\n") else text + b"\r\n"
    return (b"\r\n" + text).replace(b"\r\n.", b"\r\n..")[2:]

"""Opening the mailbox that bounces come back to, and its troubles in plain words."""

import imaplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from accounts import mail_servers
from accounts.models import Organisation
from invitations.models import BounceMailbox

TIMEOUT_S = 10
LARGEST_ANSWER = 2_000_000  # bytes; a server that sends more in one piece is not listened to
Security = BounceMailbox.Security


class MailboxProblem(Exception):
    """The mailbox cannot be read; the text says in plain words what to do."""


class _Bounded(imaplib.IMAP4):
    def read(self, size: int) -> bytes:
        if size > LARGEST_ANSWER:
            raise self.abort("too large an answer")
        return super().read(size)


class _BoundedTLS(imaplib.IMAP4_SSL):
    def read(self, size: int) -> bytes:
        if size > LARGEST_ANSWER:
            raise self.abort("too large an answer")
        return super().read(size)


def of(organisation: Organisation) -> BounceMailbox | None:
    return BounceMailbox.objects.for_organisation(organisation).first()


@contextmanager
def opened(mailbox: BounceMailbox) -> Iterator[imaplib.IMAP4]:
    """The mailbox's inbox, selected. Raises MailboxProblem, also for what goes wrong inside."""
    line = None
    try:
        password = mail_servers.decrypt(mailbox.password_encrypted)
        line = _connected(mailbox)
        _expect_ok(line.login(mailbox.username, password), "login")
        _expect_ok(line.select("INBOX"), "select")
        yield line
    except mail_servers.MailServerProblem as problem:
        raise MailboxProblem(str(problem)) from problem
    except (imaplib.IMAP4.error, OSError, ValueError) as error:  # ssl's and socket's errors are OSErrors
        raise MailboxProblem(words_for(error, mailbox)) from error
    finally:
        if line is not None:
            _hang_up(line)


def test(mailbox: BounceMailbox) -> int:
    """How many unread mails lie there (it may be unsaved). Raises MailboxProblem in the reader's language."""
    with opened(mailbox) as line:
        return len(unread_in(line))


def unread_in(line: imaplib.IMAP4) -> list[bytes]:
    """The numbers of the unread mails, oldest first."""
    _kind, found = _expect_ok(line.uid("SEARCH", "UNSEEN"), "search")
    return (found[0] or b"").split()


def _connected(mailbox: BounceMailbox) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if mailbox.security == Security.TLS:
        return _BoundedTLS(mailbox.host, mailbox.port, ssl_context=context, timeout=TIMEOUT_S)
    line = _Bounded(mailbox.host, mailbox.port, timeout=TIMEOUT_S)
    if mailbox.security == Security.STARTTLS:
        _expect_ok(line.starttls(context), "starttls")
    return line


def _expect_ok(answer: tuple, what: str) -> tuple:
    if answer[0] != "OK":
        raise imaplib.IMAP4.error(f"{what}: {_said(answer[1])}")
    return answer


def _said(lines: object) -> str:
    first = lines[0] if isinstance(lines, list) and lines else b""
    return first.decode("utf-8", "replace") if isinstance(first, bytes) else str(first or "")


def _hang_up(line: imaplib.IMAP4) -> None:
    try:
        line.logout()
    except (imaplib.IMAP4.error, OSError, ValueError):
        line.shutdown()


def words_for(error: Exception, mailbox: BounceMailbox) -> str:
    """What went wrong and what to try, for somebody who does not run mail servers for a living."""
    place = {"host": mailbox.host, "port": mailbox.port}
    answer = " ".join(str(error).removeprefix("b'").rstrip("'").split())[:200]
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of %(host)s is not one we can trust, or it belongs to another name.") % place
    if isinstance(error, ssl.SSLError):
        return _("The encryption does not fit port %(port)s. TLS is usual on 993 and STARTTLS on 143.") % place
    if isinstance(error, socket.gaierror | UnicodeError):
        return _("There is no server called %(host)s. Check the spelling.") % place
    if isinstance(error, imaplib.IMAP4.abort):
        return _("The server at %(host)s:%(port)s hung up. Check the port and the encryption.") % place
    if isinstance(error, OSError):
        return _("The server does not answer at %(host)s:%(port)s. Check the name and the port.") % place
    if "starttls" in answer.casefold() or "tls not supported" in answer.casefold():
        return _("The server does not offer STARTTLS on port %(port)s. Try another port or encryption.") % place
    if "select" in answer.casefold():
        return _("The mailbox has no inbox we may open. It said: %(answer)s") % {"answer": answer}
    if isinstance(error, imaplib.IMAP4.error):
        return _("The server did not accept the user name and password. It said: %(answer)s") % {"answer": answer}
    return _("The mailbox cannot be read. It said: %(answer)s") % {"answer": answer}

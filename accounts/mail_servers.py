"""How an organisation sends mail: its server or provider, opening it, trying it out, and its answers in plain words."""

import smtplib
import socket
import ssl
from base64 import urlsafe_b64encode
from email.utils import parseaddr

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.utils.translation import gettext as _

from accounts import mail_providers
from accounts.models import MailServer, Organisation

TIMEOUT_S = 10


class MailServerProblem(Exception):
    """The mail server did not do what was asked; the text says in plain words what to do."""


def encrypt(password: str) -> str:
    """The password as it is stored; empty for none."""
    return _fernet().encrypt(password.encode()).decode() if password else ""


def decrypt(stored: str) -> str:
    """The password again. Raises MailServerProblem when it was encrypted under another secret key."""
    if not stored:
        return ""
    try:
        return _fernet().decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise MailServerProblem(_("The password can no longer be read. Please write it again.")) from error


def _fernet() -> Fernet:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"enmil mail server password")
    return Fernet(urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))


def connection_for(organisation: Organisation) -> BaseEmailBackend | None:
    """A connection, not yet opened: the organisation's own server, else EMAIL_URL's; None where neither is set.

    None for a demo too, whatever is set: it mails nobody. Raises MailServerProblem when the stored password cannot
    be read.
    """
    if organisation.is_demo:
        return None
    if server := own_server(organisation):
        return connection_to(server)
    return get_connection(timeout=settings.EMAIL_TIMEOUT) if settings.EMAIL_URL else None


def from_address_for(organisation: Organisation) -> str:
    """The bare address mails go out from."""
    if server := own_server(organisation):
        return server.from_address
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def can_send(organisation: Organisation) -> bool:
    """Whether there is any server to send by; otherwise, and in a demo always, mails wait in the outbox."""
    if organisation.is_demo:
        return False
    return bool(settings.EMAIL_URL) or own_server(organisation) is not None


def own_server(organisation: Organisation) -> MailServer | None:
    return MailServer.objects.for_organisation(organisation).first()


def connection_to(server: MailServer) -> BaseEmailBackend:
    if server.provider != MailServer.Provider.SMTP:
        return mail_providers.backend_for(server, key=decrypt(server.password_encrypted))
    return EmailBackend(
        host=server.host,
        port=server.port,
        username=server.username,
        password=decrypt(server.password_encrypted),
        use_tls=server.security == MailServer.Security.STARTTLS,
        use_ssl=server.security == MailServer.Security.TLS,
        timeout=TIMEOUT_S,
    )


def test(server: MailServer, to: str) -> None:
    """Send one short mail by `server` (it may be unsaved). Raises MailServerProblem in the reader's language."""
    mail = EmailMessage(
        _("Your mail server works"),
        _("This mail was sent by Enmil to see that the mail server answers. You need not do anything.") + "\n",
        server.from_address,
        [to],
        headers={"Auto-Submitted": "auto-generated"},
    )
    _send_now(mail, connection_to(server), server)


def send(mail: EmailMessage, organisation: Organisation) -> bool:
    """Send one mail while somebody waits, the way customers' mails go. False where there is no way, as in a demo.

    Raises MailServerProblem in the reader's language when the server or provider does not take it.
    """
    connection = connection_for(organisation)
    if connection is None:
        return False
    server = own_server(organisation) or MailServer(host=settings.EMAIL_HOST, port=settings.EMAIL_PORT)
    _send_now(mail, connection, server)
    return True


def _send_now(mail: EmailMessage, connection: BaseEmailBackend, server: MailServer) -> None:
    if mail_providers.is_provider(connection):
        key = decrypt(server.password_encrypted)
        if problem := mail_providers.problem_sending(mail, connection):
            raise MailServerProblem(mail_providers.words_for(problem, server, key=key)) from problem
        return
    try:
        connection.send_messages([mail])
    except (OSError, ValueError) as error:  # smtplib's and ssl's errors are OSErrors too
        raise MailServerProblem(words_for(error, server)) from error


def words_for(error: Exception, server: MailServer) -> str:
    """What went wrong and what to try, for somebody who does not run mail servers for a living."""
    place = {"host": server.host, "port": server.port}
    answer = {"answer": answer_of(error)}
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return _("The server did not accept the user name and password. It said: %(answer)s") % answer
    if isinstance(error, smtplib.SMTPNotSupportedError):
        if server.security == MailServer.Security.STARTTLS:
            return _("The server does not offer STARTTLS on port %(port)s. Try another port or encryption.") % place
        return _("The server does not take a user name and password here. Try with encryption.")
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _("The server does not let us send from this address. It said: %(answer)s") % answer
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return _("The server does not pass mail on to that address. It said: %(answer)s") % answer
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of %(host)s is not one we can trust, or it belongs to another name.") % place
    if isinstance(error, ssl.SSLError):
        return _("The encryption does not fit port %(port)s. STARTTLS is usual on 587 and TLS on 465.") % place
    if isinstance(error, socket.gaierror | UnicodeError):
        return _("There is no server called %(host)s. Check the spelling.") % place
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _("The server at %(host)s:%(port)s hung up. Check the port and the encryption.") % place
    if isinstance(error, smtplib.SMTPException):
        return _("The server did not take the mail. It said: %(answer)s") % answer
    if isinstance(error, OSError):
        return _("The server does not answer at %(host)s:%(port)s. Check the name and the port.") % place
    return _("The server did not take the mail. It said: %(answer)s") % answer


def answer_of(error: Exception) -> str:
    """The server's own words, on one line and not too long."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (0, b""))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return " ".join(str(error).split())[:300]
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return " ".join(f"{code} {words}".split())[:300]

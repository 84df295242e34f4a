"""The organisation's mail server: its password is kept encrypted, and its troubles are told in plain words."""

import smtplib
import socket
import ssl

import pytest
from django.db import connection

from accounts import mail_servers
from accounts.mail_servers import MailServerProblem
from accounts.models import MailServer

pytestmark = pytest.mark.django_db


def server(port: int, **fields) -> MailServer:
    return MailServer(
        **{"host": "127.0.0.1", "port": port, "security": "none", "from_address": "a@hotel.example", **fields}
    )


def test_a_password_is_kept_encrypted(by_mail):
    by_mail.password_encrypted = mail_servers.encrypt("hemligt lösen")
    by_mail.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_mailserver")
        assert "hemligt" not in repr(cursor.fetchall())
    by_mail.refresh_from_db()
    assert mail_servers.decrypt(by_mail.password_encrypted) == "hemligt lösen"
    assert mail_servers.connection_for(by_mail.organisation).password == "hemligt lösen"
    assert (mail_servers.encrypt(""), mail_servers.decrypt("")) == ("", "")


def test_another_secret_key_cannot_read_it(settings):
    stored = mail_servers.encrypt("hemligt")
    settings.SECRET_KEY = "another"
    with pytest.raises(MailServerProblem, match="write it again"):
        mail_servers.decrypt(stored)


def test_the_way_is_the_own_server_then_email_url_then_none(hotel, settings, by_mail):
    assert mail_servers.connection_for(hotel).host == "127.0.0.1"
    assert mail_servers.from_address_for(hotel) == "hej@hotel.example"
    by_mail.delete()
    assert (mail_servers.connection_for(hotel), mail_servers.can_send(hotel)) == (None, False)
    settings.EMAIL_URL = "memory://"
    assert mail_servers.connection_for(hotel) is not None
    assert mail_servers.from_address_for(hotel) == "enmil@localhost"


def test_a_test_mail_arrives(letterbox):
    mail_servers.test(server(letterbox.port), to="agnes@hotel.example")
    assert letterbox.mails[0].rcpt_tos == ["agnes@hotel.example"]


def test_troubles_of_a_real_server_in_plain_words(letterbox):
    letterbox.replies["agnes@hotel.example"] = "550 Relaying denied"
    with pytest.raises(MailServerProblem, match="does not pass mail on .* 550 Relaying denied"):
        mail_servers.test(server(letterbox.port), to="agnes@hotel.example")
    with pytest.raises(MailServerProblem, match="does not offer STARTTLS"):
        mail_servers.test(server(letterbox.port, security="starttls"), to="a@hotel.example")
    with pytest.raises(MailServerProblem, match="encryption does not fit"):
        mail_servers.test(server(letterbox.port, security="tls"), to="a@hotel.example")
    with pytest.raises(MailServerProblem, match="does not take a user name"):
        mail_servers.test(
            server(letterbox.port, username="agnes", password_encrypted=mail_servers.encrypt("x")), to="a@b.se"
        )


def test_nobody_at_the_door():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        with pytest.raises(
            MailServerProblem, match=f"does not answer at 127.0.0.1:{port}. Check the name and the port."
        ):
            mail_servers.test(server(port), to="a@hotel.example")


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (
            smtplib.SMTPAuthenticationError(535, b"5.7.8 no"),
            "did not accept the user name and password. It said: 535 5.7.8 no",
        ),
        (smtplib.SMTPSenderRefused(553, b"not you", "a@b.c"), "does not let us send from this address"),
        (smtplib.SMTPServerDisconnected("gone"), "hung up"),
        (smtplib.SMTPDataError(554, b"spam\r\nmore"), "did not take the mail. It said: 554 spam more"),
        (ssl.SSLCertVerificationError("self-signed"), "certificate of mail.example"),
        (socket.gaierror(-2, "unknown"), "no server called mail.example"),
        (TimeoutError("timed out"), "does not answer at mail.example:587"),
        (ValueError("odd"), "did not take the mail"),
    ],
)
def test_each_trouble_has_its_sentence(error, says):
    assert says in mail_servers.words_for(error, server(587, host="mail.example"))

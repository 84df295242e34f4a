"""An open survey, and a real mail server that answers as told."""

import socket

import pytest
from aiosmtpd.controller import Controller

from accounts.models import MailServer
from common import working
from invitations.mailings.sending import SEND_MAIL
from invitations.mails import delivering, keeping_bounce_mailbox
from tests import cast
from tests.invitations.imap_server import ImapServer

MAILBOX = {
    "address": "bounces@hotel.example",
    "host": "127.0.0.1",
    "security": "none",
    "username": "bounces",
    "password": "postord",
}


@pytest.fixture(autouse=True)
def fresh_lines():
    """No test finds the connection, or the resting server, of another."""
    delivering.close()
    delivering.forget_resting()
    yield
    delivering.close()


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


class Letterbox:
    """Keeps what arrives. `replies` answers RCPT by address; `drops` hangs up after the text, so many times."""

    def __init__(self):
        self.mails, self.replies, self.drops, self.after_text, self.connections = [], {}, 0, "250 OK", 0

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        if reply := self.replies.get(address):
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails.append(envelope)
        if self.drops:
            self.drops -= 1
            server.transport.close()
        return self.after_text


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@pytest.fixture
def letterbox():
    """A mail server on this machine; `letterbox.port`, `letterbox.mails`."""
    box = Letterbox()
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def by_mail(hotel, letterbox):
    """The hotel sends by the letterbox."""
    return MailServer.objects.create(
        organisation=hotel, host="127.0.0.1", port=letterbox.port, security="none", from_address="hej@hotel.example"
    )


@pytest.fixture
def work():
    """Do the mails that wait; returns how many rows were looked at."""
    return lambda: working.do_waiting(SEND_MAIL)


@pytest.fixture
def imap():
    server = ImapServer(password="postord")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mailbox(hotel, agnes, imap):
    return keeping_bounce_mailbox.keep(hotel, by=agnes, **MAILBOX, port=imap.port)


def page_of(desk, mailing, query="", **headers):
    """The page of a mailing."""
    return desk.get(f"/mailings/{mailing.pk}/{query}", headers=headers)


def words(page) -> str:
    return " ".join(page.text.split())


@pytest.fixture
def desk(logged_in, maria):
    """The manager's browser."""
    return logged_in(maria)


@pytest.fixture
def url(survey):
    """Of a new mailing."""
    return f"/surveys/{survey.pk}/mailings/new/"

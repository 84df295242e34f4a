"""The mailbox for mails that come back: kept, tried out, forgotten; its password goes in and never out."""

import pytest

from accounts import mail_servers
from accounts.models import AuditEvent
from invitations.models import BounceMailbox
from tests.invitations.conftest import MAILBOX as FIELDS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
PAGE = "/settings/mail/bounces/"


def test_the_mailbox_is_kept_with_its_password_encrypted(hotel, agnes, logged_in, imap):
    client = logged_in(agnes)
    assert client.post(PAGE, FIELDS | {"port": imap.port}).url == PAGE
    row = BounceMailbox.objects.values().get()
    assert "postord" not in str(row)
    assert mail_servers.decrypt(row["password_encrypted"]) == "postord"
    assert "postord" not in str(AuditEvent.objects.values())
    page = client.get(PAGE).content.decode()
    assert "bounces@hotel.example" in page
    assert "postord" not in page
    assert row["password_encrypted"] not in page


def test_it_can_be_tried_before_it_is_kept(hotel, agnes, logged_in, imap):
    imap.put(b"Subject: x\n\ny")
    client, fields = logged_in(agnes), FIELDS | {"port": imap.port}
    assert "It works. 1 unread mail lies there." in client.post(f"{PAGE}test/", fields).content.decode()
    wrong = client.post(f"{PAGE}test/", fields | {"password": "fel"}, headers={"HX-Request": "true"}).content.decode()
    assert "The server did not accept the user name and password." in wrong
    assert "<html" not in wrong
    assert (imap.seen, BounceMailbox.objects.count()) == ([False], 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "bounces+x@hotel.example"},
        {"address": f"{'b' * 31}@hotel.example"},
        {"address": "nobody"},
        {"host": "imap.hotel.example:993"},
        {"port": "0"},
        {"username": "a\r\nb"},
        {"password": "lösenord"},
        {"password": ""},
        {"security": "magic"},
    ],
)
def test_wrong_fields_keep_nothing(hotel, agnes, logged_in, wrong):
    assert logged_in(agnes).post(PAGE, FIELDS | {"port": "993"} | wrong).status_code == 200
    assert not BounceMailbox.objects.exists()


@pytest.mark.parametrize("other", [{"host": "imap.evil.example"}, {"username": "mallory"}])
def test_the_kept_password_is_not_handed_to_another_server(mailbox, agnes, logged_in, other):
    page = logged_in(agnes).post(PAGE, FIELDS | {"port": "993", "password": ""} | other).content.decode()
    assert "please write the password again" in page
    assert BounceMailbox.objects.get().host == "127.0.0.1"


def test_a_problem_is_shown_and_forgetting_removes_it_once(mailbox, hotel, agnes, logged_in):
    BounceMailbox.objects.update(problem="The server does not answer.")
    client = logged_in(agnes)
    assert "The server does not answer." in client.get(PAGE).content.decode()
    for _time in range(2):
        assert client.post(f"{PAGE}removal/").url == PAGE
    assert BounceMailbox.objects.count() == 0
    assert AuditEvent.objects.filter(verb="bounce_mailbox.forgotten").count() == 1

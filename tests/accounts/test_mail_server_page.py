"""The organisation's mail server: kept, tried out, forgotten; its password goes in and never out."""

import pytest

from accounts import keeping_mail_server, mail_servers
from accounts.models import AuditEvent, MailServer

SECRET = "mycket-hemligt-ord"
FIELDS = {
    "host": "smtp.example.org",
    "port": "587",
    "security": "starttls",
    "username": "enmil",
    "password": SECRET,
    "from_address": "hello@example.org",
}
PAGE = "/settings/mail/"


@pytest.fixture
def kept(hotel, agnes):
    return keeping_mail_server.keep(hotel, by=agnes, **FIELDS | {"port": 587})


@pytest.fixture
def tried(monkeypatch) -> list[tuple[str, str, str]]:
    """Which servers a test mail was sent by, with which password, to whom."""
    seen = []

    def remember(server, to):
        seen.append((server.host, mail_servers.decrypt(server.password_encrypted), to))

    monkeypatch.setattr(mail_servers, "test", remember)
    return seen


def test_the_server_is_kept_with_its_password_encrypted(hotel, agnes, logged_in):
    assert logged_in(agnes).post(PAGE, FIELDS).url == PAGE
    row = MailServer.objects.values().get()
    assert (row["host"], row["port"], row["from_address"]) == ("smtp.example.org", 587, "hello@example.org")
    assert SECRET not in str(row)
    assert mail_servers.decrypt(row["password_encrypted"]) == SECRET
    assert SECRET not in str(AuditEvent.objects.values())


def test_the_password_never_comes_back(kept, agnes, logged_in, tried):
    client = logged_in(agnes)
    pages = [client.get(PAGE), client.post(PAGE, FIELDS | {"port": "x"}), client.post(f"{PAGE}test/", FIELDS)]
    for page in pages:
        assert page.status_code == 200
        assert SECRET not in page.content.decode()
        assert kept.password_encrypted not in page.content.decode()


def test_an_empty_password_keeps_the_one_there_was(kept, agnes, logged_in):
    logged_in(agnes).post(PAGE, FIELDS | {"password": "", "port": "2525"})
    kept.refresh_from_db()
    assert (kept.port, mail_servers.decrypt(kept.password_encrypted)) == (2525, SECRET)


@pytest.mark.parametrize("other", [{"host": "smtp.evil.example"}, {"username": "mallory"}])
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}test/"])
def test_the_kept_password_is_not_handed_to_another_server(kept, agnes, logged_in, tried, other, path):
    page = logged_in(agnes).post(path, FIELDS | {"password": ""} | other).content.decode()
    assert "please write the password again" in page
    assert tried == []
    kept.refresh_from_db()
    assert kept.host == "smtp.example.org"


def test_a_test_mail_goes_to_the_reader_by_what_is_typed(kept, agnes, logged_in, tried):
    page = logged_in(agnes).post(f"{PAGE}test/", FIELDS | {"password": ""}).content.decode()
    assert tried == [("smtp.example.org", SECRET, agnes.email)]
    assert "It works." in page
    kept.refresh_from_db()
    assert kept.tested_at is not None


@pytest.mark.parametrize(("typed", "is_noted"), [("", True), (SECRET, True), ("another word", False)])
def test_only_what_is_kept_counts_as_tried(kept, agnes, logged_in, tried, typed, is_noted):
    assert logged_in(agnes).post(f"{PAGE}test/", FIELDS | {"password": typed}).status_code == 200
    kept.refresh_from_db()
    assert (len(tried), kept.tested_at is not None) == (1, is_noted)


def test_trying_an_unsaved_server_keeps_nothing(hotel, agnes, logged_in, tried):
    logged_in(agnes).post(f"{PAGE}test/", FIELDS)
    assert [host for host, *_rest in tried] == ["smtp.example.org"]
    assert not MailServer.objects.exists()


def test_a_server_that_does_not_answer_is_told_in_plain_words(hotel, agnes, logged_in):
    fields = FIELDS | {"host": "127.0.0.1", "port": "1"}
    page = logged_in(agnes).post(f"{PAGE}test/", fields).content.decode()
    assert "The server does not answer at 127.0.0.1:1." in page
    assert 'value="127.0.0.1"' in page


def test_with_htmx_only_the_outcome_is_drawn(hotel, agnes, logged_in, tried):
    page = logged_in(agnes).post(f"{PAGE}test/", FIELDS, headers={"HX-Request": "true"}).content.decode()
    assert "It works." in page
    assert "<html" not in page
    wrong = logged_in(agnes).post(f"{PAGE}test/", FIELDS | {"port": "0"}, headers={"HX-Request": "true"})
    assert "A port is a number from 1 to 65535." in wrong.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": ""},
        {"host": "https://smtp.example.org"},
        {"host": "a b"},
        {"port": "65536"},
        {"port": "-1"},
        {"port": "9" * 30},
        {"security": "magic"},
        {"from_address": "x\r\nBcc: y@example.org"},
        {"from_address": "nobody"},
    ],
)
def test_wrong_fields_keep_nothing(hotel, agnes, logged_in, wrong):
    assert logged_in(agnes).post(PAGE, FIELDS | wrong).status_code == 200
    assert not MailServer.objects.exists()


def test_forgetting_removes_it_once(kept, hotel, agnes, logged_in):
    client = logged_in(agnes)
    for _time in range(2):
        assert client.post(f"{PAGE}removal/").url == PAGE
    assert not MailServer.objects.exists()
    assert AuditEvent.objects.filter(verb="mail_server.forgotten").count() == 1


def test_only_owners_come_here(kept, maria, stefan, olga, logged_in):
    for user in (maria, stefan, olga):
        client = logged_in(user)
        assert client.get(PAGE).status_code == 403
        assert [client.post(f"{PAGE}{end}", FIELDS).status_code for end in ("", "test/", "removal/")] == [403] * 3
    assert MailServer.objects.get() == kept

"""The first day: the code from the terminal, one page, and then the door is shut."""

import stat

import pytest
from django.core.management import call_command
from django.test import Client

from accounts import first_run, mail_servers
from accounts.models import AuditEvent, MailServer, Membership, Organisation, User
from accounts.models.membership import Role
from tests import cast

PAGE = "/setup/"
FIELDS = {
    "person-name": "Nora",
    "person-email": "Nora@Example.org",
    "person-password": "sju mil i mina skor",
    "organisation-name": "Sjukhuset",
    "organisation-purpose": "Vi hjälper människor att bli friska.",
    "organisation-language": "sv",
    "organisation-time_zone": "Europe/Stockholm",
    "mail-host": "",
    "mail-port": "587",
    "mail-security": "starttls",
    "mail-username": "",
    "mail-password": "",
    "mail-from_address": "",
}
MAIL = {
    "mail-host": "smtp.example.org",
    "mail-username": "u",
    "mail-password": "p",
    "mail-from_address": "a@example.org",
}


@pytest.fixture(autouse=True)
def own_var(settings, tmp_path, db):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def code() -> str:
    return first_run.make_code()


@pytest.fixture
def demo(db):
    """The demo's owner, who needs no code."""
    owner = cast.person("Agnes")
    organisation = cast.organisation(owner=owner)
    organisation.is_demo = True
    organisation.save()
    return owner


@pytest.fixture
def tried(monkeypatch) -> list[tuple[str, str]]:
    seen = []
    monkeypatch.setattr(mail_servers, "test", lambda server, to: seen.append((server.host, to)))
    return seen


def test_an_empty_installation_leads_to_the_set_up(client, code):
    assert client.get("/account/login/").url == PAGE
    page = client.get(PAGE)
    assert page.status_code == 200
    assert 'id="id_code"' in page.content.decode()


def test_the_code_founds_the_organisation_and_logs_its_owner_in(client, code):
    assert client.post(PAGE, FIELDS | {"code": code.lower().replace("-", " ")}).url == "/"
    membership = Membership.objects.get()
    assert (membership.role, membership.user.email, membership.user.name) == (Role.OWNER, "nora@example.org", "Nora")
    organisation = membership.organisation
    assert (organisation.name, organisation.is_demo, organisation.language) == ("Sjukhuset", False, "sv")
    assert organisation.purpose == FIELDS["organisation-purpose"]
    assert not MailServer.objects.exists()
    assert client.session["_auth_user_id"] == str(membership.user.pk)
    assert AuditEvent.objects.filter(verb="installation.set_up").count() == 1


@pytest.mark.parametrize("wrong", ["", "AAAA-AAAA-AAAA", "x" * 100])
def test_without_the_code_nothing_is_founded_and_the_words_stay(client, code, wrong):
    page = client.post(PAGE, FIELDS | {"code": wrong})
    assert page.status_code == 200
    assert 'value="Sjukhuset"' in page.content.decode()
    assert FIELDS["person-password"] not in page.content.decode()
    assert not User.objects.exists()


def test_without_a_printed_code_no_code_is_right(client):
    assert not first_run.code_is_right("")
    client.post(PAGE, FIELDS | {"code": ""})
    assert not User.objects.exists()


def test_the_door_is_shut_the_second_time(client, code):
    client.post(PAGE, FIELDS | {"code": code})
    for other in (Client(), client):
        assert other.get(PAGE).status_code == 404
        assert other.post(PAGE, FIELDS | {"code": code, "person-email": "m@example.org"}).status_code == 404
    assert not first_run.code_is_right(code)
    assert User.objects.count() == 1
    assert Client().get("/account/login/").status_code == 200


def test_a_code_spent_a_moment_ago_founds_nothing(code, monkeypatch):
    monkeypatch.setattr(first_run, "code_is_right", lambda code: True)
    (first_run._file()).unlink()
    organisation = {"name": "B", "purpose": "", "language": "sv", "time_zone": "Europe/Oslo"}
    person = {"name": "M", "email": "m@example.org", "password": "x", "language": "sv"}
    with pytest.raises(first_run.Closed):
        first_run.set_up(person=person, organisation=organisation, mail_server=None, asked_by=None, code=code)
    assert (User.objects.count(), Organisation.objects.count()) == (0, 0)


def test_the_same_press_twice_at_once_founds_one(code, monkeypatch):
    person = {"name": "Nora", "email": "nora@example.org", "password": "sju mil i mina skor", "language": "sv"}
    organisation = {"name": "Sjukhuset", "purpose": "", "language": "sv", "time_zone": "Europe/Stockholm"}
    words = {"person": person, "organisation": organisation, "mail_server": None, "asked_by": None, "code": code}
    monkeypatch.setattr(first_run, "is_empty", lambda: True)  # as the second press saw it
    monkeypatch.setattr(first_run, "_spend_code", lambda: None)
    first_run.set_up(**words)
    with pytest.raises(first_run.Closed):
        first_run.set_up(**words)
    assert (User.objects.count(), Organisation.objects.count()) == (1, 1)


def test_only_a_hash_is_kept_and_a_new_code_ends_the_old(code):
    file = first_run._file()
    assert code not in file.read_text() and code.replace("-", "") not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    newer = first_run.make_code()
    assert (first_run.code_is_right(code), first_run.code_is_right(newer)) == (False, True)


def test_guessing_codes_is_limited(client, code):
    codes = [client.post(PAGE, FIELDS | {"code": "AAAA-AAAA-AAAA"}).status_code for _time in range(45)]
    assert codes == [200] * 40 + [429] * 5
    assert client.post(PAGE, FIELDS | {"code": code}).status_code == 429
    assert not User.objects.exists()


def test_the_command_prints_address_and_code_only_while_needed(capsys, settings):
    settings.SITE_URL = "https://enmil.example"
    call_command("first_run_code")
    printed = capsys.readouterr().out
    assert "https://enmil.example/setup/" in printed
    assert first_run.code_is_right(printed.split()[-1])
    cast.person("Nora")
    call_command("first_run_code")
    assert capsys.readouterr().out == ""


def test_mail_settings_are_kept_with_the_rest(client, code):
    client.post(PAGE, FIELDS | MAIL | {"code": code})
    server = MailServer.objects.get()
    assert (server.host, server.organisation.name) == ("smtp.example.org", "Sjukhuset")
    assert mail_servers.decrypt(server.password_encrypted) == "p"


def test_half_a_mail_server_stops_everything(client, code):
    page = client.post(PAGE, FIELDS | MAIL | {"code": code, "mail-from_address": ""})
    assert 'class="error-summary"' in page.content.decode()
    assert not User.objects.exists()


def test_a_test_mail_keeps_what_is_typed_and_founds_nothing(client, code, tried):
    page = client.post(PAGE, FIELDS | MAIL | {"code": code, "test_mail": "1", "organisation-name": "Sjuk"})
    words = page.content.decode()
    assert tried == [("smtp.example.org", "nora@example.org")]
    assert "It works." in words
    assert 'value="Sjuk"' in words and 'value="Nora@Example.org"' in words and f'value="{code}"' in words
    assert "error-list" not in words
    assert words.count("Please write it once more") == 2  # both passwords, mine and the server's
    assert not User.objects.exists()


def test_a_stranger_cannot_knock_on_mail_servers(client, code, tried):
    page = client.post(PAGE, FIELDS | MAIL | {"code": "AAAA", "test_mail": "1"})
    assert "This is not the code printed last." in page.content.decode()
    assert tried == []


def test_a_test_mail_that_fails_says_why(client, code):
    fields = FIELDS | MAIL | {"code": code, "test_mail": "1", "mail-host": "127.0.0.1", "mail-port": "1"}
    assert "The server does not answer at 127.0.0.1:1." in client.post(PAGE, fields).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"person-email": "nobody"},
        {"person-password": "kort"},
        {"organisation-name": ""},
        {"organisation-time_zone": "Middle/Earth"},
        {"organisation-language": "xx"},
    ],
)
def test_wrong_fields_found_nothing_and_spend_no_code(client, code, wrong):
    page = client.post(PAGE, FIELDS | {"code": code} | wrong)
    assert 'class="error-summary"' in page.content.decode()
    assert not User.objects.exists()
    assert first_run.code_is_right(code)


def test_the_purpose_gets_its_hint(client, code):
    typed = {"code": code, "organisation-purpose": "Vi bedriver sjukvård.", "person-password": "kort"}
    assert "Vi hjälper … att …" in client.post(PAGE, FIELDS | typed).content.decode()


def test_the_demos_owner_starts_for_real_without_a_code(demo, logged_in):
    client = logged_in(demo)
    assert 'id="start-for-real"' in client.get("/settings/organisation/").content.decode()
    assert 'id="id_code"' not in client.get(PAGE).content.decode()
    assert client.post(PAGE, FIELDS).url == "/"
    owner = User.objects.get(email="nora@example.org")
    assert client.session["_auth_user_id"] == str(owner.pk)
    assert [m.organisation.is_demo for m in owner.memberships.select_related("organisation")] == [False]
    later = logged_in(demo)
    assert later.get(PAGE).status_code == 404
    assert 'id="start-for-real"' not in later.get("/settings/organisation/").content.decode()


def test_an_address_of_the_demo_cannot_be_taken_over(demo, logged_in):
    page = logged_in(demo).post(PAGE, FIELDS | {"person-email": demo.email})
    assert "has a log-in here already" in page.content.decode()
    assert Organisation.objects.count() == 1


def test_nobody_else_comes_here(demo, logged_in):
    organisation = Organisation.objects.get()
    manager, staff = cast.person("Maria", organisation, Role.MANAGER), cast.person("Stefan", organisation)
    clients = [Client(), logged_in(manager), logged_in(staff), logged_in(cast.person("Nobody"))]
    assert [client.get(PAGE).status_code for client in clients] == [404] * 4
    assert [client.post(PAGE, FIELDS).status_code for client in clients] == [404] * 4


def test_an_owner_of_a_real_organisation_sees_no_banner(hotel, agnes, logged_in):
    client = logged_in(agnes)
    assert 'id="start-for-real"' not in client.get("/settings/organisation/").content.decode()
    assert client.get(PAGE).status_code == 404

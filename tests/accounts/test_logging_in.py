"""Logging in by password or code, out by a button, back in after forgetting; strangers learn nothing."""

import logging
import re

import pytest
from django.core import mail
from django.test import Client

from common.logging_filters import HideTokens
from tests.cast import PASSWORD, person

EVIL = {"HTTP_HOST": "evil.example"}


@pytest.fixture
def nora(db):
    return person("Nora")


@pytest.fixture
def any_host(settings):
    """The widest an operator could open it, so that only SITE_URL protects the mails."""
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://enmil.example"


def log_in(client, email, password=PASSWORD):
    return client.post("/account/login/", {"login": email, "password": password})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def without_the_person(page: str, email: str) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|x-csrftoken": "\w+"|nonce="[^"]+"', "", page)
    return page.replace(email, "X")


def test_log_in_by_password(nora, client):
    response = log_in(client, "NORA@example.org")
    assert (response.status_code, response.url) == (302, "/")
    assert is_in(client)


def test_log_in_leads_on_to_the_asked_page_but_never_elsewhere(nora, client):
    fields = {"login": nora.email, "password": PASSWORD}
    assert client.post("/account/login/", fields | {"next": "/settings/profile/"}).url == "/settings/profile/"
    other = Client()
    assert other.post("/account/login/", fields | {"next": "https://evil.example/"}).url == "/"


def test_log_in_answers_alike_for_known_and_unknown_addresses(nora):
    known = log_in(Client(), nora.email, "wrong password")
    unknown = log_in(Client(), "nobody@example.org", "wrong password")
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert without_the_person(known.content.decode(), nora.email) == without_the_person(
        unknown.content.decode(), "nobody@example.org"
    )


def test_many_wrong_passwords_are_slowed_down(nora, client):
    for _time in range(12):
        page = log_in(client, nora.email, "wrong password")
    assert "many tries" in page.content.decode()
    assert log_in(Client(), nora.email).status_code == 200


def test_log_in_by_a_mailed_code(nora, client):
    response = client.post("/account/login/code/", {"email": nora.email})
    assert response.url == "/account/login/code/confirm/"
    (sent,) = mail.outbox
    assert sent.to == [nora.email]
    code = re.search(r"^[A-Z0-9-]{6,}$", sent.body, re.MULTILINE)[0]
    page = client.post("/account/login/code/confirm/", {"code": "WRONG1"})
    assert "This is not the code we sent" in page.content.decode()
    assert not is_in(client)
    assert client.post("/account/login/code/confirm/", {"code": code}).url == "/"
    assert is_in(client)


def test_a_code_for_an_unknown_address_looks_the_same_and_mails_nothing(nora):
    known, unknown = Client(), Client()
    answers = [known.post("/account/login/code/", {"email": nora.email})]
    answers.append(unknown.post("/account/login/code/", {"email": "nobody@example.org"}))
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    pages = [one.get("/account/login/code/confirm/").content.decode() for one in (known, unknown)]
    assert without_the_person(pages[0], nora.email) == without_the_person(pages[1], "nobody@example.org")
    assert [sent.to for sent in mail.outbox] == [[nora.email]]


def test_the_mail_server_being_down_changes_no_page(nora, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert client.post("/account/login/code/", {"email": nora.email}).url == "/account/login/code/confirm/"


def test_logging_out_takes_a_press(nora, client):
    client.force_login(nora)
    page = client.get("/account/logout/")
    assert page.status_code == 200
    assert is_in(client)
    assert client.post("/account/logout/").status_code == 302
    assert not is_in(client)


def test_who_logs_out_reads_on_in_the_same_language(nora, client):
    nora.language = "fi"
    nora.save()
    client.force_login(nora)
    client.post("/account/logout/", HTTP_ACCEPT_LANGUAGE="nb")
    assert client.get("/account/login/", HTTP_ACCEPT_LANGUAGE="nb")["Content-Language"] == "fi"


def test_reset_links_come_from_site_url_whatever_the_host_says(nora, client, any_host):
    response = client.post("/account/password/reset/", {"email": nora.email}, **EVIL)
    assert response.status_code == 302
    (sent,) = mail.outbox
    html = sent.alternatives[0].content
    (link,) = re.findall(r"https?://\S+", sent.body)
    assert link.startswith("https://enmil.example/account/password/reset/key/")
    assert link in html
    assert "evil.example" not in sent.subject + sent.body + html


def test_code_mails_carry_no_host(nora, client, any_host):
    client.post("/account/login/code/", {"email": nora.email}, **EVIL)
    (sent,) = mail.outbox
    assert "evil.example" not in sent.subject + sent.body + sent.alternatives[0].content


def test_a_new_password_by_the_mailed_link_once(nora, client):
    client.post("/account/password/reset/", {"email": nora.email})
    path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    form_path = client.get(path).url
    new = {"password1": "en mil till och en till", "password2": "en mil till och en till"}
    differing = client.post(form_path, new | {"password2": "något helt annat"})
    assert "The two passwords differ." in differing.content.decode()
    assert client.post(form_path, new).url == "/account/password/reset/key/done/"
    nora.refresh_from_db()
    assert nora.check_password(new["password1"])
    again = Client().get(path)
    assert "This link has been used" in again.content.decode()


def test_a_reset_for_an_unknown_address_looks_the_same_and_mails_nothing(nora):
    answers = [Client().post("/account/password/reset/", {"email": who}) for who in (nora.email, "no@example.org")]
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert [sent.to for sent in mail.outbox] == [[nora.email]]


def test_changing_the_password_leads_back_to_the_profile(nora, client):
    client.force_login(nora)
    new = "en mil till och en till"
    fields = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    wrong = client.post("/account/password/change/", fields | {"oldpassword": "wrong"})
    assert "This is not your password now." in wrong.content.decode()
    assert client.post("/account/password/change/", fields).url == "/settings/profile/"
    assert is_in(client)


def test_sign_up_is_closed_to_looking_and_posting(nora, client, django_user_model):
    fields = {"email": "mallory@example.org", "password1": "en mil i andras skor"}
    for answer in (client.get("/account/signup/"), client.post("/account/signup/", fields)):
        assert answer.status_code == 200
        assert "Colleagues let each other in here" in answer.content.decode()
    assert django_user_model.objects.count() == 1


@pytest.mark.parametrize("language", ["sv", "da", "nb", "fi", "en"])
def test_the_log_in_page_speaks_the_browsers_language(nora, client, language):
    page = client.get("/account/login/", HTTP_ACCEPT_LANGUAGE=language)
    assert f'<html lang="{language}">' in page.content.decode()
    assert page["Content-Language"] == language


ANONYMOUS_PAGES = (
    "login/",
    "login/code/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-nonsense/",
    "password/reset/key/done/",
    "signup/",
    "inactive/",
)


@pytest.mark.parametrize("path", ANONYMOUS_PAGES)
def test_every_page_at_the_door_is_ours(nora, client, path):
    page = client.get(f"/account/{path}")
    assert page.status_code == 200
    assert [template.name for template in page.templates if template.name == "base_plain.html"] == ["base_plain.html"]


@pytest.mark.parametrize("path", ["logout/", "password/change/", "reauthenticate/"])
def test_pages_behind_the_door_are_ours_and_closed_to_visitors(nora, client, path):
    assert client.get(f"/account/{path}").url.startswith("/account/login/")
    client.force_login(nora)
    page = client.get(f"/account/{path}")
    assert page.status_code == 200
    assert "base_plain.html" in [template.name for template in page.templates]


def test_somebody_without_a_password_sets_one(nora, client):
    nora.set_unusable_password()
    nora.save()
    client.force_login(nora)
    assert client.get("/account/password/change/").url == "/account/password/set/"
    new = {"password1": "en mil till och en till", "password2": "en mil till och en till"}
    assert client.post("/account/password/set/", new).url == "/settings/profile/"


def test_reset_links_are_blotted_out_of_the_log():
    record = logging.makeLogRecord({"msg": "Gone: %s", "args": ("/account/password/reset/key/1-c9x3k2-abcdef0123/",)})
    assert HideTokens().filter(record)
    assert record.getMessage() == "Gone: /account/password/reset/key/[token]/"


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/surveys/7/", "/surveys/7/"),
        ("http://evil.example/surveys/7/", "/"),
        ("", "/"),
        ("nonsense", "/"),
    ],
)
def test_a_form_sent_after_the_log_in_ended_leads_back_to_its_page(client, db, came_from, leads_to):
    answer = client.post("/surveys/7/publication/", headers={"referer": came_from})
    assert answer.url == f"/account/login/?next={leads_to}"

"""Stopping: a page that records nothing when looked at, one press, and the mail program's own button."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from common import clock, throttling
from invitations.customers import importing
from invitations.mailings import sending
from invitations.models import EmailDelivery, Suppression
from invitations.stopping import suppressing
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def invitation(survey, carl):
    return cast.invitation(survey, carl)


@pytest.fixture
def path(invitation):
    return f"/stop/{invitation.stop_token}/"


@pytest.fixture
def mail_program():
    return Client(enforce_csrf_checks=True)


def is_stopped(carl) -> bool:
    return suppressing.is_suppressed(carl.organisation, carl.email)


def test_looking_records_nothing_and_sets_no_cookie(path, client):
    for page in (client.get(path), client.head(path), client.get(path)):
        assert page.status_code == 200
        assert page.cookies == {}
        assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
        assert "Cookie" not in page.get("Vary", "")
    assert Suppression.objects.count() == 0


def test_whoever_wonders_can_ask_a_person_and_whether_it_is_really_from_us(path, client, survey):
    for page in (client.get(path), client.post(path, {"choice": "all"})):
        html = page.content.decode()
        assert html.count(f'href="mailto:{survey.contact_email}"') == 1
        assert re.search(r'<a href="/[^"]+\?language=sv" rel="nofollow">', html)


def test_one_press_is_enough(path, mail_program, carl):
    page = mail_program.post(path, {"choice": "all"})
    assert (page.status_code, page.cookies, is_stopped(carl)) == (200, {}, True)
    assert mail_program.post(path, {"choice": "all"}).status_code == 200
    assert Suppression.objects.get().until is None


def test_the_mail_programs_own_button(path, mail_program, carl):
    page = mail_program.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded", secure=False
    )
    assert (page.status_code, page.cookies, is_stopped(carl)) == (200, {}, True)


def test_not_for_six_months(path, mail_program, carl):
    mail_program.post(path, {"choice": "half_year"})
    until = Suppression.objects.get().until
    assert 182 <= (until - carl.created_at).days <= 184
    mail_program.post(path, {"choice": "all"})
    assert Suppression.objects.get().until is None
    mail_program.post(path, {"choice": "half_year"})
    assert Suppression.objects.get().until is None  # a longer stop is never made shorter


@pytest.mark.parametrize(
    ("choice", "heading"), [("all", "You will get no more questions"), ("half_year", "No questions for six months")]
)
def test_the_heading_says_for_how_long_and_the_other_languages_are_there(path, mail_program, choice, heading):
    page = mail_program.post(f"{path}?language=en", {"choice": choice}).text
    assert (f"<h1>{heading}</h1>" in page, f"<title>{heading} " in page) == (True, True)
    assert [f'href="?language={code}"' in page for code in ("sv", "da", "nb", "fi")] == [True] * 4


@pytest.mark.parametrize("stray", [").", "x", "x/y", "%3E", "/"])
def test_something_stuck_to_the_link_leads_to_the_link_and_stops_nothing(
    path, client, stray, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = client.get(f"{path}{stray}?language=fi")
    assert (answer.status_code, answer.url, answer.cookies) == (302, f"{path}?language=fi", {})
    assert (answer["Referrer-Policy"], Suppression.objects.count()) == ("no-referrer", 0)


ALREADY = "You have stopped these mails already"


@pytest.mark.parametrize(
    ("choice", "said", "buttons"),
    [
        ("all", "will not send you questions again.", {"by-mistake"}),
        ("half_year", "will ask you nothing before 26 May 2027.", {"by-mistake", "stop-all"}),
    ],
)
def test_the_link_knows_later_that_it_has_stopped(path, mail_program, choice, said, buttons):
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    with clock.at(moment):
        assert ALREADY not in mail_program.get(f"{path}?language=en").text
        mail_program.post(path, {"choice": choice})
        page = page_of(mail_program, path)
    assert (ALREADY in page, said in page, buttons_on(page)) == (True, True, buttons)
    with clock.at(moment + timedelta(days=1)):
        page = page_of(mail_program, path)
    assert (ALREADY in page, said in page, buttons_on(page)) == (True, True, buttons - {"by-mistake"})
    assert 'href="mailto:maria@example.org"' in page


def test_a_rest_that_is_over_and_a_colleagues_stop_are_not_the_customers_own(path, mail_program, carl, hotel):
    with clock.at(datetime(2026, 1, 1, 12, tzinfo=UTC)):
        mail_program.post(path, {"choice": "half_year"})
    suppressing.suppress(hotel, carl.email, reason=Suppression.Reason.OTHER)
    assert ALREADY not in mail_program.get(f"{path}?language=en").text


def page_of(client, path: str) -> str:
    return client.get(f"{path}?language=en").text.replace("\N{NO-BREAK SPACE}", " ")


def buttons_on(page: str) -> set[str]:
    return set(re.findall(r'<button[^>]* id="([\w-]+)"', page))


def test_no_address_is_kept_and_the_stop_outlives_it(path, mail_program, carl, hotel, survey, maria):
    mail_program.post(path)
    row = Suppression.objects.get()
    assert "carl" not in repr(vars(row))
    carl.delete()
    importing.import_customers(hotel, "CARL@guest.example", unit=survey.unit, language="sv", by=maria)
    assert suppressing.is_suppressed(hotel, "carl@guest.example")


def test_a_stop_holds_for_one_organisation(path, mail_program, carl, library):
    mail_program.post(path)
    assert not suppressing.is_suppressed(library, carl.email)


def test_a_stop_without_a_customer_left_uses_the_address_of_the_mail(survey, carl, maria, mail_program, hotel):
    invitation = sending.invite(survey, [carl], by=maria).invitations.get()
    carl.delete()
    assert mail_program.post(f"/stop/{invitation.stop_token}/").status_code == 200
    assert suppressing.is_suppressed(hotel, "carl@guest.example")


def test_waiting_mails_are_stopped_when_the_worker_meets_them(survey, carl, maria, mail_program, work, by_mail):
    invitation = sending.invite(survey, [carl], by=maria).invitations.get()
    mail_program.post(f"/stop/{invitation.stop_token}/")
    work()
    assert EmailDelivery.objects.get().state == "stopped"


def test_the_page_speaks_the_customers_language_and_offers_the_others(path, client):
    page = client.get(path, headers={"accept-language": "fi"})
    assert '<html lang="sv">' in page.text
    for code in ("da", "nb", "fi", "en"):
        assert f'<html lang="{code}">' in client.get(path, {"language": code}).text
        assert f'href="?language={code}" lang="{code}"' in page.text


def test_a_closed_survey_can_still_be_stopped(survey, path, mail_program, carl):
    survey.closed_at = carl.created_at
    survey.save()
    assert (mail_program.post(path).status_code, is_stopped(carl)) == (200, True)


@pytest.mark.parametrize("token", ["x", "a" * 32, "å" * 32, "%00", "a" * 500])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_wrong_link_gets_the_same_page(client, token, method, path):
    page = getattr(client, method)(f"/stop/{token}/", headers={"accept-language": "sv"})
    other = client.get("/stop/another/", headers={"accept-language": "sv"})
    assert (page.status_code, page.cookies) == (404, {})
    assert without_nonce(page) == without_nonce(other)
    assert Suppression.objects.count() == 0


def without_nonce(page) -> str:
    return re.sub(r'nonce="[^"]*"', "", page.text)


def test_a_link_to_answer_does_not_stop(invitation, client):
    assert client.post(f"/stop/{invitation.token}/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("da-DK,en", "da"), ("no", "nb"), ("nn-NO", "nb"), ("de,fi;q=0.5", "fi"), ("xx", "en"), ("", "en")],
)
def test_a_wrong_link_speaks_the_browsers_language(client, asked, spoken):
    assert f'<html lang="{spoken}">' in client.get("/stop/wrong/", headers={"accept-language": asked}).text


def test_only_failures_are_counted(client, path):
    for _try in range(throttling.MAX_FAILURES):
        assert client.get("/stop/wrong/").status_code == 404
    page = client.get("/stop/wrong/")
    assert (page.status_code, page["Retry-After"], page.cookies) == (429, "600", {})
    assert client.get(path).status_code == 200  # the rest of the hospital goes on

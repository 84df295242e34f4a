"""Is this mail really from us? Anybody may look and check; nothing is recorded, and nothing is told of anybody."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from common import clock, throttling
from invitations.mailings import sending
from invitations.models import Invitation, Mailing, PublicLink
from tests import cast
from tests.asserting import rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def asked(survey, carl, maria):
    sending.invite(survey, [carl], by=maria, from_name="Fjällets gäster")
    return Invitation.objects.get()


@pytest.fixture
def page(client, hotel):
    return lambda language="en": client.get(f"/asks/{hotel.asks_key}/?language={language}")


@pytest.fixture
def check(client, hotel):
    """What the page says of something pasted: True, False, or None where there is nothing to check."""

    def pasted(words):
        answer = client.post(f"/asks/{hotel.asks_key}/?language=en", {"pasted": words})
        verdict = answer.context["verdict"]
        return verdict.is_ours if verdict else None

    return pasted


def test_it_says_who_asks_and_how_our_mails_are_known(page, asked, settings):
    words = page().text
    for told in ("Your night with us", "Fjällets gäster", "Maria", "enmil@localhost", f"{settings.SITE_URL}/"):
        assert told in words
    assert "We never ask for a password, a card number or money." in words
    assert 'content="noindex, nofollow"' in words


def test_it_tells_nothing_of_whom_was_asked(page, asked, carl):
    words = page().text
    for secret in (carl.email, carl.name, asked.token, asked.stop_token, str(asked.uuid)):
        assert secret not in words


def test_what_is_planned_old_or_anothers_is_not_shown(page, asked, library, olga, survey):
    now = clock.now()
    Mailing.objects.update(created_at=now - timedelta(days=61))
    other = cast.published_survey(library, name="Other")
    sending.invite(other, [cast.customer(library, "dora@reader.example")], by=olga, from_name="Biblioteket")
    letter = {"reply_to_name": "Maria", "reply_to_email": "maria@example.org", "created_at": now}
    Mailing.objects.create(
        organisation=survey.organisation,
        survey=survey,
        from_name="Nästa år",
        state="scheduled",
        scheduled_at=now,
        **letter,
    )
    answer = page()
    assert answer.context["asked"] == []
    assert "Biblioteket" not in answer.text
    assert "Nästa år" not in answer.text
    assert (answer.context["contact_name"], answer.context["contact_email"]) == ("Maria", "maria@example.org")


@pytest.mark.parametrize("language", ["sv", "da", "nb", "fi", "en"])
def test_it_speaks_five_languages_and_stays_in_the_one_that_was_chosen(client, hotel, asked, language):
    for answer in (
        client.get(f"/asks/{hotel.asks_key}/", headers={"accept-language": language}),
        client.post(f"/asks/{hotel.asks_key}/?language={language}", {"pasted": "x"}),
    ):
        assert f'<html lang="{language}">' in answer.text
        assert answer.text.count('hreflang="') == 5
        assert f'action="?language={language}"' in answer.text


def test_links_of_ours_are_known(check, asked, survey, hotel, settings):
    public = PublicLink.objects.create(organisation=hotel, survey=survey, unit=survey.unit, created_at=clock.now())
    for link in (
        asked.link,
        asked.stop_link,
        f"{asked.link}?a=yes",
        f"  <{asked.link}>, ",
        f"Svara här: {asked.link}.",
        asked.link.removeprefix("http://"),
        f"{settings.SITE_URL}/a/{public.token}/",
        f"{settings.SITE_URL}/asks/{hotel.asks_key}/",
        f"{settings.SITE_URL}/c/",  # printed on letters
    ):
        assert check(link) is True, link


def test_links_that_only_look_like_ours_are_not(check, asked, settings, library, olga):
    path = f"/a/{asked.token}/"
    place = settings.SITE_URL.removeprefix("http://")
    theirs = cast.invitation(cast.published_survey(library), cast.customer(library, "dora@reader.example"))
    for link in (
        f"http://evil.example{path}",
        f"{settings.SITE_URL}.evil.example{path}",
        f"http://{place}@evil.example{path}",
        f"http://evil.example@{place}{path}",
        f"http://evil.example\\@{place}{path}",
        f"https://{place}{path}",  # our mails do not say https here
        f"http://127.0.0.1:9999{path}",
        f"http://[::1{path}",
        f"http://127.0.0.1:port{path}",
        f"{settings.SITE_URL}/a/{'x' * 32}/",
        f"{settings.SITE_URL}/",
        f"{settings.SITE_URL}/settings/",
        f"{asked.link} http://evil.example/",
        theirs.link,
        f"{settings.SITE_URL}/asks/{library.asks_key}/",
        f"{settings.SITE_URL}/a/%00/",
        "http://\x00evil.example/",
    ):
        assert check(link) is False, link


def test_addresses_of_ours_are_known_and_others_are_not(check, asked):
    assert check("enmil@localhost") is True
    assert check("Fjällets gäster <ENMIL@localhost>") is True
    assert check("maria@example.org") is True  # who reads the replies
    assert check("maria@example.org.evil.example") is False
    assert check('"enmil@localhost" <thief@evil.example>') is False
    assert check("carl@guest.example") is False  # a customer is nobody's business


def test_what_is_neither_link_nor_address_is_asked_for_again_and_kept(client, hotel, asked):
    answer = client.post(f"/asks/{hotel.asks_key}/?language=en", {"pasted": "hello <b>"})
    assert answer.status_code == 422
    assert "There is no link and no address in it yet." in answer.text
    assert 'value="hello &lt;b&gt;"' in answer.text
    assert client.post(f"/asks/{hotel.asks_key}/").status_code == 422


def test_an_unknown_page_is_as_any_unknown_link(client, hotel):
    wrong, unknown = client.get("/asks/nothing/?language=en"), client.get("/a/nothing/?language=en")
    same = [re.sub(r'nonce="[^"]*"', "", answer.text) for answer in (wrong, unknown)]
    assert (wrong.status_code, same[0]) == (404, same[1])
    odd = [f"/asks/{key}/" for key in ("%00", "%ff", "x" * 5000, f"{hotel.asks_key}%00", hotel.asks_key.upper() + "Z")]
    assert [client.get(url).status_code for url in odd] == [404] * 5
    hotel.asks_key = ""
    hotel.save()
    assert client.get("/asks//").status_code == 404


def test_nothing_is_stored_and_no_cookie_set(hotel, asked):
    before, events = rows_of(hotel), AuditEvent.objects.count()
    client = Client(enforce_csrf_checks=True)
    url = f"/asks/{hotel.asks_key}/"
    for answer in (client.get(url), client.head(url), client.post(url, {"pasted": asked.link})):
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    assert rows_of(hotel) == before
    assert AuditEvent.objects.count() == events


def test_only_failures_are_counted_and_too_many_are_refused(client, hotel, asked, monkeypatch):
    monkeypatch.setattr(throttling, "MAX_FAILURES", 2)
    url = f"/asks/{hotel.asks_key}/"

    def status(words):
        return client.post(url, {"pasted": words}).status_code

    assert [status(asked.link) for _again in range(4)] == [200] * 4
    assert [status("http://evil.example/") for _again in range(3)] == [200, 200, 429]
    assert (status(asked.link), client.get(url).status_code) == (429, 200)


def test_many_mailings_cost_no_more_queries(page, asked, hotel, maria):
    def statements():
        with CaptureQueriesContext(connection) as asked_for:
            page()
        return len(asked_for)

    with_one = statements()
    for number in range(5):
        guest = cast.customer(hotel, f"guest{number}@guest.example")
        sending.invite(cast.published_survey(hotel, name=f"S{number}"), [guest], by=maria, from_name=f"Name {number}")
    assert len(page().context["asked"]) == 6
    assert statements() == with_one

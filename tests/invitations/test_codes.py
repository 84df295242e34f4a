"""The short code beside a QR code: how it is made, how it is read, and the page where it is typed."""

import gzip

import pytest
from django.db import IntegrityError, transaction

from accounts import arranging_units
from common import clock, throttling
from invitations.models import PublicLink
from invitations.ways_in import links, typed_codes
from surveys.models import Survey
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def link(survey, maria) -> PublicLink:
    return links.public_link(survey, survey.unit, by=maria)


def test_a_code_has_signs_that_nobody_mistakes_and_no_vowels():
    signs = set("".join(typed_codes.new_code() for _code in range(200)))
    assert signs <= set(typed_codes.ALPHABET)
    assert not set(typed_codes.ALPHABET) & set("01OILAEIOUYÅÄÖÆØZSBGQ")
    assert len(typed_codes.new_code()) <= 10


def test_no_sign_is_read_as_another():
    assert typed_codes.read(typed_codes.ALPHABET) == typed_codes.ALPHABET


@pytest.mark.parametrize(
    "typed",
    [
        "CDFH-2345",
        "cdfh2345",
        " c d f h  2 3 4 5 ",
        "CDFH–2345",
        "CDFH_2345",
        "c0fhz3a5",
        "CQFH.ZE4S",
        "ＣＤＦＨ２３４５",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert typed_codes.read(typed) == "CDFH2345"


def test_a_code_is_made_once(link):
    first = typed_codes.give(link)
    assert (typed_codes.give(link), typed_codes.give(PublicLink.objects.get())) == (first, first)
    assert PublicLink.objects.get().code == first


def test_a_code_that_is_taken_is_drawn_again(link, survey, agnes, monkeypatch):
    drawn = iter([link.code, link.code, "CDFH2345"])
    monkeypatch.setattr(typed_codes, "new_code", lambda: next(drawn))
    house = arranging_units.add(parent=survey.unit, name="Huset", by=agnes)
    assert links.public_link(survey, house, by=agnes).code == "CDFH2345"


def test_drawing_comes_to_an_end(link, survey, agnes, monkeypatch):
    monkeypatch.setattr(typed_codes, "new_code", lambda: link.code)
    house = arranging_units.add(parent=survey.unit, name="Huset", by=agnes)
    with pytest.raises(typed_codes.NoCodeLeft):
        links.public_link(survey, house, by=agnes)


def test_two_links_never_share_a_code(link, survey, agnes):
    house = arranging_units.add(parent=survey.unit, name="Huset", by=agnes)
    other = links.public_link(survey, house, by=agnes)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicLink.objects.filter(pk=other.pk).update(code=link.code)


def test_an_older_link_gets_its_code_by_a_press(logged_in, maria, link):
    PublicLink.objects.update(code=None)
    desk, page = logged_in(maria), f"/public-links/{link.pk}/"
    assert "Make a short code" in desk.get(page).text
    assert "has no short code yet" in desk.get(f"{page}letter/").text
    assert desk.post(f"{page}code/")["Location"] == page
    code = PublicLink.objects.get().code
    desk.post(f"{page}code/")
    assert PublicLink.objects.get().code == code
    assert typed_codes.shown(code) in desk.get(page).text


def test_a_typed_code_leads_to_the_survey(client, link):
    answer = client.post("/c/", {"code": typed_codes.shown(link.code).lower()})
    assert (answer.status_code, answer["Location"]) == (303, f"/a/{link.token}/")
    assert client.get(answer["Location"]).status_code == 200


def test_a_language_that_was_chosen_comes_along(client, link):
    page = client.get("/c/", {"language": "fi"})
    assert '<html lang="fi">' in page.text
    assert 'name="language" value="fi"' in page.text
    answer = client.post("/c/", {"code": link.code, "language": "fi"})
    assert answer["Location"] == f"/a/{link.token}/?language=fi"


def test_the_page_speaks_five_languages_and_the_browsers_first(client):
    page = client.get("/c/", headers={"Accept-Language": "da-DK,da;q=0.9"})
    assert '<html lang="da">' in page.text
    assert page.text.count("hreflang=") == 5


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Please type the code"), ("  -- ", "Please type the code"), ("CDFH-2345", "We do not know this code")],
)
def test_a_wrong_code_gets_kind_words_and_stays_typed(client, link, typed, said):
    page = client.post("/c/", {"code": typed}, headers={"Accept-Language": "en"})
    assert page.status_code == 422
    assert said in page.text
    assert f'value="{typed if said.startswith("We") else ""}"' in page.text


@pytest.mark.parametrize("typed", ["\0", "'; DROP TABLE", "ÅÄÖ", "💥" * 50, "A" * 5000, "%", "\ud800"])
def test_odd_codes_are_unknown_codes(client, link, typed):
    body = f"code={typed}".encode("utf-8", "surrogatepass")
    answer = client.post("/c/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


def test_a_code_of_an_ended_link_or_a_closed_survey_says_so_kindly(client, link, maria):
    links.end_public_link(link, by=maria)
    ended = client.post("/c/", {"code": link.code}, follow=True, headers={"Accept-Language": "en"})
    assert (ended.status_code, "This link is no longer used" in ended.text) == (410, True)
    PublicLink.objects.update(ended_at=None)
    Survey.objects.update(closed_at=clock.now())
    closed = client.post("/c/", {"code": link.code}, follow=True, headers={"Accept-Language": "en"})
    assert (closed.status_code, "This survey is closed" in closed.text) == (410, True)


def test_guessing_is_slowed_down_and_typing_right_is_not(client, link):
    for _right in range(throttling.MAX_FAILURES + 5):
        assert client.post("/c/", {"code": link.code}).status_code == 303
    for number in range(throttling.MAX_FAILURES):
        assert client.post("/c/", {"code": f"CDFH{number:04}"}).status_code == 422
    assert client.post("/c/", {"code": "CDFH2345"}).status_code == 429
    assert client.post("/c/", {"code": link.code}).status_code == 429  # else a right guess would be told apart
    elsewhere = client.post("/c/", {"code": link.code}, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 303


def test_the_page_is_small_and_keeps_nothing(client):
    page = client.get("/c/", headers={"Accept-Encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) <= 10 * 1024
    said = gzip.decompress(page.content).decode()
    assert [word for word in ("<script", '<link rel="stylesheet"', "src=") if word in said] == []
    assert (page["Cache-Control"], page["Referrer-Policy"], page["X-Frame-Options"]) == (
        "no-store",
        "no-referrer",
        "DENY",
    )
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page["Vary"]


def test_a_look_at_the_page_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/c/")
        client.head("/c/")


def test_no_code_opens_a_link_that_is_not_typed(client, survey, maria):
    for number, kind in enumerate((PublicLink.Kind.EMBED, PublicLink.Kind.PAPER, PublicLink.Kind.PHONE), start=2):
        link = links.public_link(survey, survey.unit, kind=kind, by=maria)
        PublicLink.objects.filter(pk=link.pk).update(code=f"CDFH234{number}")
        assert client.post("/c/", {"code": f"CDFH234{number}"}).status_code == 422


def test_somebody_elsewhere_sees_no_code(logged_in, olga, link):
    cast.person("Oscar")
    desk = logged_in(olga)
    assert desk.post(f"/public-links/{link.pk}/code/").status_code == 404
    assert desk.get(f"/public-links/{link.pk}/").status_code == 404

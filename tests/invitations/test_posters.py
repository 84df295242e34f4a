"""What is printed: the QR code, a poster, cards for the tables, a letter."""

import re

import pytest
import segno
from django.conf import settings

from invitations.models import PublicLink
from invitations.ways_in import kinds, links, qr_codes, sheets, typed_codes
from tests import cast

pytestmark = pytest.mark.django_db
SHEETS = ("poster", "cards", "letter")


@pytest.fixture
def link(survey, maria) -> PublicLink:
    return links.public_link(survey, survey.unit, by=maria)


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


def path_in(svg: str) -> str:
    """The dark modules of a code, which tell what it holds."""
    return re.search(r'stroke="#000"[^>]* d="([^"]+)"', svg)[1]


def holds(svg: str, text: str) -> bool:
    expected = segno.make(text, error="m", boost_error=False, micro=False).svg_inline(border=4, omitsize=True)
    return path_in(svg) == re.search(r' d="([^"]+)"', expected)[1]


def test_the_code_holds_the_link_with_a_language_only_if_chosen(desk, link):
    plain = desk.get(f"/public-links/{link.pk}/qr.svg")
    swedish = desk.get(f"/public-links/{link.pk}/qr.svg?language=sv")
    strange = desk.get(f"/public-links/{link.pk}/qr.svg?language=de")
    assert holds(plain.text, link.link)
    assert holds(swedish.text, f"{link.link}?language=sv")
    assert strange.content == plain.content


def test_the_code_has_room_around_it_and_survives_a_scratch(link):
    code = segno.make(qr_codes.address(link), error="m", boost_error=False, micro=False)
    assert code.error == "M"
    side = code.symbol_size(border=qr_codes.QUIET_ZONE)[0]
    assert (qr_codes.QUIET_ZONE, side) == (4, code.symbol_size(border=0)[0] + 8)
    drawn = qr_codes.drawn(link.link)
    assert f'viewBox="0 0 {side} {side}"' in drawn
    assert f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/>' in drawn
    assert [word for word in ("style=", "<script", "currentcolor") if word in drawn] == []


def test_the_code_is_a_file_with_a_name_of_its_own(desk, link):
    file = desk.get(f"/public-links/{link.pk}/qr.svg")
    assert (file["Content-Type"], file["Content-Disposition"]) == (
        "image/svg+xml",
        f'attachment; filename="qr-{link.pk}.svg"',
    )
    assert "<title>Din natt hos oss</title>" in file.text


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_says_who_asks_what_about_and_where_to_go(desk, link, sheet):
    page = desk.get(f"/public-links/{link.pk}/{sheet}/")
    typed_at = settings.SITE_URL.partition("://")[2] + "/c"
    assert page.status_code == 200
    for said in ("Din natt hos oss", "Fjällhotellet", typed_codes.shown(link.code), typed_at, 'lang="sv"'):
        assert said in page.text
    assert holds(page.text, link.link)
    assert re.search(rf'role="img" aria-label="[^"]*{link.link}', page.text)


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_speaks_the_language_that_was_chosen_and_its_code_does_too(desk, link, sheet):
    page = desk.get(f"/public-links/{link.pk}/{sheet}/?language=en")
    assert "Your night with us" in page.text
    assert "Din natt hos oss" not in page.text
    assert holds(page.text, f"{link.link}?language=en")
    strange = desk.get(f"/public-links/{link.pk}/{sheet}/?language=de")
    assert "Din natt hos oss" in strange.text


def test_a_poster_may_speak_two_languages_and_then_follows_the_phone(desk, link):
    page = desk.get(f"/public-links/{link.pk}/poster/?language=en&and=sv")
    assert page.text.index("Your night with us") < page.text.index("Din natt hos oss")
    assert holds(page.text, link.link)
    same = desk.get(f"/public-links/{link.pk}/poster/?language=en&and=en")
    assert holds(same.text, f"{link.link}?language=en")


def test_a_page_of_cards_has_four_of_which_one_is_read_aloud(desk, link):
    page = desk.get(f"/public-links/{link.pk}/cards/").text
    assert (page.count('class="card-cut"'), page.count('class="card-cut" aria-hidden="true"')) == (4, 3)
    assert (page.count("<h1"), page.count('role="img"')) == (1, 1)


def test_a_letter_names_a_person(desk, link):
    page = desk.get(f"/public-links/{link.pk}/letter/?language=en").text
    assert "With kind regards" in page
    assert "Maria" in page
    assert "maria@example.org" in page


def test_nothing_is_inserted_on_paper(hotel, maria):
    survey = cast.survey(hotel)
    draft = survey.draft
    draft.title = {"sv": "Hej {customer:first_name|där}!", "en": "Hello {customer:first_name|there}!"}
    draft.save()
    draft.published_at = survey.created_at
    draft.save()
    survey.published_version = draft
    survey.save()
    link = links.public_link(survey, survey.unit, by=maria)
    assert sheets.title_of(link, "en") == "Hello there!"


def test_the_words_are_neutral(desk, link):
    """We ask for help: no prize, no praise, nothing that steers the answer."""
    for sheet in SHEETS:
        page = desk.get(f"/public-links/{link.pk}/{sheet}/?language=en").text.lower()
        page = page[page.index("<main") :]
        assert [word for word in ("win", "prize", "reward", "love", "!", "rate us", "offer") if word in page] == []


def test_a_screen_is_set_up_by_code_and_has_no_poster(desk, survey, maria):
    kiosk = links.public_link(survey, survey.unit, kind=PublicLink.Kind.KIOSK, by=maria)
    page = desk.get(f"/public-links/{kiosk.pk}/").text
    assert "Set up the screen" in page
    assert typed_codes.shown(kiosk.code) in page
    assert "Ready to print" not in page


def test_somebody_elsewhere_prints_nothing(logged_in, olga, stefan, link):
    for end in ("", "qr.svg", *(f"{sheet}/" for sheet in SHEETS)):
        assert logged_in(olga).get(f"/public-links/{link.pk}/{end}").status_code == 404
        assert logged_in(stefan).get(f"/public-links/{link.pk}/{end}").status_code == 403


def test_every_kind_has_a_name():
    assert set(kinds.LABELS) == set(PublicLink.Kind)

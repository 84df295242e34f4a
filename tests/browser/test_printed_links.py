"""Poster, cards and letter come out of the printer as one A4 page each, also with long words and in two languages."""

import re

import pytest

from invitations.ways_in import links
from tests import cast

LONG = "Din övernattning på Fjällhotellet i Storlien: hur var den, från första hälsningen till sista farväl?"
A4_POINTS = (595, 842)


@pytest.fixture
def link(transactional_db, rung, hotel, maria):
    survey = cast.survey(hotel)
    version = survey.draft
    version.title = {"sv": LONG, "en": f"Your stay with us: {LONG}"[:100]}
    version.published_at = survey.created_at
    version.save()
    survey.published_version = version
    survey.save()
    return links.public_link(survey, survey.unit, by=maria)


@pytest.mark.parametrize("sheet", ["poster/", "poster/?language=sv&and=en", "cards/", "letter/?language=en"])
def test_a_sheet_is_one_page(look, link, maria, sheet):
    page = look(user=maria)
    assert page.goto(f"/public-links/{link.pk}/{sheet}").status == 200
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    sizes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", paper)
    assert {(round(float(wide)), round(float(high))) for wide, high in sizes} == {A4_POINTS}
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".paper-bar").is_visible()
    assert page.locator("main").evaluate("main => getComputedStyle(main).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")  # looked at as print in a window

"""Come from an answer in the mail: Send stands on the first screen, in every language, with text twice as big too."""

from django.conf import settings

from common import clock
from surveys import building
from tests import cast
from tests.browser.test_customer_page import FOUR_LINES, TWICE_AS_BIG, bottom


def two_questions_of(organisation, theme: str, *, by):
    """The first ones of a survey from the shelf, in five languages."""
    survey = building.start_from_library(organisation, theme, by=by)
    draft = survey.draft
    for question in draft.questions.all()[2:]:
        question.delete()
    draft.published_at = clock.now()
    draft.save()
    survey.published_version = draft
    survey.save()
    return survey


def test_send_stands_on_the_first_screen_in_every_language(look, hotel, carl, maria, rung):
    """Also where the browser's own bars take a fifth of the screen; with one more line to read, on the whole of it."""
    below = {}
    for theme, heights in (("hotel", (844, 664)), ("clinic", (844,))):
        link = f"/a/{cast.invitation(two_questions_of(hotel, theme, by=maria), carl).token}/"
        for height in heights:
            page = look(javascript=False, width=390)
            page.set_viewport_size({"width": 390, "height": height})
            for language in settings.LANGUAGES:
                page.goto(f"{link}?a=no&language={language[0]}")
                page.evaluate(TWICE_AS_BIG)
                page.locator(".chosen textarea").fill(FOUR_LINES)
                page.evaluate("scrollTo(0, 0)")  # typing may have moved the page
                below[theme, height, language[0]] = bottom(page, "#send-now") - height
    assert {where: excess for where, excess in below.items() if excess > 0} == {}
    assert len(below) == 15


def test_send_stands_on_the_first_screen_of_a_page_twice_as_big(look, hotel, carl, maria, rung):
    """A browser's own zoom: a telephone of 390 by 664 has room for 195 by 332 then."""
    link = f"/a/{cast.invitation(two_questions_of(hotel, 'hotel', by=maria), carl).token}/"
    page = look(javascript=False, width=195)
    page.set_viewport_size({"width": 195, "height": 332})
    below = {}
    for code, _name in settings.LANGUAGES:
        page.goto(f"{link}?a=no&language={code}")
        below[code] = bottom(page, "#send-now")
    assert {code: place for code, place in below.items() if place > 332} == {}
    assert len(below) == 5

"""The customer's page without a script: another language half-way, and Return in an answer sends."""

import re

from responses.models import Response
from tests import cast


def test_the_language_is_switched_half_way_and_return_sends(look, hotel, carl, rung):
    link = cast.invitation(cast.published_survey(hotel), carl)
    page = look(javascript=False, width=320, language="sv")
    page.goto(f"/a/{link.token}/")
    page.locator("textarea").last.fill("Fläkten tjöt.")
    page.locator("button[name=switch][value=en]").click()
    page.locator("html[lang=en]").wait_for()
    assert page.locator("textarea").last.input_value() == "Fläkten tjöt."
    page.locator("input[value=no]").press("Space")
    page.locator("input[value=no]").press("Enter")
    page.wait_for_url(re.compile(r"/thanks/\?language=en"))
    assert Response.objects.get().language == "en"


def test_enlarged_words_fit_a_narrow_screen_to_the_last_page(look, hotel, carl, rung):
    link = cast.invitation(cast.published_survey(hotel, languages=("fi", "en")), carl)
    page = look(width=320, language="fi")

    def excess() -> int:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    page.goto(f"/a/{link.token}/?language=fi")
    asked = excess()
    page.locator("textarea").last.fill("Hissi oli rikki.")
    page.click("#send")
    page.wait_for_url(re.compile(r"/thanks/"))
    assert (asked, excess(), page.locator("#change").inner_text()) == (0, 0, "Muuta vastauksiani")

"""The ten-minute walk: from an empty organisation to a published survey of three questions in Swedish and English."""

import re

import pytest

from surveys.models import Survey
from tests.browser.expecting import expect
from tests.browser.keyboard import Keys

WHY = "Vi vill veta hur natten var."
SWEDISH = ["Sov du gott?", "Hur blev du bemött?", "Var du utvilad när du åkte?"]
ENGLISH = ["Did you sleep well?", "How were you treated?", "Were you rested when you left?"]


@pytest.fixture
def at_this_address(settings, live_server):
    settings.SITE_URL = live_server.url


def published() -> Survey:
    """The one survey there is, held against what was written."""
    survey = Survey.objects.get()
    questions = list(survey.published_version.questions.select_related("touchpoint"))
    assert survey.state == "open" and survey.published_version.languages == ["sv", "en"]
    assert [question.texts for question in questions] == [
        {"sv": swedish, "en": english} for swedish, english in zip(SWEDISH, ENGLISH, strict=True)
    ]
    assert [question.touchpoint.names.get("en") for question in questions] == [
        "The night",
        "The night",
        "The day after",
    ]
    assert questions[0].touchpoint.customer_need == {"en": "To rest"}
    assert survey.decision == "Which rooms get new mattresses."
    return survey


@pytest.mark.parametrize("width", [1280, 390])
def test_by_keyboard_alone(look, at_this_address, maria, rung, width):
    page = look(user=maria, width=width)
    keys = Keys(page)
    page.goto("/surveys/")
    keys.press("^Blank$")
    page.wait_for_url("**/new/?start=blank")
    keys.reach("Customers can also read it in|^English$").press("^English$", "Space").press("Start building")
    page.wait_for_url("**/build/**")

    keys.reach("^Moment$").write("The night").reach("What does the customer need").write("To rest")
    keys.press("^Yes or no")
    expect(page.locator("[data-key]")).to_have_count(1)
    keys.reach("^Question$").write(SWEDISH[0])
    keys.reach("If the answer is no, we will").write("Look at the room the same day")
    keys.press("^Own words")
    expect(page.locator("[data-key]")).to_have_count(2)
    keys.reach("^Question$").write(SWEDISH[1])
    keys.reach("If it went badly, we will").write("Read it together on Monday")
    keys.reach("The night$")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    keys.reach("^Moment$").write("The day after")
    keys.reach("^When: Use$")
    page.keyboard.press("ArrowRight")
    keys.press("^Yes or no")
    expect(page.locator("[data-key]")).to_have_count(3)
    keys.reach("^Question$").write(SWEDISH[2])
    keys.reach("If the answer is no, we will").write("Call them within two days")
    keys.reach("Why you ask", key="Shift+Tab").write(WHY)
    keys.reach("^English$", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#language-tab-en")).to_have_attribute("aria-current", "true")
    assert keys.focused() == "English"

    keys.reach("Why you ask").write("We want to know how your night was.")
    for number, words in enumerate(ENGLISH):
        keys.reach("^Question$").write(words)
        if number < 2:
            page.keyboard.press("Tab")
    keys.press("Check and publish")
    page.wait_for_url("**/publication/")

    keys.press("Walk the mile")
    page.wait_for_url("**/preview/**")
    keys.reach("Ja|Yes")
    page.keyboard.press("Space")
    keys.press("^(Skicka|Send)$")
    page.locator("#go-on").wait_for()
    keys.press("Go on")
    page.wait_for_url("**/publication/**")
    keys.reach("decision").write("Which rooms get new mattresses.")
    keys.press("^Publish$")
    page.wait_for_url(re.compile(r"/surveys/\d+/$"))
    published()


def test_without_a_script_on_a_phone(look, at_this_address, maria, rung):
    page = look(user=maria, width=390, javascript=False)

    def button(name):
        return page.get_by_role("button", name=name, exact=True)

    page.goto("/surveys/")
    page.get_by_role("link", name="Blank").click()
    page.get_by_label("English", exact=True).check()
    button("Start building").click()

    page.get_by_label("Moment", exact=True).fill("The night")
    page.get_by_label("What does the customer need then?").fill("To rest")
    page.locator("#add-yes_no").click()
    page.get_by_label("Question", exact=True).fill(SWEDISH[0])
    page.locator("#add-open_text").click()
    page.get_by_label("Question", exact=True).nth(1).fill(SWEDISH[1])
    page.get_by_label("Another moment").check()
    page.get_by_label("Moment", exact=True).fill("The day after")
    page.locator("#add-yes_no").click()
    page.get_by_label("Question", exact=True).nth(2).fill(SWEDISH[2])
    page.get_by_label("Why you ask").fill(WHY)
    button("English").click()
    page.get_by_label("Why you ask").fill("We want to know how your night was.")
    for number, words in enumerate(ENGLISH):
        page.get_by_label("Question", exact=True).nth(number).fill(words)
    button("Check and publish").click()

    page.get_by_role("link", name="Walk the mile").first.click()
    phone = page.frame_locator("#preview-page")
    phone.locator("input[value=yes]").first.check(force=True)
    phone.locator("#send").click()
    phone.locator("h1").wait_for()
    page.get_by_role("link", name="Go on to publishing").click()
    page.locator("#id_decision").fill("Which rooms get new mattresses.")
    button("Publish").click()
    page.wait_for_url(re.compile(r"/surveys/\d+/$"))
    published()

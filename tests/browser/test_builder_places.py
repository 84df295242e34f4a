"""A press on the builder's page leaves the person where they were: the place on the page, and what stands open."""

import pytest

from surveys import building
from tests import cast
from tests.browser.expecting import expect

PLACE = 400
WIDTHS = pytest.mark.parametrize("width", [390, 1280])


@pytest.fixture
def survey(hotel, maria):
    survey = cast.survey(hotel)
    for number in range(3):
        building.add_question(survey.draft, kind="yes_no", texts={"sv": f"Fråga {number}?"}, by=maria)
    return survey


@pytest.fixture
def page(look, survey, maria, width):
    page = look(user=maria, width=width)
    page.goto(f"/surveys/{survey.pk}/build/")
    page.wait_for_load_state("networkidle")
    return page


def press(page, button: str) -> None:
    """With the mouse, where it is: a locator's click might scroll by itself."""
    box = page.locator(button).bounding_box()
    page.evaluate("document.getElementById('build').dataset.before = 'yes'")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#build[data-before]")).to_have_count(0)


def pressed(page, button: str) -> int:
    """The place on the page after a press of the mouse, once the form is drawn again and at rest."""
    page.evaluate("y => scrollTo(0, y)", PLACE)
    press(page, button)
    page.wait_for_load_state("networkidle")
    return page.evaluate("scrollY")


@WIDTHS
def test_a_press_in_the_bar_leaves_the_page_where_it_was(page, survey):
    first = survey.draft.questions.first().key.hex
    page.fill(f"#id_q-{first}-text", "Vilade du gott?")
    assert pressed(page, "#save") == PLACE
    assert pressed(page, "#undo") == PLACE
    assert pressed(page, "#redo") == PLACE


@WIDTHS
def test_removing_a_question_and_bringing_it_back_leaves_the_page_where_it_was(page, survey):
    second = survey.draft.questions.all()[1].key.hex
    page.locator(f"#q-{second}-ways").evaluate("one => { one.parentElement.open = true; }")
    page.locator(f"#q-{second}-remove").evaluate("one => one.scrollIntoView({ block: 'center' })")
    before = page.evaluate("scrollY")
    press(page, f"#q-{second}-remove")
    expect(page.locator("#undo-removal")).to_be_focused()
    assert page.evaluate("scrollY") == before
    press(page, "#undo-removal")
    expect(page.locator("[data-key]")).to_have_count(5)
    assert page.evaluate("scrollY") == before


@pytest.mark.parametrize("width", [1280])
def test_in_a_long_survey_what_was_opened_stays_open_after_a_save(page, survey, maria):
    for number in range(6):
        building.add_question(survey.draft, kind="yes_no", texts={"sv": f"Fråga {number}?"}, by=maria)
    page.reload()
    first, second = [question.key.hex for question in survey.draft.questions.all()[:2]]
    for key in (first, second):
        page.click(f"#q-{key}-open")
        expect(page.locator(f"#id_q-{key}-text")).to_be_focused()
    page.fill(f"#id_q-{first}-text", "Vilade du gott?")
    press(page, "#save")
    expect(page.locator(f"#id_q-{first}-text")).to_have_value("Vilade du gott?")
    expect(page.locator(f"#id_q-{second}-text")).to_be_visible()

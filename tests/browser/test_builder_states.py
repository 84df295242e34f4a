"""Every state of the builder a person can meet is kind to everybody: menus open, words refused, two writers, long."""

import pytest

from surveys import building, question_kinds, touchpoints
from tests import cast
from tests.browser.expecting import expect

SIZES = pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])


@pytest.fixture
def survey(hotel, maria):
    """One question of every kind but three, the last of them under a condition."""
    survey = cast.survey(hotel)
    touchpoints.named(hotel, {"en": "The night"})
    for kind in (question_kinds.SCALE, question_kinds.MULTIPLE_CHOICE, question_kinds.ONE_TIME, question_kinds.NPS):
        asked = building.add_question(survey.draft, kind=kind, by=maria, texts={"sv": f"Fråga: {kind}?"})
    first = survey.draft.questions.first()
    show_if = {"question": str(first.key), "operator": "is", "value": "no"}
    cast.change_question(asked, show_if=show_if, expected_revision=survey.draft.revision, by=maria)
    return survey


def looked_at(page, axe_violations) -> list:
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*axe_violations(page), *([f"{wider} px too wide"] if wider else [])]


@SIZES
def test_with_everything_open(look, axe_violations, survey, maria, width, dark):
    page = look(user=maria, width=width, dark=dark)
    page.goto(f"/surveys/{survey.pk}/build/?language=en")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = !one.closest('.sidebar'); })")
    page.locator("label.chip-new").click()
    assert looked_at(page, axe_violations) == []


@SIZES
def test_with_words_refused_and_words_in_conflict(look, axe_violations, survey, maria, agnes, width, dark):
    page = look(user=maria, width=width, dark=dark)
    page.goto(f"/surveys/{survey.pk}/build/")
    first, second = survey.draft.questions.all()[:2]
    cast.change_question(first, texts={"sv": "Agnes ord"}, expected_revision=survey.draft.revision, by=agnes)
    # The words in conflict first: a save of the others in between would bring Agnes' words before Maria writes.
    page.fill(f"#id_q-{first.key.hex}-text", "Marias ord")
    page.fill(f"#id_q-{second.key.hex}-text", "å" * 400)
    page.keyboard.press("Tab")
    expect(page.locator(".theirs-words:visible")).to_have_text("Agnes ord")
    page.locator(f"#id_q-{second.key.hex}-text_error").wait_for()
    assert looked_at(page, axe_violations) == []
    page.click("#save")
    expect(page.locator("#trouble")).to_be_visible()
    assert looked_at(page, axe_violations) == []
    assert page.evaluate("document.activeElement.id") == "trouble"


@SIZES
def test_after_a_removal_in_a_long_survey(look, axe_violations, survey, maria, width, dark):
    for number in range(6):
        building.add_question(survey.draft, kind="yes_no", texts={"sv": f"Fråga {number}"}, by=maria)
    page = look(user=maria, width=width, dark=dark)
    page.goto(f"/surveys/{survey.pk}/build/?check=1")
    key = survey.draft.questions.last().key.hex
    page.click(f"#q-{key}-open")
    page.click(f"#q-{key}-ways")
    assert looked_at(page, axe_violations) == []
    page.click(f"#q-{key}-remove")
    expect(page.locator("#undo-removal")).to_be_focused()
    assert looked_at(page, axe_violations) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_starting_with_a_mistake(look, axe_violations, hotel, maria, width):
    page = look(user=maria, width=width)
    page.goto("/surveys/new/?start=blank")
    page.click("#more-to-say")
    page.fill("#id_contact_email", "maria")
    page.click("#start-survey")
    page.locator(".error-summary").wait_for()
    assert looked_at(page, axe_violations) == []
    assert page.locator("#id_contact_email").is_visible()


def test_words_enlarged_on_a_narrow_phone_fit(look, survey, maria):
    page = look(user=maria, width=320)
    maria.language = "fi"
    maria.save()
    page.goto(f"/surveys/{survey.pk}/build/")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

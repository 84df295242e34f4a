"""The page before publishing in a real browser: kind to everybody in every state, by keyboard, and without script."""

import re

import pytest

from surveys import arranging, building, publishing
from tests import cast

DECISION = "What housekeeping changes in the rooms every Monday."


def full_of_problems(hotel, maria):
    survey = building.start_from_library(hotel, "hotel", by=maria, languages=["sv", "en"])
    for kind, text in (
        ("yes_no", "Was the room clean and the breakfast good?"),
        ("scale_0_10", "Which member of staff was rude?"),
        ("scale_1_5", "How satisfied are you?"),
    ):
        building.add_question(survey.draft, kind=kind, by=maria, texts={"en": text}, prompt={})
    return survey


def new_survey(hotel, maria):
    return cast.survey(hotel, decision="")


def changed(hotel, maria):
    """The next draft of a published survey, with a question reworded, one moved, one new and one gone."""
    survey = building.start_from_library(hotel, "hotel", by=maria, languages=["sv", "en"])
    arranging.change_settings(survey, by=maria, decision=DECISION)
    publishing.publish(cast.walk(survey).draft, by=maria)
    survey.refresh_from_db()
    draft = publishing.start_next_draft(survey, by=maria)
    first, second, third = draft.questions.all()
    first.texts = {"sv": "Sov du gott i natt?", "en": "Did you get a good night’s sleep? 🦔 שלום"}
    first.kind = "scale_1_5"
    first.save()
    building.move_question(third, to=0, by=maria)
    building.remove_question(second, by=maria)
    building.add_question(draft, kind="open_text", by=maria, texts={"sv": "Mer?", "en": "Anything else?"})
    return survey


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("missing", ["text", "no"])
def test_what_is_missing_is_on_the_screen_with_the_cursor_in_it(look, hotel, maria, width, missing):
    survey = cast.survey(hotel, languages=["sv", "en", "fi"])
    question = cast.question(survey.draft, "yes_no", {"sv": "Bra?", "en": "Good?"})
    if missing == "no":  # folded away, since it is empty
        question.texts["fi"] = "Hyvä?"
        question.prompt = {"neutral": dict.fromkeys(("sv", "en", "fi"), "?"), "no": {"sv": "Vad?", "en": "What?"}}
        question.save()
    page = look(user=maria, width=width)
    page.goto(f"/surveys/{survey.pk}/publication/")
    page.get_by_role("link", name="Question 3", exact=True).click()
    field = page.locator(f"#id_q-{question.key.hex}-{missing}")
    field.wait_for()
    page.wait_for_function("name => document.activeElement.id === name", arg=field.get_attribute("id"))
    assert (field.get_attribute("lang"), field.input_value()) == ("fi", "")
    box = field.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
@pytest.mark.parametrize("story", [new_survey, full_of_problems, changed])
def test_it_is_kind_to_everybody_in_every_state(look, axe_violations, hotel, maria, story, width, dark):
    survey = story(hotel, maria)
    page = look(user=maria, width=width, dark=dark)
    page.goto(f"/surveys/{survey.pk}/publication/")
    for summary in page.locator("main summary").all():
        summary.click()
    broken = axe_violations(page)
    page.click("#publish")
    page.get_by_text("Error: not published yet").wait_for()
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert broken + axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_a_first_survey_goes_out_without_script(look, hotel, maria):
    survey = new_survey(hotel, maria)
    page = look(user=maria, javascript=False, width=390)
    page.goto(f"/surveys/{survey.pk}/publication/")
    page.click("#next")
    page.click("#preview-alone")
    page.locator("input[value=yes]").first.check(force=True)
    page.click("#send")
    page.goto(f"/surveys/{survey.pk}/publication/")
    page.fill("#id_decision", DECISION)
    page.click("#publish")
    page.wait_for_url(re.compile(r"/surveys/\d+/$"))
    assert page.get_by_text("Published. The survey takes answers now.").count() == 1


def test_the_decision_is_written_and_published_by_keyboard(look, hotel, maria):
    survey = cast.walk(cast.survey(hotel, decision=""))
    page = look(user=maria)
    page.goto(f"/surveys/{survey.pk}/publication/")
    page.locator("#next").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_decision"
    page.keyboard.type(DECISION)
    tab_to(page, "publish")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/surveys/\d+/$"))
    survey.refresh_from_db()
    assert (survey.state, survey.decision) == ("open", DECISION)


def tab_to(page, wanted: str) -> None:
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {wanted}")

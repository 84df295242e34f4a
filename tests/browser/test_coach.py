"""The coach reads along in a real browser: notes come while typing, one press acts, and no focus or word is lost."""

import pytest

from surveys import building
from surveys.models import Question
from tests import cast

BARRELS = "Var rummet rent? Var frukosten god?"


@pytest.fixture
def asked(hotel, maria):
    draft = cast.survey(hotel).draft
    return building.add_question(draft, kind="yes_no", by=maria, texts={"sv": "Sov du gott?", "en": "Rested?"})


def texts_of(asked):
    return [row.texts.get("sv") for row in Question.objects.filter(version=asked.version).order_by("position")]


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
def test_notes_come_and_go_while_typing(look, axe_violations, asked, maria, width, dark):
    page = look(user=maria, width=width, dark=dark)
    page.goto(f"/surveys/{asked.version.survey_id}/build/")
    field, notes = page.locator(f"#id_q-{asked.key.hex}-text"), page.locator(f"#coach-{asked.key.hex} .coach-note")
    field.click()
    field.fill("")
    page.keyboard.type("Hur trevlig var vår personal?")
    notes.wait_for()
    assert "The wording leans towards one answer." in notes.inner_text()
    assert page.evaluate("document.activeElement.id") == f"id_q-{asked.key.hex}-text"
    page.locator(f"#coach-{asked.key.hex}-leading-keep-open").click()
    page.locator(f"#coach-{asked.key.hex}-leading-reason").fill("Vi frågar ändå.")
    assert axe_violations(page) == []
    field.press_sequentially(" Tack")
    page.wait_for_timeout(800)
    assert page.locator(f"#coach-{asked.key.hex}-leading-reason").input_value() == "Vi frågar ändå."
    field.fill("Hur blev du bemött?")
    notes.wait_for(state="detached")
    assert page.evaluate("document.activeElement.id") == f"id_q-{asked.key.hex}-text"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_press_splits_keeps_and_can_be_undone(look, asked, maria, javascript):
    page = look(user=maria, javascript=javascript)
    page.goto(f"/surveys/{asked.version.survey_id}/build/")
    page.locator(f"#id_q-{asked.key.hex}-text").fill(BARRELS)
    page.locator("#save").click()
    page.locator(f"#coach-{asked.key.hex}-double_barrelled-split").click()
    page.locator(".question-card").nth(3).wait_for()
    assert texts_of(asked)[2:] == ["Var rummet rent?", "Var frukosten god?"]
    page.locator("#undo").click()
    page.locator(".question-card").nth(3).wait_for(state="detached")
    assert texts_of(asked)[2:] == [BARRELS]
    page.locator(f"#coach-{asked.key.hex}-double_barrelled-keep-open").click()
    page.locator(f"#coach-{asked.key.hex}-double_barrelled-keep-yes").click()
    page.locator(f"#coach-{asked.key.hex}-kept-open").wait_for()
    asked.refresh_from_db()
    assert list(asked.kept_advice["sv"]) == ["double_barrelled"]


def test_a_reason_that_is_too_short_stays_to_be_finished(look, asked, maria):
    page = look(user=maria, javascript=False)
    page.goto(f"/surveys/{asked.version.survey_id}/build/")
    page.locator(f"#id_q-{asked.key.hex}-text").fill("Vilken medarbetare gjorde fel?")
    page.locator("#save").click()
    name = f"coach-{asked.key.hex}-staff_blame"
    page.locator(f"#{name}-keep-open").click()
    page.locator(f"#{name}-reason").fill("För att.")
    page.locator(f"#{name}-keep-yes").click()
    page.get_by_text("in at least 20 characters").first.wait_for()
    assert page.locator(f"#{name}-reason").input_value() == "För att."

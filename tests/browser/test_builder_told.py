"""What the builder says of the draft follows what is saved, and no field is touched for it."""

import re

import pytest

from tests import cast
from tests.browser.expecting import expect


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def page(look, survey, maria):
    page = look(user=maria)
    page.goto(f"/surveys/{survey.pk}/build/")
    return page


def wait_for_another(survey, maria, *, waits: int, on: int, answer: str = "no") -> None:
    questions = list(survey.draft.questions.all())
    show_if = {"question": str(questions[on].key), "operator": "is", "value": answer}
    cast.change_question(questions[waits], show_if=show_if, expected_revision=survey.draft.revision, by=maria)


def test_a_missing_text_leaves_the_list_when_it_is_written(page, survey):
    page.click("#add-yes_no")
    expect(page.locator("#checklist")).to_contain_text("Question 3")
    key = survey.draft.questions.last().key.hex
    page.keyboard.type("Var frukosten god?")
    page.fill(f"#id_q-{key}-neutral", "Berätta")
    expect(page.locator("#checklist li").filter(has_text="in Swedish")).to_have_count(0)
    expect(page.locator(f"#id_q-{key}-neutral")).to_be_focused()


def test_the_sentence_of_a_condition_and_the_names_in_lists_are_new(page, survey):
    first, second = survey.draft.questions.all()
    page.click(f"#q-{second.key.hex}-if")
    page.select_option(f"#id_q-{second.key.hex}-if_question", first.key.hex)
    page.locator(f"#id_q-{second.key.hex}-if_value").wait_for()
    page.select_option(f"#id_q-{second.key.hex}-if_value", "no")
    expect(page.locator(f"#q-{second.key.hex}-asked-only")).to_have_text("Asked only after “No” to question 1.")
    page.fill(f"#id_q-{first.key.hex}-text", "Vilade du gott?")
    offered = page.locator(f"#id_q-{second.key.hex}-if_question option[value='{first.key.hex}']")
    expect(offered).to_have_text("1. Vilade du gott?")
    page.click(f"#q-{second.key.hex}-insert")
    expect(page.locator(f"#q-{second.key.hex}-insert-1")).to_contain_text("Vilade du gott?")


def test_a_condition_that_leads_nowhere_after_a_move_is_told_at_its_question(page, survey, maria):
    wait_for_another(survey, maria, waits=1, on=0)
    page.reload()
    first, second = survey.draft.questions.all()
    problem = page.locator(f"#q-{second.key.hex}-problems .problem")
    expect(problem).to_have_count(0)
    page.focus(f"#id_q-{second.key.hex}-text")
    page.keyboard.press("Alt+ArrowUp")  # while writing: the form is not drawn again
    expect(problem).to_contain_text("a question that is asked later")
    expect(page.locator(f"#id_q-{second.key.hex}-text")).to_be_focused()
    expect(page.locator("#checklist li").first).to_have_class(re.compile("problem-blocks"))
    page.keyboard.press("Alt+ArrowDown")
    expect(problem).to_have_count(0)

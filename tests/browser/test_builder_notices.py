"""What the builder tells after a press stands where it belongs and in nobody's way."""

import pytest

from surveys import building
from tests import cast
from tests.browser.expecting import expect

WIDTHS = pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def open_builder(look, survey, maria):
    def open_page(**seen):
        page = look(**{"user": maria, **seen})
        page.goto(f"/surveys/{survey.pk}/build/")
        return page

    return open_page


def covered(page, one: str, other: str) -> bool:
    first, second = page.locator(one).bounding_box(), page.locator(other).bounding_box()
    return first["y"] + first["height"] > second["y"] and second["y"] + second["height"] > first["y"]


@WIDTHS
def test_a_reason_that_is_too_short_is_told_at_its_field(open_builder, axe_violations, survey, maria, width, dark):
    asked = building.add_question(survey.draft, kind="yes_no", by=maria, texts={"sv": "Vilken medarbetare gjorde fel?"})
    page = open_builder(width=width, dark=dark)
    note = f"#coach-{asked.key.hex}-staff_blame"
    page.click(f"{note}-keep-open")
    page.fill(f"{note}-reason", "Därför.")
    page.click(f"{note}-keep-yes")
    expect(page.locator(f"{note}-refused")).to_contain_text("at least 20 characters")
    expect(page.locator(f"{note}-reason")).to_be_focused()
    expect(page.locator(f"{note}-reason")).to_have_value("Därför.")
    expect(page.locator(f"{note}-reason")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"{note}-reason")).to_have_attribute(
        "aria-describedby", f"{note}-refused {note}-read".replace("#", "")
    )
    expect(page.locator("#messages .toast")).to_have_count(0)
    assert axe_violations(page) == []
    page.fill(f"{note}-reason", "Vi har frågat så i tio år och vill jämföra.")
    page.click(f"{note}-keep-yes")
    expect(page.locator(f"#coach-{asked.key.hex}-kept-open")).to_be_visible()
    expect(page.locator(f"{note}-refused")).to_have_count(0)


@WIDTHS
def test_a_message_is_seen_and_does_not_lie_over_the_bar(open_builder, survey, width, dark):
    page = open_builder(width=width, dark=dark)
    key = survey.draft.questions.first().key.hex
    page.click(f"#q-{key}-ways")
    page.click(f"#q-{key}-to-bank")
    expect(page.locator("#messages .toast")).to_contain_text("Kept in the question bank.")
    assert not covered(page, "#messages .toast", ".save-bar")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert not covered(page, "#messages .toast", ".save-bar")
    page.click(f"#q-{key}-ways")
    page.click(f"#q-{key}-remove")
    expect(page.locator(".just-done")).to_be_visible()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('toast', { detail: { words: 'Hm', tone: 'error' } }))")
    expect(page.locator("#messages .toast p")).to_have_text("Hm")  # the one about the bank has gone
    assert not covered(page, "#messages .toast", ".save-bar")


def test_what_we_will_do_grows_with_its_words_and_stays_one_paragraph(open_builder, survey):
    page = open_builder(width=390)
    promise = page.locator(f"#id_q-{survey.draft.questions.first().key.hex}-if_no_we_will")
    before = promise.bounding_box()["height"]
    promise.fill("Ring dem som inte sov gott inom två dagar och fråga vad som störde. " * 3)
    assert promise.bounding_box()["height"] > before * 2
    assert promise.evaluate("one => one.scrollHeight <= one.clientHeight")


def test_an_insertion_comes_last_where_nobody_has_put_the_cursor(open_builder, survey):
    page = open_builder()
    key = survey.draft.questions.first().key.hex
    page.click("#save")
    expect(page.locator("#said")).to_have_text("Saved.")
    page.click(f"#q-{key}-insert")
    page.click(f"#q-{key}-insert-name")
    expect(page.locator(f"#id_q-{key}-text")).to_have_value("Sov du gott?{customer:first_name|}")


def test_every_button_of_a_question_says_which_question(open_builder, survey):
    page = open_builder()
    names = page.evaluate("""() => [...document.querySelectorAll(".question-card-head :is(.button-icon)")]
        .map((one) => one.textContent.trim())""")
    assert names[:3] == ["Move question 1 up", "Move question 1 down", "More to do with question 1"]
    assert len(set(names)) == len(names) == 6


def test_only_the_chosen_language_looks_chosen_in_forced_colours(open_builder, survey):
    page = open_builder(forced_colors="active")
    colours = page.locator(".language-tabs button").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).borderBottomColor)"
    )
    behind = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert [colour == behind for colour in colours] == [False, True]

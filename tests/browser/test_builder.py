"""The builder in a real browser: saving along the way, undo, two writers, and that nothing typed is lost."""

import re

import pytest

from surveys import building
from tests import cast
from tests.browser.expecting import expect

SAVED = re.compile("^Saved$")


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def open_builder(look, survey, maria):
    """Opens the survey's builder: open_builder(user=agnes, width=390)."""

    def open_page(**seen):
        page = look(**{"user": maria, **seen})
        page.goto(f"/surveys/{survey.pk}/build/")
        return page

    return open_page


def text_of(question) -> str:
    return f"#id_q-{question.key.hex}-text"


def texts(survey, language="sv") -> list:
    return [question.texts.get(language) for question in survey.draft.questions.order_by("position")]


def saved(page) -> None:
    expect(page.locator("#save-state")).to_have_text(SAVED)


def test_what_is_typed_is_saved_after_a_rest_and_said_in_words(open_builder, survey):
    page = open_builder()
    first = survey.draft.questions.first()
    with page.expect_response("**/saving/") as saving:
        page.fill(text_of(first), "Vilade du gott?")
    sent = saving.value.request.post_data
    saved(page)
    assert texts(survey) == ["Vilade du gott?", "Hur blev du bemött?"]
    assert "survey-title" not in sent  # only what was changed is sent
    expect(page.locator(text_of(first))).to_be_focused()


def test_leaving_the_page_at_once_loses_nothing(open_builder, survey):
    page = open_builder()
    page.fill("#id_survey-title", "Hur var natten?")
    page.goto("/surveys/")
    page.goto(f"/surveys/{survey.pk}/build/")
    assert page.input_value("#id_survey-title") == "Hur var natten?"


def test_a_press_keeps_what_was_just_typed_and_the_focus(open_builder, survey):
    page = open_builder()
    first, second = survey.draft.questions.all()
    page.fill(text_of(first), "Vilade du?")
    page.click("#add-yes_no")
    expect(page.locator("[data-key]")).to_have_count(3)
    new = survey.draft.questions.last()
    assert texts(survey) == ["Vilade du?", "Hur blev du bemött?", None]
    expect(page.locator(text_of(new))).to_be_focused()
    page.keyboard.type("Var frukosten god?")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.type(" Berätta!")
    saved(page)
    page.reload()
    assert texts(survey) == ["Vilade du?", "Var frukosten god? Berätta!", "Hur blev du bemött?"]
    page.focus(f"#q-{second.key.hex}-up")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Moved to place 2.")
    expect(page.locator(f"#q-{second.key.hex}-up")).to_be_focused()


def test_a_removed_question_comes_back_by_undo(open_builder, survey):
    page = open_builder()
    first = survey.draft.questions.first()
    page.click(f"#q-{first.key.hex}-ways")
    page.click(f"#q-{first.key.hex}-remove")
    expect(page.locator(".just-done")).to_contain_text("Question 1 is removed.")
    assert page.evaluate("scrollY") < 300  # the person stays where they were
    assert texts(survey) == ["Hur blev du bemött?"]
    expect(page.locator("#undo-removal")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-key]")).to_have_count(2)
    assert texts(survey) == ["Sov du gott?", "Hur blev du bemött?"]
    expect(page.locator("#undo")).to_be_focused()
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("[data-key]")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(page.locator("[data-key]")).to_have_count(2)


def test_two_people_lose_nothing_of_each_other(open_builder, survey, agnes):
    first, second = survey.draft.questions.all()
    maria, other = open_builder(), open_builder(user=agnes)
    maria.fill(text_of(first), "Marias fråga?")
    maria.keyboard.press("Tab")
    saved(maria)
    other.fill(text_of(second), "Agnes fråga?")  # in another place: both stay
    other.keyboard.press("Tab")
    saved(other)
    assert texts(survey) == ["Marias fråga?", "Agnes fråga?"]
    assert other.input_value(text_of(first)) == "Marias fråga?"  # and she sees it, too
    maria.fill(text_of(second), "Marias andra?")  # in the same place: one has to choose
    maria.keyboard.press("Tab")
    expect(maria.locator("#save-state")).to_have_text("Somebody else changed this text")
    expect(maria.locator(".theirs-words:visible")).to_have_text("Agnes fråga?")
    assert (texts(survey)[1], maria.input_value(text_of(second))) == ("Agnes fråga?", "Marias andra?")
    maria.get_by_role("button", name="Keep mine").click()
    saved(maria)
    assert texts(survey) == ["Marias fråga?", "Marias andra?"]
    other.fill(text_of(second), "Agnes sista?")
    other.keyboard.press("Tab")
    other.get_by_role("button", name="Take theirs").click()
    saved(other)
    assert (other.input_value(text_of(second)), texts(survey)[1]) == ("Marias andra?", "Marias andra?")


def test_words_that_cannot_be_stored_stay_and_the_rest_is_saved(open_builder, survey):
    page = open_builder()
    first, second = survey.draft.questions.all()
    page.fill(text_of(first), "å" * 10_000)
    page.fill(text_of(second), "😴 <script>alert(1)</script> שלום")
    page.keyboard.press("Tab")
    expect(page.locator("#save-state")).to_have_text("Please look at what is marked")
    expect(page.locator(f"{text_of(first)}_error")).to_contain_text("10000 characters long, and 300 fit")
    assert texts(survey) == ["Sov du gott?", "😴 <script>alert(1)</script> שלום"]
    assert page.input_value(text_of(first)) == "å" * 10_000
    page.fill(text_of(first), "Kort?")
    page.keyboard.press("Tab")
    saved(page)
    assert texts(survey)[0] == "Kort?"


def test_without_a_connection_the_words_stay_and_are_sent_later(open_builder, survey):
    page = open_builder()
    page.context.set_offline(True)
    page.fill("#id_survey-title", "Skrivet på tåget")
    page.keyboard.press("Tab")
    expect(page.locator("#save-state")).to_have_text("Could not save, try again")
    page.context.set_offline(False)
    saved(page)
    assert survey.draft.title["sv"] == "Skrivet på tåget"


def test_a_long_survey_opens_one_question_at_a_time(open_builder, survey, maria):
    for number in range(20):
        building.add_question(survey.draft, kind="yes_no", texts={"sv": f"Fråga {number}"}, by=maria)
    page = open_builder()
    assert page.locator(".question-card textarea").count() == 0
    last = survey.draft.questions.last()
    page.click(f"#q-{last.key.hex}-open")
    page.locator(text_of(last)).wait_for()
    expect(page.locator(text_of(last))).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(", eller?")
    page.click(f"#q-{last.key.hex}-close")
    expect(page.locator(text_of(last))).to_have_count(0)
    expect(page.locator(f"#question-{last.key.hex}")).to_contain_text("Fråga 19, eller?")
    expect(page.locator(f"#q-{last.key.hex}-open")).to_be_focused()


def test_a_condition_offers_what_fits_the_chosen_question(open_builder, survey):
    page = open_builder()
    first, second = survey.draft.questions.all()
    page.click(f"#q-{second.key.hex}-if")
    page.select_option(f"#id_q-{second.key.hex}-if_question", first.key.hex)
    page.locator(f"#id_q-{second.key.hex}-if_value").wait_for()
    page.select_option(f"#id_q-{second.key.hex}-if_value", "no")
    saved(page)
    second.refresh_from_db()
    assert second.show_if == {"question": str(first.key), "operator": "is", "value": "no"}


def test_an_earlier_answer_is_inserted_at_the_cursor(open_builder, survey):
    page = open_builder()
    first, second = survey.draft.questions.all()
    page.fill(text_of(second), "Du sa . Berätta!")
    page.locator(text_of(second)).evaluate("one => one.setSelectionRange(6, 6)")
    page.click(f"#q-{second.key.hex}-insert")
    page.click(f"#q-{second.key.hex}-insert-1")
    page.keyboard.type("något annat")
    saved(page)
    assert page.input_value(text_of(second)) == f"Du sa {{answer:{first.key.hex[:6]}|något annat}}. Berätta!"
    page.wait_for_timeout(1200)
    assert texts(survey)[1].startswith("Du sa {answer:")


def test_the_preview_follows_what_is_written(open_builder, survey):
    page = open_builder()
    page.fill("#id_survey-title", "En ny rubrik")
    expect(page.frame_locator("#preview-page").get_by_role("heading", level=1)).to_have_text("En ny rubrik")
    page.click("#preview-en")
    expect(page.frame_locator("#preview-page").get_by_role("heading", level=1)).to_have_text("Your night with us")


def test_words_typed_while_a_press_is_on_its_way_stay(open_builder, survey):
    page = open_builder()
    first = survey.draft.questions.first()

    def slowly(route):
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/build/", slowly)
    page.click("#add-yes_no", no_wait_after=True)
    page.fill(text_of(first), "Skrivet medan den väntar")
    expect(page.locator("[data-key]")).to_have_count(3)
    assert page.input_value(text_of(first)) == "Skrivet medan den väntar"
    saved(page)
    assert texts(survey)[0] == "Skrivet medan den väntar"


def test_after_a_move_conditions_speak_of_the_new_numbers(open_builder, survey, maria):
    third = building.add_question(survey.draft, kind="open_text", texts={"sv": "Och sedan?"}, by=maria)
    page = open_builder()
    first = survey.draft.questions.first()
    page.click(f"#q-{first.key.hex}-down")
    offered = page.locator(f"#id_q-{third.key.hex}-if_question option[value='{first.key.hex}']")
    expect(offered).to_have_text("2. Sov du gott?")
    expect(page.locator(f"#q-{first.key.hex}-down")).to_be_focused()


def test_another_language_gets_its_tab_at_once(open_builder, survey):
    page = open_builder()
    page.get_by_label("Finnish").check()
    page.locator("#language-tab-fi").wait_for()
    page.locator("#preview-fi").wait_for(state="attached")
    assert survey.draft.languages == ["sv", "fi", "en"]
    page.click("#language-tab-fi")
    expect(page.locator("#language-tab-fi")).to_have_attribute("aria-current", "true")
    page.fill("#id_survey-title", "Millainen yö oli?")
    saved(page)
    assert survey.draft.title == {"sv": "Din natt hos oss", "fi": "Millainen yö oli?", "en": "Your night with us"}


def test_a_card_is_dragged_by_its_grip(open_builder, survey):
    page = open_builder()
    first, second = survey.draft.questions.all()
    grip = page.locator(f"#question-{second.key.hex} .grip")
    grip.scroll_into_view_if_needed()
    start, over = grip.bounding_box(), page.locator(f"#question-{first.key.hex}").bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(start["x"] + 10, start["y"] - 20, steps=3)
    page.mouse.move(over["x"] + 200, max(over["y"], 0) + 10, steps=5)
    page.mouse.up()
    expect(page.locator("#said")).to_have_text("Moved to place 1.")
    expect(page.locator("[data-key]").first).to_have_attribute("data-key", second.key.hex)
    page.wait_for_load_state("networkidle")
    assert texts(survey) == ["Hur blev du bemött?", "Sov du gott?"]


def test_every_control_has_an_id_of_its_own(open_builder, survey, maria):
    for kind in ("scale_1_5", "multiple_choice", "nps", "critical_incident"):
        building.add_question(survey.draft, kind=kind, by=maria)
    ids = open_builder().evaluate(
        """() => [...document.querySelectorAll("#build :is(a, button, input, select, textarea, summary), #build [id]")]
            .filter((one) => one.type !== "hidden").map((one) => one.id)"""
    )
    assert len(ids) > 100
    assert [one for one in set(ids) if ids.count(one) > 1] == []
    assert "" not in ids


def test_a_test_mail_leaves_one_where_one_was(open_builder, survey):
    page = open_builder()
    first = survey.draft.questions.first()
    page.fill(text_of(first), "Vilade du gott?")
    page.click("#ways")
    page.click("#test-mail")
    page.locator("#messages .toast").wait_for()
    assert "maria@example.org" in page.locator("#messages .toast").inner_text()
    assert (texts(survey)[0], page.input_value(text_of(first))) == ("Vilade du gott?", "Vilade du gott?")

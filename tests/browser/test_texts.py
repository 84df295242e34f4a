"""Fia translates in a real browser: without JavaScript on a phone, by keyboard, and with a spreadsheet of her own."""

import io

import openpyxl
from django.urls import reverse

from surveys.models import Survey
from tests.surveys.texts_of import first, name_of, promised_survey


def texts(survey, **seen) -> str:
    query = "&".join(f"{name}={value}" for name, value in seen.items())
    return f"{reverse('surveys:texts', args=[survey.pk])}?{query}"


def too_wide(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_what_is_missing_is_written_without_javascript(look, axe_violations, maria, hotel):
    survey = promised_survey(hotel)
    page = look(user=maria, width=390, javascript=False)
    page.goto(texts(survey, language="fi"))
    page.get_by_role("button", name="Only what is missing").click()
    page.get_by_label("Question 1 missing", exact=True).fill("Nukuitko hyvin?")
    page.get_by_label("Question 3, answer 2").fill("Juna")
    page.get_by_role("button", name="English").click()  # every button saves first
    assert first(survey).texts["fi"] == "Nukuitko hyvin?"
    page.get_by_role("button", name="Finnish").click()
    assert page.get_by_text("Finnish: 8 texts are missing").is_visible()
    assert page.locator("textarea").count() == 8
    assert (axe_violations(look_again(look, maria, page.url)), too_wide(page)) == ([], 0)


def look_again(look, user, url):
    """The same page with script, which the accessibility rules are read by."""
    page = look(user=user, width=390)
    page.goto(url)
    return page


def test_a_row_is_reached_and_saved_by_keyboard(look, maria, hotel):
    survey = promised_survey(hotel)
    page = look(user=maria)
    page.goto(texts(survey, language="fi"))
    page.locator(f"#{name_of(survey)}").focus()
    page.keyboard.type("Nukuitko?")
    page.keyboard.press("Tab")
    page.keyboard.type("Miksi?")
    page.locator("#save").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Saved.").wait_for()
    question = first(survey)
    assert (question.texts["fi"], question.prompt["neutral"]["fi"]) == ("Nukuitko?", "Miksi?")


def test_leaving_with_words_that_are_not_saved_asks_first(look, maria, hotel):
    survey = promised_survey(hotel)
    page, asked = look(user=maria), []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.goto(texts(survey, language="fi"))
    here = page.url
    page.get_by_label("Question 1 missing", exact=True).fill("Nukuitko hyvin?")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Build the survey").click(no_wait_after=True)
    assert (asked, page.url, first(survey).texts.get("fi")) == (["beforeunload"], here, None)
    page.locator("#build-1").click()  # a button, so it saves
    page.wait_for_url("**/build/**")
    assert (asked, first(survey).texts["fi"]) == (["beforeunload"], "Nukuitko hyvin?")


def test_a_spreadsheet_goes_out_and_comes_back(look, maria, hotel, tmp_path):
    survey = promised_survey(hotel)
    page = look(user=maria, javascript=False)
    page.goto(texts(survey))
    with page.expect_download() as download:
        page.get_by_role("link", name="Spreadsheet for a translator").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    book.active["E2"].value = "Yösi meillä"
    book.save(tmp_path / "fi.xlsx")
    page.get_by_role("link", name="Import a spreadsheet").click()
    page.get_by_label("Spreadsheet").set_input_files(tmp_path / "fi.xlsx")
    page.get_by_role("button", name="Look at the changes").click()
    assert page.get_by_role("heading", name="1 text changes").is_visible()
    page.get_by_role("button", name="Import them").click()
    assert page.get_by_text("1 text imported.").is_visible()
    assert survey.draft.title["fi"] == "Yösi meillä"


def test_a_survey_goes_out_as_a_file_and_another_begins_with_it(look, maria, hotel, tmp_path):
    survey = promised_survey(hotel)
    page = look(user=maria, javascript=False)
    page.goto(reverse("surveys:import"))
    stored = tmp_path / "natten.json"
    stored.write_bytes(page.request.get(reverse("surveys:file", args=[survey.pk])).body())
    page.get_by_label("File").set_input_files(stored)
    page.get_by_role("button", name="Start building").click()
    made = Survey.objects.latest("pk")
    assert page.url.endswith(reverse("surveys:build", args=[made.pk]))
    assert [question.texts for question in made.draft.questions.all()] == [
        question.texts for question in survey.draft.questions.all()
    ]


def test_the_paper_form_is_one_column_of_paper_and_nothing_else(look, maria, hotel):
    survey = promised_survey(hotel)
    page = look(user=maria)
    page.goto(f"{reverse('surveys:print', args=[survey.pk])}?language=sv")
    assert page.get_by_role("button", name="Print").is_visible()
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="Print").is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.paper-question')).breakInside") == "avoid"
    assert page.evaluate("getComputedStyle(document.querySelector('.paper h1')).color") == "rgb(20, 32, 27)"
    without_script = look(user=maria, javascript=False)
    without_script.goto(reverse("surveys:print", args=[survey.pk]))
    assert without_script.get_by_text("Choose “Print” in your browser’s menu.").is_visible()
    assert not without_script.locator("#print").is_visible()

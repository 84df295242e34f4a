"""The texts go to a translator as a spreadsheet and come back: looked at first, then taken in, nothing else touched."""

import io
import json
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import workbooks
from surveys import building, publishing
from surveys.files import writing_spreadsheets
from surveys.models import Survey
from tests import cast
from tests.surveys.files.sheets_of import exported, saved, send, take_in, translated, url
from tests.surveys.texts_of import promised_survey


@pytest.fixture
def survey(hotel):
    survey = promised_survey(hotel, {"sv": "Buss"}, {"sv": "=1+1"})
    way = survey.draft.questions.last()
    way.texts = {"sv": "Hur kom du hit?", "da": "Hvordan?"}
    way.save()
    return survey


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


def test_the_spreadsheet_has_a_row_a_text_and_a_column_a_language(survey):
    sleep, _treated, way = survey.draft.questions.all()
    rows = exported(survey)
    identity = f"key {survey.pk}.1.1"
    assert rows[0] == [identity, "where", "Svenska (sv)", "English (en)", "Suomi (fi)", "Dansk (da)"]
    assert [f"q:{sleep.key.hex}:text", "Question 1", "Sov du gott?", "Did you sleep well?", None, None] in rows
    assert [f"q:{way.key.hex}:option:k2", "Question 3, answer 2", "=1+1", None, None, None] in rows
    assert len(rows) == 11


def test_cells_are_texts_whatever_they_begin_with_and_gaps_are_tinted(survey):
    sheet = openpyxl.load_workbook(io.BytesIO(writing_spreadsheets.write(survey.draft))).worksheets[0]
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}
    [formula] = [cell for row in sheet for cell in row if cell.value == "=1+1"]
    assert (formula.number_format, formula.quotePrefix, formula.alignment.wrap_text) == ("@", True, True)
    tinted = {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == "00FAEFD6"}
    assert "E2" in tinted and "D2" not in tinted and "F2" not in tinted  # Danish is not promised
    assert (sheet.freeze_panes, sheet.column_dimensions["C"].width) == ("C2", 44)


def test_a_manager_takes_it_out(client, survey, logged_in, stefan, olga):
    answer = client.get(url(survey, "texts_sheet"))
    assert answer["Content-Disposition"] == 'attachment; filename="natten-texts.xlsx"'
    assert answer["Content-Type"] == workbooks.CONTENT_TYPE
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames == ["Texts"]
    for who, status in ((stefan, 403), (olga, 404)):
        assert {logged_in(who).get(url(survey, name)).status_code for name in ("texts_sheet", "texts_import")} == {
            status
        }


def test_what_came_back_is_shown_before_anything_is_stored(client, survey):
    content = saved(translated(survey, survey_title="Yösi meillä", option_k1="Bussi"))
    page = send(client, survey, content)
    text = " ".join(page.content.decode().split())
    assert (page.status_code, survey.draft.revision) == (200, 1)
    assert "2 texts change" in text and "Import 2 texts" in text
    [part] = page.context["parts"]
    assert [(one.place.where, one.stored, one.text) for one in part["changes"]] == [
        ("Heading", "", "Yösi meillä"),
        ("Question 3, answer 1", "", "Bussi"),
    ]
    done = take_in(client, survey, page)
    assert "2 texts imported." in done.content.decode()
    draft = survey.draft
    assert draft.title["fi"] == "Yösi meillä"
    assert draft.questions.last().options[0] == {"key": "k1", "texts": {"sv": "Buss", "fi": "Bussi"}}


def test_a_preview_of_the_same_texts_says_there_is_nothing_new(client, survey):
    page = send(client, survey, writing_spreadsheets.write(survey.draft)).content.decode()
    assert "Nothing new in this spreadsheet" in page and 'name="changes"' not in page


def test_moved_columns_extra_columns_and_missing_rows_do_not_matter(client, survey):
    rows = translated(survey, survey_title="Yösi meillä")
    rows = [[row[4], "own remark", row[0], row[2]] for row in (rows[0], *reversed(rows[1:4]))]
    rows.insert(1, [None, "a line of my own", None, None])
    rows.append(["", None, None, None])
    page = send(client, survey, saved(rows))
    assert [one.text for one in page.context["preview"].changes["fi"]] == ["Yösi meillä"]
    assert page.context["problems"] == []


def test_a_plain_code_names_a_language_too_and_a_second_column_of_it_does_not_count(client, survey):
    rows = translated(survey, survey_title="Yösi meillä")
    rows[0][4], rows[0][5] = "FI", "suomi (fi)"
    page = send(client, survey, saved(rows))
    assert [one.text for one in page.context["preview"].changes["fi"]] == ["Yösi meillä"]
    assert page.context["problems"] == ["There are two columns for Finnish; the first one counts."]


def test_what_cannot_be_taken_in_is_named_with_its_row(client, survey):
    rows = translated(survey, survey_title="ö" * 121, survey_intro=date(2026, 1, 2), survey_thanks="Kiitos")
    rows.append(["q:" + "0" * 32 + ":text", "Question 9", None, None, "Poissa", None])
    page = send(client, survey, saved(rows))
    assert page.context["problems"] == [
        "Row 3, Finnish: this is a formula or a date, and we take only words.",
        "Row 2, Finnish: this is 121 characters long, and 120 fit.",
        "Row 12: this text is no longer in the survey.",
    ]
    assert [one.text for one in page.context["preview"].changes["fi"]] == ["Kiitos"]


def test_a_formula_is_not_read_but_a_text_that_begins_like_one_is(client, survey):
    rows = translated(survey, survey_title='=HYPERLINK("http://evil.example")', option_k1=12.0, survey_thanks="=kiitos")
    page = send(client, survey, saved(rows))
    assert {one.text for one in page.context["preview"].changes["fi"]} == {rows[1][4], "12", "=kiitos"}
    page = send(client, survey, saved(rows, formulas=True))
    assert {one.text for one in page.context["preview"].changes["fi"]} == {"12"}
    assert len(page.context["problems"]) == 3  # the Swedish answer "=1+1" has become one too


def test_the_original_changed_here_meanwhile_is_not_changed_back(client, survey, maria):
    content = saved(translated(survey, survey_title="Yösi meillä"))
    draft = survey.draft
    title = {**draft.title, "sv": "Natten i fjällen"}
    building.change_version_texts(draft, title=title, expected_revision=1, by=maria)
    page = send(client, survey, content)
    assert {code: len(found) for code, found in page.context["preview"].changes.items()} == {"fi": 1}
    take_in(client, survey, page, languages=("sv", "fi"))
    assert survey.draft.title == {**title, "fi": "Yösi meillä"}


def test_a_text_both_changed_waits_for_a_tick_of_its_own(client, survey, maria):
    content = saved(translated(survey, survey_title="Kääntäjän otsikko", survey_thanks="Kiitos"))
    draft = survey.draft
    title = {**draft.title, "fi": "Marian otsikko"}
    building.change_version_texts(draft, title=title, expected_revision=1, by=maria)
    page = send(client, survey, content)
    assert "Changed here too. Replace it" in page.content.decode()
    take_in(client, survey, page)
    assert (survey.draft.title["fi"], survey.draft.thanks["fi"]) == ("Marian otsikko", "Kiitos")
    take_in(client, survey, send(client, survey, content), "survey:title|fi")
    assert survey.draft.title["fi"] == "Kääntäjän otsikko"


def test_a_text_somebody_changes_between_looking_and_taking_in_stays(client, survey, maria):
    page = send(client, survey, saved(translated(survey, survey_title="Kääntäjän", survey_thanks="Kiitos")))
    draft = survey.draft
    building.change_version_texts(draft, title={**draft.title, "fi": "Marian"}, expected_revision=1, by=maria)
    done = take_in(client, survey, page).content.decode()
    assert "1 text imported." in done and "1 text was changed by somebody else meanwhile" in done
    assert (survey.draft.title["fi"], survey.draft.thanks["fi"]) == ("Marian", "Kiitos")


def test_a_spreadsheet_that_forgot_where_it_is_from_overwrites_nothing_without_a_tick(client, survey):
    rows = translated(survey, "en", survey_title="Another night", option_k1="Bus")
    rows[0][0] = "Key"
    page = send(client, survey, saved(rows))
    assert [one.is_conflict for one in page.context["preview"].changes["en"]] == [True, False]
    assert "This spreadsheet is old" in page.content.decode()


@pytest.mark.parametrize("of", ["another survey", "another version", "only its questions"])
def test_the_spreadsheet_of_another_survey_or_version_is_refused_kindly(client, hotel, survey, of):
    other = cast.survey(hotel, name="Frukosten")
    rows = translated(other if of != "another version" else survey, "en", survey_title="X")
    if of == "another version":
        rows[0][0] = f"key {survey.pk}.7.1"
    if of == "only its questions":
        rows[0][0] = "key"
    page = send(client, survey, saved(rows))
    assert page.status_code == 422
    words = "version 7, and the draft is version 1" if of == "another version" else "belongs to another survey"
    assert words in page.content.decode()


@pytest.mark.parametrize(
    "told", ["", "x", "{}", "[1]", '[["a","fi","x"]]', '[["survey:title",1,"x",false]]', "[" * 9000]
)
def test_changes_that_were_made_up_change_nothing(client, survey, told):
    sent = {"revision": "1", "changes": told, "language": "fi"}
    assert client.post(url(survey), sent).status_code == 302
    assert survey.draft.revision == 1


def test_made_up_changes_are_held_against_the_same_limits(client, survey):
    told = [["survey:title", "xx", "x", False], ["survey:title", "fi", "x" * 121, False], ["q:1", "fi", "x", False]]
    client.post(url(survey), {"revision": "1", "changes": json.dumps(told), "language": ["fi", "xx"]})
    assert survey.draft.revision == 1


def test_no_draft_no_import(client, hotel):
    survey = cast.published_survey(hotel)
    page = client.get(url(survey), follow=True).content.decode()
    assert "The texts are published, so they stay." in page
    assert client.get(url(survey, "texts_sheet")).status_code == 200


def test_published_between_looking_and_taking_in_changes_nothing(client, survey, maria):
    page = send(client, survey, saved(translated(survey, survey_title="Yösi")))
    draft = survey.draft
    draft.published_at = draft.created_at
    draft.save()
    Survey.objects.filter(pk=survey.pk).update(published_version=draft)
    assert "The texts are published, so they stay." in take_in(client, survey, page).content.decode()
    publishing.start_next_draft(survey, by=maria)
    assert survey.draft.title == {"sv": "Din natt hos oss", "en": "Your night with us"}


def test_the_number_of_queries_does_not_grow_with_the_texts(client, hotel, survey):
    def count(rows, of):
        with CaptureQueriesContext(connection) as queries:
            page = send(client, of, saved(rows))
            take_in(client, of, page)
        return len(queries)

    one = count(translated(survey, survey_title="Yö", option_k1="Bussi"), survey)
    rows = exported(survey)
    assert count([rows[0], *[[*row[:4], f"Sana {row[0][-9:]}", None] for row in rows[1:]]], survey) == one

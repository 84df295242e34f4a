"""The survey on paper: every kind of question for a pen, in the customer's language."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys import inserting, paper, publishing, question_kinds
from surveys.models import Question, Survey
from tests import cast


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def client(logged_in, stefan):
    """Staff may print what they may preview."""
    return logged_in(stefan)


def url(survey):
    return reverse("surveys:print", args=[survey.pk])


def words(page) -> str:
    return " ".join(page.content.decode().split())


def ask(survey, kind, swedish="Fråga", **fields) -> Question:
    return cast.question(survey.draft, kind, {"sv": swedish}, **{"prompt": {}, **fields})


def on_paper(survey, language="en") -> list[paper.PaperQuestion]:
    return paper.sheet_of(survey.draft, language=language).questions


def test_the_sheet_has_title_intro_questions_and_a_person_to_ask(client, survey):
    page = words(client.get(url(survey), {"language": "sv"}))
    assert '<main class="paper" id="main" lang="sv">' in page
    for said in ("Fjällhotellet", "Din natt hos oss", "Vi vill veta hur natten var.", "Tack!", "maria@example.org"):
        assert said in page
    assert '<span class="paper-number">1</span> Sov du gott?' in page
    assert '<span class="paper-number">2</span> Hur blev du bemött?' in page
    assert ">Ja</li>" in page and ">Nej</li>" in page  # the form in Swedish, the bar around it in English
    assert "Print</button>" in page and "Choose “Print” in your browser’s menu." in page


def test_every_kind_is_answered_with_a_pen(survey):
    for kind, _name in question_kinds.CHOICES:
        options = [{"key": "k1", "texts": {"sv": "Buss"}}] if kind in question_kinds.CHOOSING else []
        ask(survey, kind, options=options, ends={"low": {"sv": "Svårt"}, "high": {"sv": "Lätt"}})
    shapes = {question.kind: question for question in on_paper(survey)[2:]}
    assert {kind: question.shape for kind, question in shapes.items()} == {
        "yes_no": "boxes",
        "open_text": "lines",
        "critical_incident": "lines",
        "single_choice": "boxes",
        "multiple_choice": "boxes",
        "scale_0_10": "scale",
        "scale_1_5": "scale",
        "nps": "scale",
        "short_text": "line",
        "number": "number",
        "date": "date",
    }
    assert shapes["yes_no"].choices == ["Yes", "No", "A bit of both"]
    assert shapes["scale_1_5"].choices == ["1", "2", "3", "4", "5"] and len(shapes["nps"].choices) == 11
    assert (shapes["nps"].low, shapes["nps"].high) == ("Svårt", "Lätt")
    assert (shapes["single_choice"].how, shapes["multiple_choice"].how) == ("Tick one.", "Tick all that fit.")
    assert shapes["critical_incident"].words == ["What happened?", "How were you met?", "What did it lead to?"]


def test_lines_for_the_reason_ask_in_neutral_words_else_in_those_of_yes_and_no(survey):
    after = {"yes": {"sv": "Vad var bra?"}, "no": {"sv": "Vad störde?"}}
    ask(survey, "yes_no", prompt={"neutral": {"sv": "Varför?"}, **after})
    ask(survey, "yes_no", prompt=after)
    ask(survey, "open_text", prompt={"neutral": {"sv": "Berätta om en stund."}})
    neutral, both, hinted = on_paper(survey, "sv")[2:]
    assert (neutral.words, both.words) == (["Varför?"], ["Vad var bra?", "Vad störde?"])
    assert (hinted.hint, hinted.words, hinted.lines) == ("Berätta om en stund.", [], paper.LONG)


@pytest.mark.parametrize(
    ("operator", "value", "said"),
    [
        ("is", "no", "Only if you answered “No” to question 1."),
        ("is_not", "yes", "Only if you answered something else than “Yes” to question 1."),
        ("below", "5", "Only if your answer to question 1 is below 5."),
        ("contains", "buller", "Only if “buller” is in your answer to question 1."),
    ],
)
def test_a_condition_is_said_in_words(client, survey, operator, value, said):
    first = survey.draft.questions.first()
    ask(survey, "open_text", show_if={"question": str(first.key), "operator": operator, "value": value})
    assert on_paper(survey)[2].only_if == said
    assert said in words(client.get(url(survey), {"language": "en"}))


def test_a_condition_tells_the_words_of_the_answer_in_the_sheets_language(survey):
    way = ask(survey, "single_choice", options=[{"key": "k1", "texts": {"sv": "Tåg", "en": "Train"}}])
    ask(survey, "open_text", show_if={"question": str(way.key), "operator": "is", "value": "k1"})
    assert on_paper(survey, "en")[3].only_if == "Only if you answered “Train” to question 3."
    assert "Tåg" in on_paper(survey, "sv")[3].only_if


def test_what_nobody_can_be_asked_is_not_on_paper_and_numbers_close_up(survey):
    first, second = survey.draft.questions.all()
    later = {"question": str(second.key), "operator": "is", "value": "x"}
    Question.objects.filter(pk=first.pk).update(show_if=later)
    ask(survey, "open_text", show_if={**later, "value": ""})
    ask(survey, "open_text", show_if={**later, "question": str(first.key)})
    ask(survey, "date", "Sist")
    assert [(one.number, one.text) for one in on_paper(survey, "sv")] == [(1, "Hur blev du bemött?"), (2, "Sist")]


def test_what_a_pen_cannot_insert_gives_way_to_its_other_words(survey):
    code = inserting.code_for(survey.draft.questions.first().key)
    ask(survey, "open_text", f"Hej {{customer:first_name|du}}! Du sa {{answer:{code}|något}}.")
    assert on_paper(survey, "sv")[2].text == "Hej du! Du sa något."


def test_an_unknown_language_is_the_readers_or_the_main_one(client, hotel, survey):
    assert client.get(url(survey), {"language": "xx"}).context["sheet"].language == "en"
    only = cast.survey(hotel, languages=("fi",))
    assert client.get(url(only)).context["sheet"].language == "fi"


def test_an_older_version_by_its_number_and_its_languages_keep_it(client, hotel, maria):
    survey = cast.published_survey(hotel)
    draft = publishing.start_next_draft(survey, by=maria)
    draft.title = {"sv": "Ny rubrik", "en": "New heading"}
    draft.save()
    assert "New heading" in words(client.get(url(survey)))
    page = words(client.get(url(survey), {"version": "1"}))
    assert "Your night with us" in page and 'href="?language=sv&amp;version=1"' in page
    assert client.get(url(survey), {"version": "3"}).status_code == 404


def test_texts_that_look_like_markup_stay_texts(client, survey):
    ask(survey, "short_text", "<script>alert(1)</script> שלום \u202e")
    page = words(client.get(url(survey)))
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page


def test_a_stranger_prints_nothing(logged_in, olga, survey):
    assert logged_in(olga).get(url(survey)).status_code == 404


def test_many_questions_cost_no_more_queries_than_few(client, hotel, survey):
    large = cast.survey(hotel)
    for number in range(40):
        ask(large, "open_text", str(number))

    def count(of: Survey) -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url(of))
        return len(queries)

    assert count(large) == count(survey)

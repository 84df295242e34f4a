"""The builder's questions: what each kind has, conditions, insertions, and long surveys opened question by question."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from surveys import building, question_kinds
from tests import cast
from tests.surveys.builder_posts import control, keys, texts, typed, url


@pytest.fixture
def survey(hotel):
    return cast.survey(hotel)


@pytest.fixture
def client(logged_in, maria):
    return logged_in(maria)


FIELDS = {
    "yes_no": {"neutral", "yes", "no", "reversed"},
    "open_text": {"neutral"},
    "critical_incident": {"neutral"},
    "single_choice": {"neutral", "option"},
    "multiple_choice": {"neutral", "option"},
    "scale_0_10": {"neutral", "yes", "no", "low", "high"},
    "scale_1_5": {"neutral", "yes", "no", "low", "high"},
    "nps": {"neutral", "yes", "no", "low", "high"},
    "short_text": {"neutral"},
    "number": {"neutral"},
    "date": {"neutral"},
}
ALWAYS = {"text", "if_no_we_will", "required", "moment", "if_question"}


@pytest.mark.parametrize("kind", [kind for kind, _name in question_kinds.CHOICES])
def test_every_kind_is_added_with_the_fields_it_needs(client, survey, kind):
    client.post(url(survey), typed(survey, do=f"add:{kind}"))
    added = survey.draft.questions.last()
    card = client.get(url(survey)).context["page"].cards[-1]
    assert {name.split("-")[0] for name in card.fields} == ALWAYS | FIELDS[kind]
    assert added.kind == kind


def test_the_ends_of_a_scale_are_named_by_its_real_values(client, survey, maria):
    question = building.add_question(survey.draft, kind="scale_1_5", by=maria)
    page = client.get(url(survey)).content.decode()
    assert "What 1 means" in page and "What 5 means" in page and "What 0 means" not in page
    client.post(
        url(survey), typed(survey) | {control(question, "low"): "Trött", control(question, "no"): "Vad störde?"}
    )
    question.refresh_from_db()
    assert (question.ends, question.prompt["no"]) == ({"low": {"sv": "Trött"}}, {"sv": "Vad störde?"})


def test_what_we_will_do_is_kept(client, survey):
    client.post(url(survey), typed(survey, q0_if_no_we_will=" Städa  om "))
    assert survey.draft.questions.first().if_no_we_will == "Städa om"


def test_a_question_is_duplicated_once_by_the_same_press(client, survey):
    for _time in range(2):
        client.post(url(survey), typed(survey, q0_text="Vilade du?", do=f"duplicate:{keys(survey)[0]}"))
    assert texts(survey) == ["Vilade du?", "Vilade du?", "Hur blev du bemött?"]


def test_undo_and_redo_are_buttons_of_the_one_form(client, survey):
    client.post(url(survey), typed(survey, q0_text="Vilade du?", do=f"remove:{keys(survey)[1]}"))
    page = client.post(url(survey), typed(survey, do="undo"), follow=True).content.decode()
    assert texts(survey) == ["Vilade du?", "Hur blev du bemött?"] and "Undone: Question removed." in page
    client.post(url(survey), typed(survey, do="redo"))
    assert texts(survey) == ["Vilade du?"]
    page = client.post(url(survey), typed(survey, do="redo"), follow=True).content.decode()
    assert "There is nothing to redo." in page


def test_a_condition_takes_the_first_fitting_comparison_and_answer(client, survey):
    first, second = survey.draft.questions.all()
    sent = typed(survey) | {control(second, "if_question"): first.key.hex}
    client.post(url(survey), sent)
    second.refresh_from_db()
    assert second.show_if == {"question": str(first.key), "operator": "is", "value": "yes"}
    sent = typed(survey) | {
        control(second, "if_question"): first.key.hex,
        control(second, "if_operator"): "is_not",
        control(second, "if_value"): "no",
    }
    client.post(url(survey), sent)
    second.refresh_from_db()
    assert second.show_if == {"question": str(first.key), "operator": "is_not", "value": "no"}
    client.post(url(survey), typed(survey) | {control(second, "if_question"): ""})
    second.refresh_from_db()
    assert second.show_if == {}


def test_a_condition_on_a_question_that_comes_later_now_stays_to_be_seen(client, survey, maria):
    first, second = survey.draft.questions.all()
    client.post(url(survey), typed(survey) | {control(second, "if_question"): first.key.hex})
    building.move_question(second, to=0, by=maria)
    card = client.get(url(survey)).context["page"].cards[0]
    assert card["if_question"].value() == first.key.hex
    assert dict(card.fields["if_question"].widget.choices)[first.key.hex] == "2. Sov du gott?"
    client.post(url(survey), typed(survey, q0_text="Ny text?"))
    second.refresh_from_db()
    assert second.show_if["question"] == str(first.key)


@pytest.mark.parametrize("chosen", ["f" * 32, "nonsense", "\0"])
def test_a_condition_on_nothing_is_none(client, survey, chosen):
    second = survey.draft.questions.last()
    client.post(url(survey), typed(survey) | {control(second, "if_question"): chosen})
    second.refresh_from_db()
    assert second.show_if == {}


def test_choosing_another_question_shows_what_fits_it_before_anything_is_saved(client, survey, maria):
    scale = building.add_question(survey.draft, kind="scale_0_10", by=maria, texts={"sv": "Hur utvilad?"})
    last = building.add_question(survey.draft, kind="open_text", by=maria)
    asked = {"language": "sv", control(last, "if_question"): scale.key.hex}
    page = client.get(url(survey, "card", last.key.hex), asked).content.decode()
    assert "is below" in page and '<option value="10">10</option>' in page
    last.refresh_from_db()
    assert last.show_if == {}


def test_earlier_answers_can_be_inserted_by_their_codes(client, survey):
    first, second = keys(survey)
    page = client.get(url(survey)).content.decode()
    card = page[page.index(f'id="question-{second}"') :]
    assert f"<code>{{answer:{first[:6]}|}}</code>" in card and "<code>{customer:first_name|}</code>" in card
    assert f"{{answer:{second[:6]}|}}" not in page


@pytest.fixture
def long(survey, maria):
    for number in range(18):
        cast.question(survey.draft, "yes_no", {"sv": f"Fråga {number}", "en": f"Question {number}"})
    return survey


def test_a_long_survey_is_rows_and_opens_at_a_press_that_saves(client, long):
    page = client.get(url(long))
    assert page.context["page"].cards == []
    key = keys(long)[5]
    answer = client.post(url(long), {"revision": 1, "language": "sv", "survey-title": "Ny", "do": f"open:{key}"})
    page = client.get(answer["Location"])
    assert [card.question.key.hex for card in page.context["page"].cards] == [key]
    assert long.draft.title["sv"] == "Ny"
    shown = page.content.decode()
    assert f'<input type="hidden" name="open" value="{key}">' in shown and shown.count(" autofocus") == 1


def test_at_most_eight_questions_are_open_at_once(client, long):
    every = keys(long)
    page = client.get(url(long), {"open": every[:12]}).context["page"]
    assert [card.question.key.hex for card in page.cards] == every[4:12]


def test_what_is_not_open_stays_as_it_is(client, long):
    before = texts(long)
    key = keys(long)[0]
    sent = {"revision": 1, "language": "sv", "open": key, f"q-{key}-text": "Vilade du?", "do": f"close:{key}"}
    answer = client.post(url(long), sent)
    assert texts(long) == ["Vilade du?", *before[1:]]
    assert client.get(answer["Location"]).context["page"].cards == []


def test_one_question_comes_alone_as_a_card_or_a_row(client, long):
    key = keys(long)[3]
    card = client.get(url(long, "card", key), {"language": "sv"}).content.decode()
    row = client.get(url(long, "card", key), {"language": "en", "open": "0"}).content.decode()
    assert f'name="q-{key}-text"' in card and "<html" not in card
    assert f'name="q-{key}-text"' not in row and "Question 1" in row
    assert [client.get(url(long, "card", other)).status_code for other in ("f" * 32, "nonsense")] == [404, 404]


def test_the_page_asks_the_database_as_little_for_two_hundred_questions_as_for_two(client, survey):
    with CaptureQueriesContext(connection) as two:
        client.get(url(survey))
    for number in range(198):
        cast.question(survey.draft, "yes_no", {"sv": str(number), "en": str(number)})
    with CaptureQueriesContext(connection) as many:
        client.get(url(survey))
    assert len(many) <= len(two)


def test_saving_along_the_way_costs_as_little_for_two_hundred_questions(client, survey):
    first = survey.draft.questions.first()

    def save(words):
        sent = {"revision": survey.draft.revision, "language": "sv", control(first, "text"): words}
        with CaptureQueriesContext(connection) as asked:
            assert client.post(url(survey, "saving"), sent).json()["state"] == "saved"
        return len(asked)

    few = save("Ett?")
    for number in range(198):
        cast.question(survey.draft, "yes_no", {"sv": str(number), "en": str(number)})
    assert save("Två?") <= few


def test_a_row_says_that_the_coach_has_a_note(client, long):
    cast.question(long.draft, "yes_no", {"sv": "Hur trevlig var vår personal?"})
    page = client.get(url(long)).content.decode()
    row = page[page.index(f'id="question-{keys(long)[-1]}"') :]
    assert "The coach has a note" in row[: row.index("</li>")]
    assert "The coach has a note" not in client.get(url(long), {"open": keys(long)[-1]}).content.decode()

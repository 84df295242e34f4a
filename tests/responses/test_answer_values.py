"""The rules of answering, the same for every door."""

import uuid

import pytest
from django.http import QueryDict
from django.utils import translation

from responses import answer_fields
from responses.answer_values import AnswerValue, clean_words, problems
from surveys import question_kinds
from surveys.definitions import Definition, QuestionDefinition

YES_NO, SCALE, CHOICE, OPEN = (uuid.UUID(int=number) for number in range(1, 5))


def question(key, kind, **more) -> QuestionDefinition:
    fields = {"texts": {"sv": f"Fråga {key.int}", "en": f"Question {key.int}"}, "options": (), "ends": {}, "prompt": {}}
    fields |= {"required": False, "reversed": False, "touchpoint_id": 1, "id": key.int}
    return QuestionDefinition(**(fields | {"key": key, "kind": kind} | more))


def version(**required) -> Definition:
    options = (
        {"key": "bus", "texts": {"sv": "Buss", "en": "Bus"}},
        {"key": "car", "texts": {"sv": "Bil", "en": "Car"}},
    )
    return Definition(
        version_id=1,
        number=1,
        survey_id=1,
        organisation_id=1,
        languages=("sv", "en"),
        title={},
        intro={},
        thanks={},
        questions=(
            question(YES_NO, question_kinds.YES_NO, required=required.get("yes_no", False)),
            question(SCALE, question_kinds.SCALE, ends={"low": {"sv": "dåligt"}, "high": {"sv": "bra"}}),
            question(CHOICE, question_kinds.SINGLE_CHOICE, options=options),
            question(OPEN, question_kinds.OPEN_TEXT, required=required.get("open", False)),
        ),
    )


def rules(*values, **required) -> list[tuple]:
    return [(problem.rule, problem.key) for problem in problems(version(**required), values)]


@pytest.mark.parametrize(
    "value",
    [
        AnswerValue(YES_NO, choice="neither"),
        AnswerValue(SCALE, number=0),
        AnswerValue(SCALE, number=10, words="Toppen"),
        AnswerValue(CHOICE, choice="bus"),
        AnswerValue(OPEN, words="🏔️"),
        AnswerValue(YES_NO, words="Det beror på."),
        AnswerValue(OPEN, words="a" * question_kinds.MAX_WORDS),
    ],
)
def test_an_answer_that_fits(value):
    assert rules(value) == []


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (AnswerValue(YES_NO, choice="maybe"), "not_a_choice"),
        (AnswerValue(YES_NO, number=1), "not_a_choice"),
        (AnswerValue(SCALE, number=11), "not_a_choice"),
        (AnswerValue(SCALE, number=-1), "not_a_choice"),
        (AnswerValue(SCALE, choice="yes"), "not_a_choice"),
        (AnswerValue(CHOICE, choice="boat"), "not_a_choice"),
        (AnswerValue(OPEN, choice="yes"), "not_a_choice"),
        (AnswerValue(OPEN, words="a" * (question_kinds.MAX_WORDS + 1)), "too_long"),
    ],
)
def test_an_answer_that_does_not_fit(value, rule):
    assert rules(value) == [(rule, value.key)]


def test_a_question_the_version_does_not_have():
    assert rules(AnswerValue(uuid.UUID(int=9), choice="yes")) == [("unknown_question", None)]


def test_one_question_answered_twice():
    twice = AnswerValue(YES_NO, choice="yes"), AnswerValue(YES_NO, choice="no")
    assert rules(*twice) == [("unknown_question", None)]


def test_nothing_said_at_all():
    assert rules() == [("nothing_said", None)]
    assert rules(AnswerValue(YES_NO)) == [("nothing_said", None)]


def test_required_questions_are_asked_for():
    assert rules(AnswerValue(SCALE, number=3), yes_no=True, open=True) == [
        ("choice_missing", YES_NO),
        ("words_missing", OPEN),
    ]


def test_words_lose_what_cannot_be_printed_and_nothing_else():
    assert clean_words(" Två\r\nrader\x00\x1b[31m och\ten tabb\ud800 👩‍🔧 ") == "Två\nrader[31m och\ten tabb 👩‍🔧"
    assert clean_words("A\u030a") == "Å"


def read(**posted) -> list[AnswerValue]:
    form = QueryDict(mutable=True)
    form.update({f"{'q' if name[0] == 'q' else 'w'}-{uuid.UUID(int=int(name[1:]))}": to for name, to in posted.items()})
    return answer_fields.read(version(), form)


def test_a_form_is_read_in_the_order_of_the_questions():
    assert read(w4="Bra", q2="7", q1="no", w1="Fläkten") == [
        AnswerValue(YES_NO, choice="no", words="Fläkten"),
        AnswerValue(SCALE, number=7),
        AnswerValue(OPEN, words="Bra"),
    ]


def test_a_number_that_is_none_is_kept_as_what_it_was_and_refused():
    assert [problem.rule for problem in problems(version(), read(q2="07"))] == ["not_a_choice"]
    assert [problem.rule for problem in problems(version(), read(q2="1e1"))] == ["not_a_choice"]


def test_a_field_of_nobodys_is_noticed_only_when_something_stands_in_it():
    form = QueryDict("q-drop%20table=yes&w-1=&other=1")
    assert [value.choice for value in answer_fields.read(version(), form)] == ["yes"]
    assert answer_fields.read(version(), QueryDict("w-1=&csrf=1")) == []


@pytest.mark.parametrize(("answer", "expected"), [("yes", [AnswerValue(YES_NO, choice="yes")]), ("7", []), ("", [])])
def test_a_link_in_a_mail_chooses_an_answer_to_the_first_question(answer, expected):
    assert answer_fields.preselected(version(), answer) == expected


def test_fields_are_drawn_in_the_readers_language_with_what_is_wrong():
    wrong = problems(version(yes_no=True), [AnswerValue(CHOICE, choice="bus", words="x" * 5001)])
    with translation.override("en"):
        fields = answer_fields.fields(
            version(), language="en", values=[AnswerValue(CHOICE, choice="bus", words="kept")], problems=wrong
        )
        yes_no, scale, choice, open_text = fields
        assert [field.text for field in fields] == ["Question 1", "Question 2", "Question 3", "Question 4"]
        assert [option.label for option in yes_no.options] == ["Yes", "No", "Both"]
        assert yes_no.error == "Please choose an answer."
        assert (scale.low_label, scale.high_label) == ("dåligt", "bra")
        assert [(option.label, option.checked) for option in choice.options] == [("Bus", True), ("Car", False)]
        assert choice.words == "kept"
        assert "5001" in str(choice.words_error)
        assert open_text.error == ""
        assert choice.prompt["neutral"] == "Would you like to tell us more?"

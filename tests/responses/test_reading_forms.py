"""From a posted form to answers, from answers to fields, and from answers to words."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from responses import answer_fields, reading_forms
from responses.answer_values import AnswerValue, problems
from responses.wording import Wording
from surveys.definitions import Definition
from tests.responses.versions import (
    CHOICE,
    DAY,
    FIVE,
    NUMBER,
    ONE_TIME,
    OPEN,
    RECOMMEND,
    SCALE,
    SEVERAL,
    SHORT,
    YES_NO,
    version,
)


def read(**posted) -> list[AnswerValue]:
    """What is read from a form: q7="a" is the choice of the seventh question, w8 the words of the eighth."""
    form = QueryDict(mutable=True)
    form["language"] = "sv"
    for name, told in posted.items():
        number, _, step = name[1:].partition("_")
        name = f"{name[0]}-{uuid.UUID(int=int(number))}{f'-{step}' if step else ''}"
        form.setlist(name, told if isinstance(told, list) else [told])
    return reading_forms.read(version(), form)


def test_a_form_is_read_in_the_order_of_the_questions():
    assert read(w4="Bra", q2="7", q1="no", w1="Fläkten") == [
        AnswerValue(YES_NO, choice="no", words="Fläkten"),
        AnswerValue(SCALE, number=7),
        AnswerValue(OPEN, words="Bra"),
    ]


def test_every_kind_is_read_as_what_it_is():
    posted = {"q5": "5", "w5": "Toppen", "q6": "10", "q7": ["car", "bus"], "w8": " två\r\nrader ", "q9": " 1 500,50 "}
    posted |= {"q10": "2026-03-02", "w11_happened": "Fläkten tjöt.", "w11_met": " ", "w11_led_to": "Jag åkte hem."}
    assert read(**posted) == [
        AnswerValue(FIVE, number=5, words="Toppen"),
        AnswerValue(RECOMMEND, number=10),
        AnswerValue(SEVERAL, choices=("bus", "car")),  # as they are offered, not as they were pressed
        AnswerValue(SHORT, words="två rader"),
        AnswerValue(NUMBER, decimal=Decimal("1500.5")),
        AnswerValue(DAY, day=date(2026, 3, 2)),
        AnswerValue(ONE_TIME, words="Fläkten tjöt.\n\nJag åkte hem.", steps=("Fläkten tjöt.", "", "Jag åkte hem.")),
    ]


def test_what_cannot_be_read_is_kept_as_it_was_typed_and_refused():
    broken = read(q2="07", q5="6", q6="1e1", q7=["bus", "boat", "bus"], q9="tre", q10="31/2 2026")
    assert [(problem.rule, problem.key) for problem in problems(version(), broken)] == [
        ("not_a_choice", SCALE),
        ("not_a_choice", FIVE),
        ("not_a_choice", RECOMMEND),
        ("not_a_choice", SEVERAL),
        ("not_a_number", NUMBER),
        ("not_a_day", DAY),
    ]
    with translation.override("sv"):
        fields = {field.key: field for field in answer_fields.fields(swedish(), version().questions, values=broken)}
    assert (fields[NUMBER].typed, fields[DAY].typed, fields[DAY].can_be_picked) == ("tre", "31/2 2026", False)
    assert [option.checked for option in fields[SEVERAL].options] == [True, False]


def test_a_number_too_long_keeps_every_digit():
    digits = "12345678901234567890123456789012345678901234567890"
    [value] = read(q9=digits)
    assert [problem.rule for problem in problems(version(), [value])] == ["number_too_long"]
    [field] = answer_fields.fields(swedish(), [version().questions[8]], values=[value])
    assert field.typed == digits


def test_a_field_of_nobodys_is_noticed_only_when_something_stands_in_it():
    form = QueryDict("q-drop%20table=yes&w-1=&other=1")
    assert [value.choice for value in reading_forms.read(version(), form)] == ["yes"]
    assert reading_forms.read(version(), QueryDict("w-1=&csrf=1")) == []
    assert [value.key for value in reading_forms.read(version(), QueryDict(f"w-{ONE_TIME}-once=x"))] == [
        uuid.UUID(int=0)
    ]


@pytest.mark.parametrize(("answer", "expected"), [("yes", [AnswerValue(YES_NO, choice="yes")]), ("7", []), ("", [])])
def test_a_link_in_a_mail_chooses_an_answer_to_the_first_question(answer, expected):
    assert reading_forms.preselected(version(), answer) == expected


@pytest.mark.parametrize(
    ("place", "answer", "expected"),
    [
        (1, "7", [AnswerValue(SCALE, number=7)]),
        (4, "0", []),
        (5, "0", [AnswerValue(RECOMMEND, number=0)]),
        (6, "car", [AnswerValue(SEVERAL, choices=("car",))]),
        (7, "car", []),
        (8, "7", []),
        (9, "2026-03-02", []),
        (10, "yes", []),
    ],
)
def test_a_link_in_a_mail_chooses_only_what_a_question_offers(place, answer, expected):
    first = Definition(**{**vars(version()), "questions": version().questions[place:]})
    assert reading_forms.preselected(first, answer) == expected


def swedish() -> Wording:
    return Wording(version(), "sv")


def test_fields_are_drawn_in_the_readers_language_with_what_is_wrong():
    wrong = problems(version(yes_no=True), [AnswerValue(CHOICE, choice="bus", words="x" * 5001)])
    with translation.override("en"):
        yes_no, scale, choice, open_text, *rest = fields = answer_fields.fields(
            Wording(version(), "en"),
            version().questions,
            values=[AnswerValue(CHOICE, choice="bus", words="kept")],
            problems=wrong,
        )
        assert [field.text for field in fields] == [f"Question {number}" for number in range(1, 12)]
        assert [option.label for option in yes_no.options] == ["Yes", "No", "A bit of both"]
        assert yes_no.error == "Please choose an answer."
        assert scale.hint == "0 means dåligt, 10 means bra."
        assert [(option.label, option.checked) for option in choice.options] == [("Bus", True), ("Car", False)]
        assert choice.words == "kept"
        assert "5001" in str(choice.words_error)
        assert open_text.error == ""
        assert choice.prompt["neutral"] == "Would you like to tell us more?"
        assert [field.hint for field in rest] == [
            "",
            "0 means not at all likely, 10 means very likely.",
            "Choose as many as you like.",
            "You can skip this.",
            "You can skip this.",
            "You can skip this.",
            "A few words is enough. Skip any part you like.",
        ]
        assert [step.label for step in rest[-1].steps] == [
            "What happened?",
            "How were you met?",
            "What did it lead to?",
        ]


@pytest.mark.parametrize(
    ("place", "moods"),
    [
        (0, {"yes": "yes", "no": "no", "neither": ""}),
        (1, dict(zip(map(str, range(11)), ["no"] * 5 + [""] * 2 + ["yes"] * 4, strict=True))),
        (4, dict(zip("12345", ["no", "no", "", "yes", "yes"], strict=True))),
        (5, dict(zip(map(str, range(11)), ["no"] * 7 + [""] * 2 + ["yes"] * 2, strict=True))),
        (6, {"bus": "", "car": ""}),
    ],
)
def test_which_prompt_follows_an_answer(place, moods):
    [field] = answer_fields.fields(swedish(), [version().questions[place]])
    assert {option.value: option.mood for option in field.options} == moods


def test_a_stored_answer_is_said_in_words():
    questions = {question.key: question for question in version().questions}
    values = [
        AnswerValue(YES_NO, choice="neither"),
        AnswerValue(SCALE, number=7),
        AnswerValue(FIVE, number=4),
        AnswerValue(SEVERAL, choices=("bus", "car")),
        AnswerValue(SHORT, words="Fläkten"),
        AnswerValue(NUMBER, decimal=Decimal("1500.5000")),
        AnswerValue(DAY, day=date(2026, 3, 2)),
    ]
    with translation.override("en"):
        english = Wording(version(), "en")
        assert [english.value_in_words(questions[value.key], value) for value in values] == [
            "A bit of both",
            "7 of 10",
            "4 of 5",
            "Bus, Car",
            "",
            "1,500.5",
            "2\u00a0March 2026",
        ]

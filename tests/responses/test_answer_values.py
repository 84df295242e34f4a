"""The rules of answering, the same for every door."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from responses.answer_values import AnswerValue, clean_words, problems
from surveys import question_kinds
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
        AnswerValue(FIVE, number=1),
        AnswerValue(FIVE, number=5, words="Toppen"),
        AnswerValue(RECOMMEND, number=0),
        AnswerValue(SEVERAL, choices=("bus",)),
        AnswerValue(SEVERAL, choices=("car", "bus"), words="Båda"),
        AnswerValue(SHORT, words="a" * question_kinds.MAX_SHORT),
        AnswerValue(NUMBER, decimal=Decimal(0)),
        AnswerValue(NUMBER, decimal=Decimal("-99999999999999.9999")),
        AnswerValue(DAY, day=date(1900, 1, 1)),
        AnswerValue.of_steps(ONE_TIME, ("", "Hon log.", "")),
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
        (AnswerValue(FIVE, number=0), "not_a_choice"),
        (AnswerValue(FIVE, number=6), "not_a_choice"),
        (AnswerValue(RECOMMEND, number=11), "not_a_choice"),
        (AnswerValue(RECOMMEND, decimal=Decimal(7)), "not_a_choice"),
        (AnswerValue(SEVERAL, choices=("bus", "boat")), "not_a_choice"),
        (AnswerValue(SEVERAL, choices=("bus", "bus")), "not_a_choice"),
        (AnswerValue(SEVERAL, choice="bus"), "not_a_choice"),
        (AnswerValue(CHOICE, choices=("bus",)), "not_a_choice"),
        (AnswerValue(CHOICE, choice="bus", day=date(2026, 1, 1)), "not_a_choice"),
        (AnswerValue(SHORT, words="a" * (question_kinds.MAX_SHORT + 1)), "too_long"),
        (AnswerValue(SHORT, choice="yes"), "not_a_choice"),
        (AnswerValue(NUMBER, choice="många"), "not_a_number"),
        (AnswerValue(NUMBER, choice="1" * 15), "number_too_long"),
        (AnswerValue(NUMBER, decimal=Decimal("1.00001")), "number_too_long"),
        (AnswerValue(NUMBER, number=3), "not_a_number"),
        (AnswerValue(NUMBER, words="tre"), "words_not_asked"),
        (AnswerValue(DAY, choice="i går"), "not_a_day"),
        (AnswerValue(DAY, day=date(26, 1, 1)), "strange_year"),
        (AnswerValue(DAY, day=date(2200, 1, 1)), "strange_year"),
        (AnswerValue(DAY, words="i går"), "words_not_asked"),
        (AnswerValue.of_steps(ONE_TIME, ["a" * 2000] * 3), "too_long"),
        (AnswerValue(ONE_TIME, choice="yes"), "not_a_choice"),
    ],
)
def test_an_answer_that_does_not_fit(value, rule):
    assert rules(value) == [(rule, value.key)]


def test_a_question_the_version_does_not_have():
    assert rules(AnswerValue(uuid.UUID(int=99), choice="yes")) == [("unknown_question", None)]


def test_one_question_answered_twice():
    twice = AnswerValue(YES_NO, choice="yes"), AnswerValue(YES_NO, choice="no")
    assert rules(*twice) == [("unknown_question", None)]


def test_nothing_said_at_all():
    assert rules() == [("nothing_said", None)]
    assert rules(AnswerValue(YES_NO)) == [("nothing_said", None)]


def test_required_questions_are_asked_for():
    everything = dict.fromkeys(("yes_no", "open", "five", "several", "short", "number", "day", "one_time"), True)
    assert rules(AnswerValue(SCALE, number=3), AnswerValue(FIVE, words="Toppen"), **everything) == [
        ("choice_missing", YES_NO),
        ("words_missing", OPEN),
        ("choice_missing", FIVE),  # words beside it explain an answer and are none
        ("choice_missing", SEVERAL),
        ("words_missing", SHORT),
        ("number_missing", NUMBER),
        ("day_missing", DAY),
        ("words_missing", ONE_TIME),
    ]


def test_words_lose_what_cannot_be_printed_and_nothing_else():
    assert clean_words(" Två\r\nrader\x00\x1b[31m och\ten tabb\ud800 👩‍🔧 ") == "Två\nrader[31m och\ten tabb 👩‍🔧"
    assert clean_words("A\u030a") == "Å"

"""What may be answered to a question, and why something may not. Every door goes through here."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from responses.typed_values import fits, is_number
from surveys import logic
from surveys.definitions import Definition, QuestionDefinition
from surveys.logic import Said
from surveys.question_kinds import (
    DATE,
    FIRST_YEAR,
    LAST_YEAR,
    MAX_SHORT,
    MAX_WORDS,
    MULTIPLE_CHOICE,
    NUMBER,
    SCALES,
    SHORT_TEXT,
    SINGLE_CHOICE,
    WORDS,
    YES_NO,
    YES_NO_VALUES,
)

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

NOTHING = "nothing_said"  # the rule of an answer that is empty from end to end
NOTHING_SAID = _("Write a word or choose an answer first.")
SURVEY_CHANGED = _("The questions have changed since you opened this page. Please look at your answers and send again.")
CHOOSE = _("Please choose an answer.")
WRITE = _("Please write a few words.")
WRITE_A_NUMBER = _("Please write a number.")
CHOOSE_A_DAY = _("Please choose a date.")
NOT_A_CHOICE = _("This is not one of the answers. Please choose again.")
NOT_A_NUMBER = _("We could not read this as a number. Please write only digits, for example 12 or 1.5.")
NUMBER_TOO_LONG = _("This number is longer than we can keep. Please write it with fewer digits.")
NOT_A_DAY = _("We could not read this as a date. Please write year, month and day, for example 2026-05-31.")
CHECK_THE_YEAR = _("Please look at the year once more.")
TOO_LONG = _("That is more than one answer can hold. Please shorten it to {limit} characters; now it is {length}.")


@dataclass(frozen=True)
class AnswerValue:
    """What somebody answered to one question: something chosen, a number or a day; words beside it or alone.

    `choice` also holds what was typed for a number or a day and could not be read. `steps` are the parts of "one time",
    in the order of STEPS; `words` then has them in a row.
    """

    key: UUID
    choice: str = ""
    number: int | None = None
    words: str = ""
    choices: tuple[str, ...] = ()
    decimal: Decimal | None = None
    day: date | None = None
    steps: tuple[str, ...] = ()

    @classmethod
    def of_steps(cls, key: UUID, steps: Iterable[str]) -> "AnswerValue":
        steps = tuple(steps)
        return cls(key, words="\n\n".join(step for step in steps if step), steps=steps if any(steps) else ())

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.has_choice

    @property
    def has_choice(self) -> bool:
        """Something beside words was answered."""
        return bool(self.choice or self.choices) or not (self.number is None and self.decimal is None and not self.day)

    @property
    def said(self) -> Said:
        """The answer as conditions know it: words beside a closed answer only explain it."""
        chosen = frozenset({self.choice, *self.choices} - {""})
        if self.has_choice:
            number = self.number if self.number is not None else self.decimal
            return Said(choices=chosen, number=number, text=self.day.isoformat() if self.day else "")
        return Said(text=self.words)


@dataclass(frozen=True)
class Problem:
    """Why an answer cannot be taken. Without a key it is about the whole; `about_words`: not the choice, the words."""

    rule: str
    message: str
    key: UUID | None = None
    about_words: bool = False


class NotFitting(Exception):
    """The answers do not fit the version they were given to; nothing was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(problem.rule for problem in problems))
        self.problems = problems


def clean_words(text: str) -> str:
    """The words as they are stored: no control characters, one kind of line end, composed letters, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text)).strip()


def said(definition: Definition, values: Iterable[AnswerValue]) -> dict[UUID, Said]:
    """What was answered, as conditions know it. Words beside a closed question that was left open answer nothing."""
    closed = {question.key for question in definition.questions if question.is_closed}
    return {value.key: value.said for value in values if value.has_choice or value.key not in closed and value.words}


def kept(definition: Definition, values: Iterable[AnswerValue]) -> list[AnswerValue]:
    """The answers without those to questions that are not asked, given the others; strangers stay, to be told of."""
    values = list(values)
    asked = {question.key for question in logic.visible(definition, said(definition, values))}
    hidden = {question.key for question in definition.questions} - asked
    return [value for value in values if value.key not in hidden]


def problems(definition: Definition, values: Iterable[AnswerValue]) -> list[Problem]:
    """What hinders these answers to this version; an empty list means they may be stored.

    A question that is not asked, because its condition is not met, asks for nothing.
    """
    values = list(values)
    given = {value.key: value for value in values}
    known = {question.key for question in definition.questions}
    found = []
    if len(given) < len(values) or any(value.key not in known for value in values):
        found.append(Problem("unknown_question", SURVEY_CHANGED))
    found += of_questions(logic.visible(definition, said(definition, values)), values)
    if not found and all(value.is_empty for value in values):
        found.append(Problem(NOTHING, NOTHING_SAID))
    return found


def of_questions(questions: Iterable[QuestionDefinition], values: Iterable[AnswerValue]) -> list[Problem]:
    """What hinders the answers to these questions, one by one."""
    given = {value.key: value for value in values}
    return [
        problem
        for question in questions
        for problem in _of_question(question, given.get(question.key) or AnswerValue(question.key))
    ]


def _of_question(question: QuestionDefinition, value: AnswerValue) -> list[Problem]:
    found = []
    if value.has_choice:
        if wrong := _hindrance(question, value):
            found.append(Problem(*wrong, question.key))
    elif question.required and not (value.words and not question.is_closed):
        found.append(Problem(*_MISSING.get(question.kind, ("choice_missing", CHOOSE)), question.key))
    if value.words and question.kind in {NUMBER, DATE}:
        found.append(Problem("words_not_asked", SURVEY_CHANGED, question.key))
    limit = MAX_SHORT if question.kind == SHORT_TEXT else MAX_WORDS
    if len(value.words) > limit:
        message = format_lazy(TOO_LONG, limit=limit, length=len(value.words))
        found.append(Problem("too_long", message, question.key, about_words=True))
    return found


_MISSING = dict.fromkeys((*WORDS, SHORT_TEXT), ("words_missing", WRITE)) | {
    NUMBER: ("number_missing", WRITE_A_NUMBER),
    DATE: ("day_missing", CHOOSE_A_DAY),
}


def _hindrance(question: QuestionDefinition, value: AnswerValue) -> tuple[str, str] | None:
    """Why something other than words cannot be the answer to this question; None where it can."""
    if question.kind == NUMBER:
        if replace(value, decimal=None).has_choice:
            return ("number_too_long", NUMBER_TOO_LONG) if is_number(value.choice) else ("not_a_number", NOT_A_NUMBER)
        return None if fits(value.decimal) else ("number_too_long", NUMBER_TOO_LONG)
    if question.kind == DATE:
        if replace(value, day=None).has_choice:
            return "not_a_day", NOT_A_DAY
        return None if FIRST_YEAR <= value.day.year <= LAST_YEAR else ("strange_year", CHECK_THE_YEAR)
    return None if _is_possible(question, value) else ("not_a_choice", NOT_A_CHOICE)


def _is_possible(question: QuestionDefinition, value: AnswerValue) -> bool:
    """Whether it was chosen from what the question offers, and nothing of another kind stands beside it."""
    if value.decimal is not None or value.day:
        return False
    if question.kind in SCALES:
        return not value.choice and not value.choices and value.number in SCALES[question.kind]
    if value.number is not None:
        return False
    if question.kind == MULTIPLE_CHOICE:
        once = len(set(value.choices)) == len(value.choices)
        return once and not value.choice and set(value.choices) <= set(question.option_keys)
    if value.choices:
        return False
    if question.kind == YES_NO:
        return value.choice in YES_NO_VALUES
    return question.kind == SINGLE_CHOICE and value.choice in question.option_keys

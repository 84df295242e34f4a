"""What may be answered to a question, and why something may not. Every door goes through here."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from surveys.definitions import Definition, QuestionDefinition
from surveys.question_kinds import MAX_WORDS, OPEN_TEXT, SCALE, SINGLE_CHOICE, YES_NO, YES_NO_VALUES

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

NOTHING_SAID = _("Write a word or choose an answer first.")
SURVEY_CHANGED = _("The questions have changed since you opened this page. Please look at your answers and send again.")
CHOOSE = _("Please choose an answer.")
WRITE = _("Please write a few words.")
NOT_A_CHOICE = _("This is not one of the answers. Please choose again.")
TOO_LONG = _("That is more than one answer can hold. Please shorten it to {limit} characters; now it is {length}.")


@dataclass(frozen=True)
class AnswerValue:
    """What somebody answered to one question: a choice or a number, and words beside it or alone."""

    key: UUID
    choice: str = ""
    number: int | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.has_choice

    @property
    def has_choice(self) -> bool:
        return bool(self.choice) or self.number is not None


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


def problems(definition: Definition, values: Iterable[AnswerValue]) -> list[Problem]:
    """What hinders these answers to this version; an empty list means they may be stored."""
    values = list(values)
    given = {value.key: value for value in values}
    known = {question.key for question in definition.questions}
    found = []
    if len(given) < len(values) or any(value.key not in known for value in values):
        found.append(Problem("unknown_question", SURVEY_CHANGED))
    for question in definition.questions:
        found += _of_question(question, given.get(question.key) or AnswerValue(question.key))
    if not found and all(value.is_empty for value in values):
        found.append(Problem("nothing_said", NOTHING_SAID))
    return found


def _of_question(question: QuestionDefinition, value: AnswerValue) -> list[Problem]:
    found = []
    if value.has_choice and not _is_possible(question, value):
        found.append(Problem("not_a_choice", NOT_A_CHOICE, question.key))
    elif question.required and question.kind == OPEN_TEXT and not value.words:
        found.append(Problem("words_missing", WRITE, question.key))
    elif question.required and question.kind != OPEN_TEXT and not value.has_choice:
        found.append(Problem("choice_missing", CHOOSE, question.key))
    if len(value.words) > MAX_WORDS:
        message = format_lazy(TOO_LONG, limit=MAX_WORDS, length=len(value.words))
        found.append(Problem("too_long", message, question.key, about_words=True))
    return found


def _is_possible(question: QuestionDefinition, value: AnswerValue) -> bool:
    if question.kind == SCALE:
        return not value.choice and 0 <= value.number <= 10
    if value.number is not None:
        return False
    if question.kind == YES_NO:
        return value.choice in YES_NO_VALUES
    return question.kind == SINGLE_CHOICE and value.choice in question.option_keys

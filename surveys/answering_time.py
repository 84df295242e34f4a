"""How long a survey takes to answer: an estimate shown to whoever builds it.

Formula of the handbook (03, section 6): reading at 238 words a minute, seconds for each kind of question,
and a while for each place where the customer may write why. The seconds by kind are our own estimates: a tap
takes as long as reading the answers allows, a line of one's own half a minute, the three parts of "one time" a minute.

A question with a condition counts by half. Whoever answers meets it or not, and nobody knows how often: with two
questions that exclude each other, half of both is just what one person is asked.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from surveys.question_kinds import (
    DATE,
    MULTIPLE_CHOICE,
    NPS,
    NUMBER,
    ONE_TIME,
    OPEN_TEXT,
    SCALE,
    SCALE_1_5,
    SHORT_TEXT,
    SINGLE_CHOICE,
    YES_NO,
)

WORDS_READ_A_MINUTE = 238
SECONDS_BY_KIND = {
    YES_NO: 3,
    SINGLE_CHOICE: 5,
    SCALE: 5,
    SCALE_1_5: 5,
    NPS: 5,
    NUMBER: 6,
    DATE: 6,
    MULTIPLE_CHOICE: 8,
    SHORT_TEXT: 10,
    OPEN_TEXT: 30,
    ONE_TIME: 60,
}
SECONDS_FOR_A_MOTIVATION = 15
SHARE_OF_A_CONDITIONAL = 0.5

_WORD = re.compile(r"\w+(?:['’.:-]\w+)*")


@dataclass(frozen=True)
class Asked:
    """One question as the customer meets it: its kind, how many words to read, whether it asks why, and whether it is
    asked only after certain answers."""

    kind: str
    words: int
    has_motivation: bool = False
    is_conditional: bool = False


def count_words(text: str | None) -> int:
    """How many words there are to read; none in nothing. "e-post" and "22.30" are one word each."""
    return sum(1 for _ in _WORD.finditer(text or ""))


def answering_time_s(questions: Iterable[Asked], *, intro_words: int = 0) -> float:
    """The estimated seconds for reading and answering everything.

    A kind that is not in the table counts as an open text, so that the estimate is never too rosy.
    """
    return _reading_s(intro_words) + sum(question_time_s(question) for question in questions)


def question_time_s(question: Asked) -> float:
    """The estimated seconds for one question; half of them where it has a condition."""
    seconds = _reading_s(question.words) + SECONDS_BY_KIND.get(question.kind, SECONDS_BY_KIND[OPEN_TEXT])
    if question.has_motivation:
        seconds += SECONDS_FOR_A_MOTIVATION
    return seconds * SHARE_OF_A_CONDITIONAL if question.is_conditional else seconds


def whole_minutes(seconds: float) -> int:
    """Minutes as shown on screen, rounded up; 0 stands for "under a minute"."""
    return ceil(seconds / 60) if seconds >= 60 else 0


def _reading_s(words: int) -> float:
    return words / WORDS_READ_A_MINUTE * 60

"""How long a survey takes to answer: an estimate shown to whoever builds it.

Formula of the handbook (03, section 6): reading at 238 words a minute, seconds for each kind of question,
and a while for each place where the customer may write why. The seconds by kind are our own estimates.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from surveys.question_kinds import OPEN_TEXT, SCALE, SINGLE_CHOICE, YES_NO

WORDS_READ_A_MINUTE = 238
SECONDS_BY_KIND = {YES_NO: 3, SINGLE_CHOICE: 5, SCALE: 5, OPEN_TEXT: 30}
SECONDS_FOR_A_MOTIVATION = 15

_WORD = re.compile(r"\w+(?:['’.:-]\w+)*")


@dataclass(frozen=True)
class Asked:
    """One question as the customer meets it: its kind, how many words to read, and whether it asks why."""

    kind: str
    words: int
    has_motivation: bool = False


def count_words(text: str | None) -> int:
    """How many words there are to read; none in nothing. "e-post" and "22.30" are one word each."""
    return sum(1 for _ in _WORD.finditer(text or ""))


def answering_time_s(questions: Iterable[Asked], *, intro_words: int = 0) -> float:
    """The estimated seconds for reading and answering everything.

    A kind that is not in the table counts as an open text, so that the estimate is never too rosy.
    """
    return _reading_s(intro_words) + sum(question_time_s(question) for question in questions)


def question_time_s(question: Asked) -> float:
    """The estimated seconds for one question."""
    base = SECONDS_BY_KIND.get(question.kind, SECONDS_BY_KIND[OPEN_TEXT])
    return _reading_s(question.words) + base + (SECONDS_FOR_A_MOTIVATION if question.has_motivation else 0)


def whole_minutes(seconds: float) -> int:
    """Minutes as shown on screen, rounded up; 0 stands for "under a minute"."""
    return ceil(seconds / 60) if seconds >= 60 else 0


def _reading_s(words: int) -> float:
    return words / WORDS_READ_A_MINUTE * 60

"""Two questions that are nearly the same: by the words they share, as the handbook measures it."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common.casefolding import search_text
from surveys.models import Question
from surveys.readiness.draft import Draft
from surveys.readiness.problem import HINT, Problem

NEARLY_THE_SAME = 0.7  # of the words of both together are in each of them
STOP_WORDS = Path(__file__).parent / "stop_words.json"
_WORD = re.compile(r"\w+")


def duplicate_question(draft: Draft) -> Iterator[Problem]:
    """At each question that says again what an earlier one says, in any promised language."""
    earlier_of = {}
    for language in draft.languages:
        for later, earlier in _pairs(draft.questions, language):
            earlier_of.setdefault(later, earlier)
    for later, earlier in sorted(earlier_of.items()):
        words = format_lazy(_("Nearly the same as question {number}. Keep one of them."), number=earlier + 1)
        yield Problem("duplicate_question", words, draft.questions[later].pk, HINT)


@lru_cache(maxsize=4096)
def telling_words(text: str, language: str) -> frozenset[str]:
    """The words of a text without those that every question has."""
    stop_words, phrases = _stop_words(language)
    folded = search_text(text)
    if phrases:
        folded = phrases.sub(" ", folded)
    return frozenset(_WORD.findall(folded)) - stop_words


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the words of both together each of them has, from 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def _pairs(questions: list[Question], language: str) -> Iterator[tuple[int, int]]:
    """(later, earlier) by their places: at most one for each later question."""
    seen: list[frozenset[str]] = []
    for place, question in enumerate(questions):
        words = telling_words(question.texts.get(language) or "", language)
        for earlier, others in enumerate(seen):
            if likeness(words, others) >= NEARLY_THE_SAME:
                yield place, earlier
                break
        seen.append(words)


@lru_cache(maxsize=8)
def _stop_words(language: str) -> tuple[frozenset[str], re.Pattern | None]:
    told = json.loads(STOP_WORDS.read_text(encoding="utf-8")).get(language)
    if not told:
        return frozenset(), None
    phrases = "|".join(re.escape(phrase) for phrase in told["phrases"])
    return frozenset(told["words"].split()), re.compile(rf"\b(?:{phrases})\b")

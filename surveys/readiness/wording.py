"""What the question coach says of every text: its blocks stand in the way, the rest is advice."""

from collections.abc import Iterator
from functools import lru_cache

from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import get_language

from common import languages
from surveys import coach, inserting
from surveys.coach import Advice
from surveys.models import Question
from surveys.readiness.draft import Draft
from surveys.readiness.problem import ADVICE, BLOCK, HINT, Problem

SHOWN_AT_MOST = 2  # pieces of advice at one question; what blocks is always shown
NEVER_KEPT = {"marketing"}  # whatever somebody says for it
_SEVERITIES = {"block": BLOCK, "warn": ADVICE, "hint": HINT}


def wording(draft: Draft) -> Iterator[Problem]:
    """Each rule once a question, with the languages it is about; what somebody has kept with a reason is not said."""
    for question in draft.questions:
        found: dict[str, Advice] = {}
        spoken: dict[str, list[str]] = {}
        for language in draft.languages:
            for advice in _findings(question, language):
                if not _is_kept(question, advice):
                    found.setdefault(advice.rule, advice)
                    spoken.setdefault(advice.rule, []).append(language)
        blocks = [advice for advice in found.values() if advice.severity == "block"]
        rest = [advice for advice in found.values() if advice.severity != "block"]
        for advice in [*blocks, *coach.shown(rest, at_most=SHOWN_AT_MOST)]:
            words = _words(advice, spoken[advice.rule], of=len(draft.languages))
            severity, language = _SEVERITIES[advice.severity], spoken[advice.rule][0]
            yield Problem(advice.rule, words, question.pk, severity, language)


@lru_cache(maxsize=8192)
def advised(text: str, language: str, is_prompt: bool) -> tuple[Advice, ...]:
    """The coach's findings about one text as customers read it, remembered for as long as the process lives."""
    return tuple(coach.advise(inserting.sample(text), language=language, is_prompt=is_prompt))


def _findings(question: Question, language: str) -> Iterator[Advice]:
    """Of the question's text and of its prompts, each rule once."""
    told = set()
    prompts = [(texts.get(language), True) for texts in question.prompt.values()]
    for text, is_prompt in [(question.texts.get(language), False), *prompts]:
        for advice in advised(text, language, is_prompt) if text and text.strip() else ():
            if advice.rule not in told:
                told.add(advice.rule)
                yield advice


def _is_kept(question: Question, advice: Advice) -> bool:
    kept = question.kept_advice.get(advice.language, {})
    return advice.rule in kept and advice.rule not in NEVER_KEPT


def _words(advice: Advice, spoken: list[str], *, of: int) -> str:
    """The coach's sentence in the reader's language, with the languages it is about where there are several."""
    sentence = lazy(lambda: advice.message(get_language() or "en"), str)()
    if of == 1:
        return sentence
    return format_lazy("{} ({})", sentence, languages.names_of(spoken))

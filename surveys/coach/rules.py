"""The rules of the chapter, in its order."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from surveys.coach import wording
from surveys.coach.advice import BLOCK, HINT, WARN
from surveys.coach.barrels import double_barrelled
from surveys.coach.lengths import hard_to_read, shouting, too_long
from surveys.coach.reading import Text

Span = tuple[int, int]


@dataclass(frozen=True)
class Rule:
    """One rule: where it finds its fault, and how serious that is."""

    id: str
    severity: str
    find: Callable[[Text], Span | None]
    in_prompts: bool = False
    in_every_language: bool = False


@cache
def _patterns(rule: str, language: str) -> tuple[re.Pattern, ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in wording.of(language).rules[rule].patterns)


def _worded(rule: str, text: Text) -> Span | None:
    return text.whole if any(p.search(text.plain) for p in _patterns(rule, text.language)) else None


def _rule(id: str, severity: str, **where) -> Rule:
    return Rule(id, severity, partial(_worded, id), **where)


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        _rule("internal_process", WARN),
        Rule("double_barrelled", WARN, double_barrelled),
        _rule("leading", WARN, in_prompts=True),
        _rule("jargon", WARN),
        _rule("recall_window", WARN),
        _rule("vague_frequency", HINT),
        _rule("absolute_words", HINT),
        _rule("negation", WARN),
        _rule("scale_only", WARN),
        _rule("generic_satisfaction", HINT),
        _rule("recommend_score", HINT),
        _rule("hypothetical", HINT),
        _rule("solution_from_customer", HINT),
        _rule("accuses_customer", BLOCK, in_prompts=True),
        _rule("staff_blame", BLOCK, in_prompts=True),
        _rule("sensitive_data", BLOCK, in_prompts=True),
        _rule("marketing", BLOCK, in_prompts=True),
        _rule("not_answerable", WARN),
        _rule("too_general", HINT),
        Rule("too_long", HINT, too_long, in_prompts=True, in_every_language=True),
        Rule("hard_to_read", HINT, hard_to_read, in_every_language=True),
        Rule("shouting", HINT, shouting, in_prompts=True, in_every_language=True),
    )
}

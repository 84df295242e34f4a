"""The rules of the chapter, in its order."""

from collections.abc import Callable
from dataclasses import dataclass

from surveys.coach import barrels, hurting, lengths, measuring_us, remembering, steering
from surveys.coach.advice import BLOCK, HINT, WARN
from surveys.coach.finding import Span
from surveys.coach.reading import Text

_IN_PROMPTS = frozenset(
    {"leading", "accuses_customer", "staff_blame", "sensitive_data", "marketing", "shouting", "too_long"}
)
_IN_EVERY_LANGUAGE = frozenset({"too_long", "hard_to_read", "shouting"})
_ONLY_IN_QUESTIONS = frozenset({"double_barrelled", "negation"})


@dataclass(frozen=True)
class Rule:
    """One rule: how serious its fault is, and where it finds it."""

    severity: str
    find: Callable[[Text], Span | None]

    @property
    def id(self) -> str:
        """The handbook's name for it, which is its function's."""
        return self.find.__name__

    @property
    def in_prompts(self) -> bool:
        """Whether it reads motivation prompts too."""
        return self.id in _IN_PROMPTS

    @property
    def in_every_language(self) -> bool:
        """Whether it needs no words."""
        return self.id in _IN_EVERY_LANGUAGE

    @property
    def only_in_questions(self) -> bool:
        """Whether it leaves an explanation alone that asks nothing."""
        return self.id in _ONLY_IN_QUESTIONS


RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(WARN, measuring_us.internal_process),
        Rule(WARN, barrels.double_barrelled),
        Rule(WARN, steering.leading),
        Rule(WARN, measuring_us.jargon),
        Rule(WARN, remembering.recall_window),
        Rule(HINT, remembering.vague_frequency),
        Rule(HINT, steering.absolute_words),
        Rule(WARN, steering.negation),
        Rule(WARN, measuring_us.scale_only),
        Rule(HINT, measuring_us.generic_satisfaction),
        Rule(HINT, measuring_us.recommend_score),
        Rule(HINT, steering.hypothetical),
        Rule(HINT, steering.solution_from_customer),
        Rule(BLOCK, hurting.accuses_customer),
        Rule(BLOCK, hurting.staff_blame),
        Rule(BLOCK, hurting.sensitive_data),
        Rule(BLOCK, hurting.marketing),
        Rule(WARN, measuring_us.not_answerable),
        Rule(HINT, remembering.too_general),
        Rule(HINT, lengths.too_long),
        Rule(HINT, lengths.hard_to_read),
        Rule(HINT, lengths.shouting),
    )
}

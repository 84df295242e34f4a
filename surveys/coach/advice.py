"""What the coach says about a question: a rule, a place in the text, one sentence and one example."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from surveys.coach import wording

BLOCK, WARN, HINT = "block", "warn", "hint"
_URGENCY = (BLOCK, WARN, HINT)
_NEVER_KEPT = frozenset({"sensitive_data", "marketing"})


class Example(NamedTuple):
    """A question with the fault, and one without it, in the same language."""

    bad: str
    good: str


@dataclass(frozen=True)
class Advice:
    """One finding of one rule in one question."""

    rule: str
    severity: str
    span: tuple[int, int]
    language: str

    @property
    def may_be_kept(self) -> bool:
        """Whether the writer may publish the question as it stands."""
        return self.rule not in _NEVER_KEPT

    @property
    def needs_reason(self) -> bool:
        """Whether keeping it takes a written reason of at least 20 characters."""
        return self.severity == BLOCK and self.may_be_kept

    def message(self, reader_language: str) -> str:
        """One friendly sentence in the reader's language; English when we do not speak it."""
        return wording.of(reader_language).rules[self.rule].message

    def example(self) -> Example:
        """The handbook's example in the question's own language; English when we do not speak it."""
        rule = wording.of(self.language).rules[self.rule]
        return Example(bad=rule.bad, good=rule.good)


def shown(advice: Iterable[Advice], *, at_most: int = 2) -> list[Advice]:
    """The few to show at once: what blocks before what warns before what hints, then the chapter's order."""
    return sorted(advice, key=lambda one: _URGENCY.index(one.severity))[:at_most]

"""How well the coach does on labelled questions: precision and recall, per rule and per language."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from surveys.coach.advising import advise
from surveys.coach.rules import RULES


@dataclass
class Score:
    """Findings counted against labels."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """How much of what was found should have been; 1 when nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """How much of what should be found was; 1 when there was nothing to find."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    def count(self, found: set[str], expected: set[str]) -> None:
        """Add one question's findings."""
        self.right += len(found & expected)
        self.wrong += len(found - expected)
        self.missed += len(expected - found)


@dataclass(frozen=True)
class Scores:
    """The scores of a set of cases, all together and apart."""

    together: Score
    by_language: dict[str, Score]
    by_rule: dict[str, Score]

    def lines(self) -> list[str]:
        """A table: precision, recall, and what they are counted from."""
        rows = [("all", self.together), *sorted(self.by_language.items()), *self.by_rule.items()]
        return [
            f"{name:24} precision {score.precision:.3f}  recall {score.recall:.3f}"
            f"  ({score.right} right, {score.wrong} wrong, {score.missed} missed)"
            for name, score in rows
        ]


def score(cases: Iterable[dict]) -> Scores:
    """Count the coach's findings against cases of {"language", "question", "expect"}."""
    together, by_language, by_rule = Score(), defaultdict(Score), {rule: Score() for rule in RULES}
    for case in cases:
        found = {advice.rule for advice in advise(case["question"], language=case["language"])}
        expected = set(case["expect"])
        together.count(found, expected)
        by_language[case["language"]].count(found, expected)
        for rule in (found | expected) & RULES.keys():
            by_rule[rule].count(found & {rule}, expected & {rule})
    return Scores(together, dict(by_language), by_rule)

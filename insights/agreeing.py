"""How alike people read the same incidents, when neither had seen the guess. About the coding, never about a person.

Between two people a figure would tell each of them about the other, so it waits for a third, who has read enough,
and until no two of them have made more than half of the double readings: else it were nearly theirs.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db.models import QuerySet

from insights.coding import Reading, reading_in
from insights.models import Coding

NEWEST = 5000  # codings looked at
ENOUGH = 20  # double readings; below it a figure says nothing
PEOPLE = 3  # whose readings make a figure that is about nobody in particular
EACH = 5  # double readings of each of them
CLEARLY_ALIKE, MOSTLY_ALIKE = 0.8, 0.6
SEVERITIES = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Agreement:
    """How alike two rows of labels are. `kappa` is None where chance alone would make them all alike."""

    count: int
    observed: float
    kappa: float | None

    @property
    def is_enough(self) -> bool:
        return self.count >= ENOUGH

    @property
    def strength(self) -> str:
        """clear, fair or weak: the second and third step are the border of Landis and Koch's "substantial"."""
        if self.kappa is None or self.kappa > CLEARLY_ALIKE:
            return "clear"
        return "fair" if self.kappa > MOSTLY_ALIKE else "weak"


def cohens_kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> Agreement:
    """Agreement beyond chance of two raters and nominal labels.

    kappa = (po - pe) / (1 - pe), where po is the share of items labelled alike and pe the sum over the labels of
    share_one * share_other. J. Cohen (1960), A coefficient of agreement for nominal scales, Educational and
    Psychological Measurement 20(1), 37-46.
    """
    count = len(one)
    if not count:
        return Agreement(0, 0.0, None)
    observed = sum(a == b for a, b in zip(one, other, strict=True)) / count
    shares, others = Counter(one), Counter(other)
    expected = sum(shares[label] * others[label] for label in shares) / count**2
    return Agreement(count, observed, None if expected == 1 else (observed - expected) / (1 - expected))


def weighted_kappa(one: Sequence[int], other: Sequence[int], *, steps: Sequence[int] = SEVERITIES) -> Agreement:
    """The same for ordered labels: being two steps apart counts four times as much as being one step apart.

    kappa = 1 - sum(w * seen) / sum(w * by chance), w = (a - b)^2 / (steps - 1)^2. J. Cohen (1968), Weighted kappa,
    Psychological Bulletin 70(4), 213-220.
    """
    count = len(one)
    if not count:
        return Agreement(0, 0.0, None)
    widest = (len(steps) - 1) ** 2
    seen = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / widest / count
    shares, others = Counter(one), Counter(other)
    by_chance = sum(shares[a] * others[b] * (a - b) ** 2 for a in shares for b in others) / widest / count**2
    observed = sum(a == b for a, b in zip(one, other, strict=True)) / count
    return Agreement(count, observed, None if by_chance == 0 else 1 - seen / by_chance)


@dataclass(frozen=True)
class Pair:
    """Two people's blind readings of one incident, always the same person's first."""

    incident_id: int
    one: Reading
    other: Reading
    coders: frozenset[int] = frozenset()

    @property
    def differs(self) -> bool:
        return self.one != self.other


def pairs(codings: QuerySet[Coding]) -> list[Pair]:
    """Every two blind ones of these codings of one incident, the newest incidents first.

    Where several pairs of people have read, their readings are one set: the figures are about how the sorting into
    kinds is understood, and can be asked for nobody in particular.
    """
    blind = codings.filter(was_blind=True).order_by("-incident_id", "coder_id")
    rows_of: dict[int, list[Coding]] = defaultdict(list)
    for row in blind[:NEWEST]:
        rows_of[row.incident_id].append(row)
    return [
        Pair(pk, reading_in(one), reading_in(other), frozenset({one.coder_id, other.coder_id}))
        for pk, rows in rows_of.items()
        for one, other in combinations(rows, 2)
    ]


def is_about_nobody(found: Sequence[Pair]) -> bool:
    """Enough people's readings are in it, enough of each of them, and no more than half are of the same two."""
    readings = Counter(coder for pair in found for coder in pair.coders)
    together = Counter(pair.coders for pair in found)
    is_of_two = 2 * max(together.values(), default=0) > len(found)
    return sum(count >= EACH for count in readings.values()) >= PEOPLE and not is_of_two


def agreements(found: Sequence[Pair]) -> dict[str, Agreement]:
    """For incident or not, and for those both call an incident: what it is about, good or bad, how much it meant.

    Each only where its own readings are about nobody in particular.
    """
    both = [pair for pair in found if pair.one.is_incident and pair.other.is_incident]
    weighed = [pair for pair in both if pair.one.severity and pair.other.severity]
    asked = {
        "is_incident": (cohens_kappa, found),
        "category": (cohens_kappa, both),
        "polarity": (cohens_kappa, both),
        "severity": (weighted_kappa, weighed),
    }
    return {
        name: kappa([getattr(pair.one, name) for pair in read], [getattr(pair.other, name) for pair in read])
        for name, (kappa, read) in asked.items()
        if is_about_nobody(read)
    }

"""Which problem first: when a group of incidents becomes a task, and how high the task stands.

Formulas of the handbook (05, sections 1 and 2). Only negative and mixed incidents are given to this module;
how satisfied others were, what a repair would cost and what a manager guesses about effort have no way in.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log2

WEIGHTS = {
    "safety": 2.0,
    "treatment": 1.5,
    "fairness_honesty": 1.5,
    "responsibility": 1.4,
    "individual_needs": 1.3,
    "authenticity": 1.3,
    "recovery": 1.3,
    "core_outcome": 1.2,
    "information": 1.1,
}  # every other category weighs 1
TREATMENT_GROUP_AND_SAFETY = frozenset(
    ["treatment", "individual_needs", "authenticity", "fairness_honesty", "responsibility", "safety"]
)
NEVER_LATER_WHEN_SERIOUS = frozenset(["treatment", "fairness_honesty", "safety"])

POINTS = {
    1: 1,
    2: 2,
    3: 4,
    4: 8,
    5: 16,
}  # each step doubles: one serious incident outweighs many small
VOICES_NEEDED = {1: 3, 2: 3, 3: 2, 4: 1, 5: 1}
VOICES_NEEDED_IN_TREATMENT = {1: 2, 2: 2, 3: 1, 4: 1, 5: 1}
SERIOUS = 4
NOW, NEXT, LATER = "now", "next", "later"
BANDS = (NOW, NEXT, LATER)

FORGOTTEN_AFTER_DAYS = 90
SUGGESTED_WITHIN_DAYS = 60
RECENT_DAYS = 30
HALF_LIFE_DAYS = 30
ALARM_DAYS = 14


@dataclass(frozen=True)
class Voice:
    """One incident as told by one person. `respondent` None: nobody knows who, a person of its own."""

    respondent: str | None
    severity: int
    age_days: float


@dataclass(frozen=True)
class Reason:
    """One thing that lifted or lowered a task, as a code and its number; `explaining` turns it into words."""

    code: str
    value: float


@dataclass(frozen=True)
class Priority:
    """score = weight * base * trend * reach * recurrence, its band, and why."""

    base: float
    weight: float
    trend: float
    reach: float
    recurrence: float
    score: float
    band: str
    reasons: tuple[Reason, ...]


def is_suggested(voices: Iterable[Voice], category: str) -> bool:
    """Whether the group has reached its threshold and should become a suggested task.

    The highest severity of the group decides how many people are needed; any severity counts.
    """
    group = _remembered(voices)
    if not group:
        return False
    in_treatment = category in TREATMENT_GROUP_AND_SAFETY
    needed = (VOICES_NEEDED_IN_TREATMENT if in_treatment else VOICES_NEEDED)[highest_severity(group)]
    return different_people(voice for voice in group if voice.age_days <= SUGGESTED_WITHIN_DAYS) >= needed


def priority(
    voices: Iterable[Voice],
    category: str,
    *,
    reopened: bool = False,
    locations: int = 1,
    weights: Mapping[str, float] = WEIGHTS,
) -> Priority:
    """How high a task with these incidents stands. Without any incident from 90 days the score is 0, `later`.

    `locations` is the number of different places of the task, its own included.
    """
    group = _remembered(voices)
    base = _base(group)
    weight = weights.get(category, 1.0)
    trend = _trend(group)
    reach = min(1.5, 1 + 0.1 * (max(locations, 1) - 1))
    recurrence = 1.25 if reopened else 1.0
    score = weight * base * trend * reach * recurrence
    reasons = _reasons(group, weight=weight, trend=trend, locations=locations, reopened=reopened)
    band = _band(score, group, category)
    return Priority(base, weight, trend, reach, recurrence, score, band, reasons)


def order(standing: Priority, *, oldest_age_days: float) -> tuple[int, float, float]:
    """A sorting key, first things first: by band, then score, then the one that has waited longest."""
    return (BANDS.index(standing.band), -standing.score, -oldest_age_days)


def different_people(voices: Iterable[Voice]) -> int:
    """How many people spoke; an anonymous voice is a person of its own."""
    return len(_by_person(voices))


def highest_severity(voices: Iterable[Voice]) -> int:
    """The worst that was told, 1 to 5; 0 when nothing was."""
    return max((_severity(voice) for voice in voices), default=0)


def _base(group: Sequence[Voice]) -> float:
    """One voice per person: of each only what weighs most today."""
    return float(sum(max(_value(voice) for voice in told) for told in _by_person(group).values()))


def _value(voice: Voice) -> float:
    return POINTS[_severity(voice)] * 0.5 ** (voice.age_days / HALF_LIFE_DAYS)


def _trend(group: Sequence[Voice]) -> float:
    new = different_people(voice for voice in group if voice.age_days < RECENT_DAYS)
    old = different_people(voice for voice in group if RECENT_DAYS <= voice.age_days < 2 * RECENT_DAYS)
    return min(1.5, max(0.75, 1 + 0.25 * log2((new + 1) / (old + 1))))


def _band(score: float, group: Sequence[Voice], category: str) -> str:
    if score >= 24 or any(_severity(voice) == 5 and voice.age_days <= ALARM_DAYS for voice in group):
        return NOW
    if score >= 8 or (category in NEVER_LATER_WHEN_SERIOUS and highest_severity(group) >= SERIOUS):
        return NEXT
    return LATER


def _reasons(
    group: Sequence[Voice], *, weight: float, trend: float, locations: int, reopened: bool
) -> tuple[Reason, ...]:
    """What is worth telling, in the order it is told; a factor of 1 is left out."""
    recent = [voice for voice in group if voice.age_days < RECENT_DAYS]
    told = recent or group
    serious = different_people(voice for voice in told if _severity(voice) >= SERIOUS)
    candidates = [
        Reason("recent_voices" if recent else "earlier_voices", different_people(told)),
        Reason("serious_voices", serious),
        Reason("places", locations if locations > 1 else 0),
        Reason("weight", weight if weight != 1 else 0),
        Reason("growing", trend if trend > 1 else 0),
        Reason("fading", trend if trend < 1 else 0),
        Reason("came_back", 1 if reopened else 0),
    ]
    return tuple(reason for reason in candidates if reason.value)


def _remembered(voices: Iterable[Voice]) -> list[Voice]:
    """Those of the last 90 days. A clock that is a little ahead makes nobody younger than today."""
    return [
        voice if voice.age_days >= 0 else Voice(voice.respondent, voice.severity, 0)
        for voice in voices
        if voice.age_days <= FORGOTTEN_AFTER_DAYS
    ]


def _by_person(voices: Iterable[Voice]) -> dict[object, list[Voice]]:
    people: dict[object, list[Voice]] = defaultdict(list)
    for number, voice in enumerate(voices):
        people[("nobody knows who", number) if voice.respondent is None else voice.respondent].append(voice)
    return people


def _severity(voice: Voice) -> int:
    return min(5, max(1, voice.severity))

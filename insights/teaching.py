"""The sorting learns from what an organisation's people decide: the work "learn", one round after a few corrections.

The lessons are read from the answers each time and held in memory only. A tenth of the decisions is never learned
from: on these each round is measured. What one organisation teaches, no other organisation's answers ever meet.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max

from common import clock, working
from common.models import Work
from common.working import Handler
from insights import applying
from insights.lessons import Decision, decisions_of, rated_words
from insights.models import TeachingRound

if TYPE_CHECKING:
    from insights.engine import Lesson, Reader

KIND = "learn"
REST = timedelta(seconds=20)  # corrections come in a row, and one round learns from all of them
SOON = timedelta(seconds=5)  # longer than a correction takes to be stored
KEPT_READERS = 3  # of a process; each holds some megabytes
ONE_IN = 10  # decisions held back
MEASURED = ("right_incident", "right_polarity", "right_category", "blind_held_back", "blind_right_category")


@dataclass(frozen=True)
class Taught:
    """A reader and the name of what it knows: the engine's version, and the round of the organisation."""

    reader: "Reader"
    engine_version: str


@dataclass(frozen=True)
class Round:
    """What one round learned, and how right it is on what it did not learn from."""

    reader: "Reader"
    lessons: int
    held_back: int
    right_incident: int
    right_polarity: int
    right_category: int
    blind_held_back: int
    blind_right_category: int
    taught_at: datetime


def learn_soon(organisation_id: int) -> None:
    """Have the organisation's sorting learn anew in a moment: in the caller's transaction, waiting for nobody."""
    now = clock.now()
    rows = Work.objects.unfinished().filter(kind=KIND, object_id=organisation_id, lease_until__isnull=True)
    if not rows.filter(due__gt=now + SOON).exists():
        working.put_again(KIND, object_id=organisation_id, due=now + REST)


def is_held_back(incident_id: int) -> bool:
    """Whether decisions about this incident are for measuring: the same answer for ever, in every process."""
    return int(hashlib.sha256(f"held back {incident_id}".encode()).hexdigest(), 16) % ONE_IN == 0


def compute(organisation_id: int, revision: int) -> Round | None:
    """Learn from everything decided until now, and measure; None when nobody has ever decided anything."""
    taught_at = clock.now()
    decisions = decisions_of(organisation_id, until=taught_at)
    if not decisions and not newest_number(organisation_id):
        return None
    held_back = [one for one in decisions if is_held_back(one.incident_id) and one.is_whole]
    learned = _learned(decisions)
    reader = _fitted(organisation_id, learned, held_back, until=taught_at)
    return Round(
        reader=reader,
        lessons=len(learned),
        held_back=len(held_back),
        taught_at=taught_at,
        **_rights(reader, held_back),
    )


def settle(organisation_id: int, revision: int, learned: Round | None) -> None:
    """Write the round down under the next number, and have older answers read by what it learned."""
    if learned is None:
        return
    from insights.engine import ENGINE_VERSION

    number = newest_number(organisation_id) + 1
    row = TeachingRound.objects.create(
        organisation_id=organisation_id,
        number=number,
        engine_version=_version(ENGINE_VERSION, number),
        lessons=learned.lessons,
        held_back=learned.held_back,
        right_incident=learned.right_incident,
        right_polarity=learned.right_polarity,
        right_category=learned.right_category,
        blind_held_back=learned.blind_held_back,
        blind_right_category=learned.blind_right_category,
        taught_at=learned.taught_at,
    )
    _keep((organisation_id, row.pk), Taught(learned.reader, row.engine_version))
    applying.apply_soon(organisation_id)


HANDLER = Handler(compute=compute, settle=settle, lease=timedelta(minutes=10))


def newest_number(organisation_id: int) -> int:
    """Of the organisation's last round; 0 when it has taught nothing."""
    rounds = TeachingRound.objects.filter(organisation_id=organisation_id)
    return rounds.aggregate(newest=Max("number"))["newest"] or 0


_lock, _fitting = threading.Lock(), threading.Lock()
_kept: OrderedDict[tuple[int, int], Taught] = OrderedDict()


def reader_for(organisation_id: int) -> Taught:
    """Who reads this organisation's answers: what it taught in its newest round, else the sorting as it is shipped."""
    from insights.engine import ENGINE_VERSION, taught_reader

    newest = TeachingRound.objects.filter(organisation_id=organisation_id).order_by("-number").first()
    if newest is None:
        return Taught(taught_reader(()), ENGINE_VERSION)
    key = (organisation_id, newest.pk)
    if kept := _looked_up(key):
        return kept
    with _fitting:  # one thread fits, the others wait for it; those whose reader is kept do not
        if kept := _looked_up(key):
            return kept
        decisions = decisions_of(organisation_id, until=newest.taught_at)
        held_back = [one for one in decisions if is_held_back(one.incident_id) and one.is_whole]
        reader = _fitted(organisation_id, _learned(decisions), held_back, until=newest.taught_at)
        return _keep(key, Taught(reader, _version(ENGINE_VERSION, newest.number)))


def forget_readers() -> None:
    with _lock:
        _kept.clear()


def _looked_up(key: tuple[int, int]) -> Taught | None:
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
        return _kept.get(key)


def _keep(key: tuple[int, int], taught: Taught) -> Taught:
    """Remember it in the place of the organisation's older one; the reader longest unused goes."""
    with _lock:
        for older in [one for one in _kept if one[0] == key[0]]:
            del _kept[older]
        _kept[key] = taught
        while len(_kept) > KEPT_READERS:
            _kept.popitem(last=False)
    return taught


def _version(engine_version: str, number: int) -> str:
    return f"{engine_version}/{number}"


def _learned(decisions: list[Decision]) -> list[Decision]:
    """All but those held back, and but those that say the same words as one of these."""
    kept_for_measuring = {one.text.casefold() for one in decisions if is_held_back(one.incident_id)}
    return [
        one for one in decisions if not is_held_back(one.incident_id) and one.text.casefold() not in kept_for_measuring
    ]


def _fitted(organisation_id: int, learned: list[Decision], held_back: list[Decision], *, until: datetime) -> "Reader":
    from insights.engine import taught_reader

    rated = rated_words(organisation_id, until=until, besides={one.answer_id for one in held_back})
    lessons: tuple[Lesson, ...] = (*(one.lesson() for one in learned), *rated)
    return taught_reader(lessons)


def _rights(reader: "Reader", held_back: list[Decision]) -> dict[str, int]:
    """How often it agrees. What is no incident is judged rightly in every way when it is seen as none."""
    found = reader.analyse_many([(one.text, one.language, one.rating) for one in held_back]) if held_back else []
    right = dict.fromkeys(MEASURED, 0)
    for decision, seen in zip(held_back, found, strict=True):
        agrees = seen.incident == decision.is_incident
        is_right = agrees and (not decision.is_incident or seen.category == decision.category)
        right["right_incident"] += agrees
        right["right_polarity"] += agrees and (not decision.is_incident or seen.polarity == decision.polarity)
        right["right_category"] += is_right
        right["blind_held_back"] += decision.was_blind
        right["blind_right_category"] += decision.was_blind and is_right
    return right

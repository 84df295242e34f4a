"""Writing down where each task stands: its score, band, voices, and the incident that gives it its title.

The arithmetic is `prioritising`; this is its database side. Everything here runs inside the caller's transaction
and locks tasks in the order of their ids, so that two callers never wait for each other in a ring.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count

from insights import prioritising
from insights.models import ImprovementTask, Incident
from insights.models.improvement_task import State
from insights.prioritising import FORGOTTEN_AFTER_DAYS, Priority, Voice

DAY_S = 86_400


@dataclass(frozen=True)
class Told:
    """What the ranking needs to know of one incident."""

    incident_id: int
    respondent: UUID
    severity: int
    happened_at: datetime

    def voice(self, now: datetime) -> Voice:
        age_days = (now - self.happened_at).total_seconds() / DAY_S
        return Voice(str(self.respondent), self.severity, age_days)


def rescore(task_ids: Iterable[int], *, now: datetime) -> list[ImprovementTask]:
    """Rank these tasks anew, as they stand at `now`. Five statements, however many they are."""
    wanted = set(task_ids)
    if not wanted:
        return []
    locked = ImprovementTask.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
    tasks = list(locked.select_related("theme").order_by("id"))
    ids = [task.pk for task in tasks]
    told, people, places = _told(ids, now=now), _people(ids), _places(ids)
    for task in tasks:
        _write(task, told[task.pk], places=places[task.pk] | {task.unit_id}, now=now)
        task.voices = people.get(task.pk, 0)
    ImprovementTask.objects.bulk_update(
        tasks, ["score", "band", "band_order", "voices", "headline", "scored_at"], batch_size=100
    )
    return tasks


def standing_of(task: ImprovementTask, *, now: datetime) -> Priority:
    """Why the task stands where it does, reasons included."""
    return _priority(task, _told([task.pk], now=now)[task.pk], _places([task.pk])[task.pk] | {task.unit_id}, now)


def withdraw_empty(task_ids: Collection[int]) -> None:
    """Suggestions nobody has touched and nothing supports any longer go; a person's task stays."""
    empty = ImprovementTask.objects.filter(
        pk__in=task_ids, state=State.SUGGESTED, incidents__isnull=True, decline_asked_at__isnull=True
    )
    merged_here = ImprovementTask.objects.filter(merged_into__in=task_ids).values("merged_into")
    empty.exclude(pk__in=merged_here).delete()


def _write(task: ImprovementTask, told: list[Told], *, places: set[int], now: datetime) -> None:
    standing = _priority(task, told, places, now)
    task.score, task.band = standing.score, standing.band
    task.band_order = ImprovementTask.BAND_ORDER[standing.band]
    task.scored_at = now
    worst = max((one.severity for one in told), default=0)
    worst_ids = [one.incident_id for one in told if one.severity == worst]
    if worst_ids and task.headline_id not in worst_ids:
        task.headline_id = min(worst_ids)  # the first who said it, so that the title stays when others join


def _priority(task: ImprovementTask, told: list[Told], places: set[int], now: datetime) -> Priority:
    return prioritising.priority(
        [one.voice(now) for one in told], task.theme.category, reopened=task.reopened, locations=len(places)
    )


def _told(task_ids: list[int], *, now: datetime) -> dict[int, list[Told]]:
    rows = (
        Incident.objects.standing()
        .negative()
        .filter(task__in=task_ids, happened_at__gte=now - timedelta(days=FORGOTTEN_AFTER_DAYS))
        .values_list("task_id", "pk", "respondent_key", "severity", "happened_at")
    )
    told: dict[int, list[Told]] = defaultdict(list)
    for task_id, pk, respondent, severity, happened_at in rows:
        told[task_id].append(Told(pk, respondent, severity or 1, happened_at))
    return told


def _people(task_ids: list[int]) -> dict[int, int]:
    rows = Incident.objects.standing().negative().filter(task__in=task_ids).order_by()
    return dict(rows.values_list("task_id").annotate(people=Count("respondent_key", distinct=True)))


def _places(task_ids: list[int]) -> dict[int, set[int]]:
    places: dict[int, set[int]] = defaultdict(set)
    links = ImprovementTask.extra_units.through.objects.filter(improvementtask__in=task_ids)
    for task_id, unit_id in links.values_list("improvementtask_id", "unit_id"):
        places[task_id].add(unit_id)
    return places

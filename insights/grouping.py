"""From single incidents to a problem: which of them belong together, and when they become a suggested task.

A group is the negative and mixed incidents with one key (organisation, unit, touchpoint, theme) of the last 90 days
that stand with no task. A living task with the key takes new ones; a task at its end keeps its own, because a
decision must go on resting on the words it was made from.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import IntegrityError, transaction

from accounts import auditing
from accounts.models import User
from insights import prioritising
from insights.models import ImprovementTask, Incident
from insights.models.improvement_task import ENDED, State
from insights.prioritising import FORGOTTEN_AFTER_DAYS
from insights.ranking import Told


class Key(NamedTuple):
    """What makes incidents one problem, inside one organisation."""

    unit_id: int
    touchpoint_id: int
    theme_id: int


def key_of(row: Incident | ImprovementTask) -> Key:
    return Key(row.unit_id, row.touchpoint_id, row.theme_id)


def place(incidents: Iterable[Incident], *, living: Mapping[Key, int], now: datetime) -> set[int]:
    """Link these incidents, all of one organisation, to the `living` tasks of their keys, or suggest new tasks.

    Returns the ids of the tasks that took something, to be ranked. The caller's transaction holds the locks of the
    themes, and those of the tasks: `living` comes from `lock_living`.
    """
    by_key: dict[Key, list[Incident]] = defaultdict(list)
    for incident in incidents:
        by_key[key_of(incident)].append(incident)
    if not by_key:
        return set()
    organisation_id = next(iter(by_key.values()))[0].organisation_id
    touched = set()
    for key in by_key.keys() & living.keys():
        Incident.objects.filter(pk__in=[incident.pk for incident in by_key[key]]).update(task=living[key])
        touched.add(living[key])
    unplaced = [key for key in by_key if key not in living]
    for key, group in _groups(organisation_id, unplaced, now=now).items():
        category = by_key[key][0].theme.category
        if prioritising.is_suggested([one.voice(now) for one in group], category):
            task = suggest(organisation_id, key, incidents=[one.incident_id for one in group], now=now)
            touched.add(task.pk)
    return touched


def suggest(
    organisation_id: int,
    key: Key,
    *,
    incidents: list[int],
    now: datetime,
    by: User | None = None,
    state: str = State.SUGGESTED,
) -> ImprovementTask:
    """A task of this key holding `incidents`: a new one, or the living one somebody was quicker to make."""
    task = ImprovementTask(organisation_id=organisation_id, state=state, created_at=now, **key._asdict())
    try:
        with transaction.atomic():
            task.save(force_insert=True)
            auditing.note(by, "task.made" if by else "task.suggested", task)
    except IntegrityError:
        task = ImprovementTask.objects.living().get(organisation_id=organisation_id, **key._asdict())
    Incident.objects.filter(pk__in=incidents).update(task=task)
    return task


def living_tasks(organisation_id: int, keys: Iterable[Key]) -> dict[Key, int]:
    """The ids of the living tasks of these keys; where a task was merged into another, of that other."""
    wanted = set(keys)
    rows = _with_keys(ImprovementTask.objects.living(), organisation_id, wanted)
    found = {key_of(task): task.pk for task in rows if key_of(task) in wanted}
    if missing := wanted - found.keys():
        merged = ImprovementTask.objects.filter(state=State.MERGED).exclude(merged_into__state__in=ENDED)
        for task in _with_keys(merged, organisation_id, missing).order_by("id"):
            if key_of(task) in missing:
                found[key_of(task)] = task.merged_into_id
    return found


def lock_living(organisation_id: int, keys: Iterable[Key], *, besides: Collection[int] = ()) -> dict[Key, int]:
    """`living_tasks`, locked together with the tasks `besides` until the transaction ends, in the order of their ids.

    What is linked to a task while somebody merges, closes or declines it would be lost in it. They are looked up
    again where one came to its end during the wait: a task that was merged leads to another.
    """
    keys, locked = set(keys), set()
    living = living_tasks(organisation_id, keys)
    while wanted := {*living.values(), *besides} - locked:
        locked |= wanted
        tasks = ImprovementTask.objects.select_for_update(of=("self",)).filter(pk__in=locked).order_by("id")
        states = dict(tasks.values_list("pk", "state"))
        if any(states.get(pk, State.MERGED) in ENDED for pk in living.values()):
            living = living_tasks(organisation_id, keys)
    return living


def free_group(incident: Incident, *, now: datetime) -> list[int]:
    """The ids of the incidents that stand with no task and have this one's key; itself included."""
    key = key_of(incident)
    group = _groups(incident.organisation_id, [key], now=now).get(key, [])
    return sorted({incident.pk, *(one.incident_id for one in group)})


def _groups(organisation_id: int, keys: list[Key], *, now: datetime) -> dict[Key, list[Told]]:
    if not keys:
        return {}
    free = (
        Incident.objects.standing()
        .negative()
        .filter(
            task__isnull=True,
            happened_at__gte=now - timedelta(days=FORGOTTEN_AFTER_DAYS),
            answer__response__flagged=False,  # perhaps no person wrote it
        )
    )
    rows = _with_keys(free, organisation_id, keys).values_list(
        "unit_id", "touchpoint_id", "theme_id", "pk", "respondent_key", "severity", "happened_at"
    )
    groups: dict[Key, list[Told]] = defaultdict(list)
    for *key, pk, respondent, severity, happened_at in rows:
        groups[Key(*key)].append(Told(pk, respondent, severity or 1, happened_at))
    return {key: groups[key] for key in keys if key in groups}


def _with_keys(rows, organisation_id: int, keys: Iterable[Key]):
    """Rows that may have one of the keys; with several keys a few others come along."""
    keys = list(keys)
    return rows.filter(
        organisation_id=organisation_id,
        unit__in={key.unit_id for key in keys},
        touchpoint__in={key.touchpoint_id for key in keys},
        theme__in={key.theme_id for key in keys},
    )

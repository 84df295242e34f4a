"""What the clock does with tasks every hour: scores fade, unanswered questions find their end, resting ones wake."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from common import clock
from insights import putting_aside, ranking
from insights.allowing import NotAllowed
from insights.models import ImprovementTask
from insights.models.improvement_task import FREE, State

BATCH = 200
FURTHEST_AHEAD = timedelta(hours=14)  # of Greenwich: no zone is further


def refresh() -> int:
    """Bring every living task up to date; returns how many were ranked. Harmless when run twice."""
    now = clock.now()
    asked_before = now - putting_aside.AGREED_BY_ITSELF_AFTER
    due = ImprovementTask.objects.filter(state__in=(*FREE, State.PARKED), decline_asked_at__lte=asked_before)
    for task in due.order_by("id").iterator(BATCH):
        _unless_it_moved(putting_aside.decline, task)
    for task in _to_wake(now):
        _unless_it_moved(putting_aside.unpark, task)
    ranked = 0
    for ids in _living_in_batches():
        with transaction.atomic():
            ranked += len(ranking.rescore(ids, now=now))
    return ranked


def _to_wake(now: datetime) -> list[ImprovementTask]:
    """The resting ones whose day has begun where their organisation is."""
    somewhere = (now + FURTHEST_AHEAD).date()
    resting = ImprovementTask.objects.filter(state=State.PARKED, review_on__lte=somewhere)
    found = resting.select_related("organisation").order_by("id")
    return [task for task in found if task.review_on <= now.astimezone(task.organisation.zone).date()]


def _unless_it_moved(verb, task: ImprovementTask) -> None:
    """A person may have been quicker; then there is nothing left to do."""
    try:
        verb(task, by=None)
    except NotAllowed:
        return


def _living_in_batches() -> Iterator[list[int]]:
    last = 0
    while ids := list(
        ImprovementTask.objects.living().filter(pk__gt=last).order_by("id").values_list("pk", flat=True)[:BATCH]
    ):
        yield ids
        last = ids[-1]

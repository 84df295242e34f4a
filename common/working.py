"""Doing the work that waits in rows: claim with a lease, compute outside any transaction, settle in one.

A kind of work registers a `Handler`. Every step may be said twice: a second doorbell, a second worker or a
redelivered message finds nothing to do, and a worker that lost its lease cannot settle.
"""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from common import clock, doorbell
from common.models import Work, WorkQuerySet
from common.prepared_writing import PreparedInsert
from common.writing_in_turn import writing

logger = logging.getLogger(__name__)

MAX_ROWS_A_RING = 200

_WORK = PreparedInsert(Work)


class TryLater(Exception):
    """Raised by `compute` when the work must wait. `counts` is False where the fault is not the row's own."""

    def __init__(self, reason: str, *, after: timedelta, counts: bool = True) -> None:
        super().__init__(reason)
        self.after, self.counts = after, counts


class GiveUp(Exception):
    """Raised by `compute` when trying again cannot help."""


class LostLease(Exception):
    """Another worker took the row over; nothing of this one's may be kept."""


def back_off(attempt: int) -> timedelta:
    """10 s, 40 s, 160 s, ... at most an hour."""
    return timedelta(seconds=min(10 * 4 ** (attempt - 1), 3600))


@dataclass(frozen=True)
class Handler:
    """How one kind of work is done.

    compute(object_id, revision) runs outside any transaction and returns what settle needs.
    settle(object_id, revision, computed) writes the effects, in the transaction that marks the row done.
    set_aside(object_id, revision, reason) is told, in a transaction, when the work is given up.
    from_both_ends: newest and oldest are taken in turns, so that neither waits behind ten thousand others.
    goes_after: a kind of which whatever waits is done before each row of this one.
    gives_way: it rests after a row for whose turn it had to wait (common/writing_in_turn.py).
    """

    compute: Callable[[int, int], Any]
    settle: Callable[[int, int, Any], None]
    set_aside: Callable[[int, int, str], None] = lambda object_id, revision, reason: None
    max_attempts: int = 5
    lease: timedelta = timedelta(seconds=30)
    from_both_ends: bool = False
    goes_after: str = ""
    gives_way: bool = False


HANDLERS: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    HANDLERS[kind] = handler


def put(kind: str, *, object_id: int, revision: int = 1, due: datetime | None = None) -> None:
    """Store one piece of work in the caller's transaction and ring after commit. INSERTs one row; says it once only."""
    now = clock.now()
    _WORK.store(Work(kind=kind, object_id=object_id, revision=revision, created_at=now, due=due or now))
    doorbell.ring_after_commit(kind)


def put_again(kind: str, *, object_id: int, revision: int = 1, due: datetime | None = None) -> None:
    """Have work that was done, or is being done just now, done anew: in the caller's transaction, as `put`."""
    now = clock.now()
    rows = Work.objects.filter(kind=kind, object_id=object_id, revision=revision)
    if not rows.update(**_wait_anew(due or now)):
        fresh = Work(kind=kind, object_id=object_id, revision=revision, created_at=now, due=due or now)
        Work.objects.bulk_create([fresh], ignore_conflicts=True)  # somebody else may say the same at this moment
    doorbell.ring_after_commit(kind)


def _wait_anew(now: datetime) -> dict[str, Any]:
    return {"due": now, "lease_until": None, "attempts": 0, "done_at": None, "set_aside_at": None, "error": ""}


def put_many(kind: str, *, object_ids: Iterable[int], due: datetime | None = None) -> None:
    """As `put`, for many objects at once; those already stored are left as they are."""
    due = due or clock.now()
    put_each(kind, dues=dict.fromkeys(object_ids, due))


def put_each(kind: str, *, dues: Mapping[int, datetime]) -> None:
    """As `put_many`, each object with a time of its own."""
    now = clock.now()
    Work.objects.bulk_create(
        [Work(kind=kind, object_id=pk, created_at=now, due=due) for pk, due in dues.items()],
        batch_size=1000,
        ignore_conflicts=True,
    )
    doorbell.ring_after_commit(kind)


def put_many_again(kind: str, *, revisions: Mapping[int, int]) -> None:
    """Have work done anew for many objects, each at its revision; what waits or was set aside is left as it is."""
    now = clock.now()
    known = {
        (work.object_id, work.revision): work for work in Work.objects.filter(kind=kind, object_id__in=revisions.keys())
    }
    done = [work.pk for each in revisions.items() if (work := known.get(each)) and work.done_at]
    Work.objects.filter(pk__in=done, done_at__isnull=False).update(**_wait_anew(now))
    missing = [
        Work(kind=kind, object_id=pk, revision=revision, created_at=now, due=now)
        for pk, revision in revisions.items()
        if (pk, revision) not in known
    ]
    Work.objects.bulk_create(missing, batch_size=1000, ignore_conflicts=True)
    doorbell.ring_after_commit(kind)


def take_up_again(rows: WorkQuerySet) -> int:
    """Have what was set aside wait once more, its attempts forgotten: in the caller's transaction, as `put`."""
    aside = rows.set_aside()
    kinds = set(aside.order_by().values_list("kind", flat=True))
    count = aside.update(**_wait_anew(clock.now()))
    for kind in sorted(kinds):
        doorbell.ring_after_commit(kind)
    return count


def do_waiting(kind: str, *, limit: int = MAX_ROWS_A_RING, turn_s: float = float("inf")) -> int:
    """Do what waits of `kind`, oldest first, at most `limit` rows or `turn_s` seconds; then ring for the rest.

    A turn ends so that a slow mail server keeps no answer waiting. Returns how many rows were done.
    """
    done, ends = 0, time.monotonic() + turn_s
    while work := _next(kind, done):
        do(work)
        done += 1
        if done >= limit or time.monotonic() >= ends:
            doorbell.ring(kind)
            break
    return done


def _next(kind: str, done: int) -> Work | None:
    """The row to do after so many: one of a kind that goes before it, else of `kind`, from the end whose turn it is."""
    handler = HANDLERS[kind]
    first = (
        claim(handler.goes_after, newest=HANDLERS[handler.goes_after].from_both_ends) if handler.goes_after else None
    )
    is_even = done % 2 == 0
    return first or claim(kind, is_known_to_wait=bool(done), newest=handler.from_both_ends and is_even)


def claim(kind: str, *, is_known_to_wait: bool = False, newest: bool = False) -> Work | None:
    """Take the oldest waiting row of `kind`, or the newest, for the length of its lease; or None.

    The attempt is counted and committed.
    """
    now = clock.now()
    if not is_known_to_wait and not Work.objects.waiting(now).filter(kind=kind).exists():
        return None  # asked outside a transaction: an idle worker must not take SQLite's write lock
    with writing():
        rows = Work.objects.waiting(now).filter(kind=kind).order_by(*(("-due", "-id") if newest else ("due", "id")))
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        work = rows.first()
        if work is None:
            return None
        work.attempts += 1
        work.lease_until = now + HANDLERS[kind].lease
        work.save(update_fields=["attempts", "lease_until"])
    return work


def do(work: Work) -> None:
    """Do one claimed row. Whatever goes wrong is written on the row; nothing is raised."""
    handler = HANDLERS[work.kind]
    if work.attempts > handler.max_attempts:
        # It took its worker down every time: the attempt was counted, the end never reached.
        _set_aside(work, handler, work.error or "The worker stopped while doing this.")
        return
    try:
        computed = handler.compute(work.object_id, work.revision)
        with writing() as turn:
            handler.settle(work.object_id, work.revision, computed)
            _mark_done(work)
    except TryLater as later:
        _release(work, str(later), after=later.after, counts=later.counts)
    except GiveUp as reason:
        _set_aside(work, handler, str(reason))
    except LostLease:
        logger.warning("%s was taken over by another worker", work)
    except Exception as error:
        logger.exception("%s did not succeed at attempt %s", work, work.attempts)
        reason = f"{type(error).__name__}: {error}"
        if work.attempts >= handler.max_attempts:
            _set_aside(work, handler, reason)
        else:
            _release(work, reason, after=back_off(work.attempts))
    else:
        if handler.gives_way:
            turn.give_way()


def _mine(work: Work):
    """The row, if this claim still holds it: a later one has counted its own attempt and taken its own lease."""
    return Work.objects.unfinished().filter(pk=work.pk, attempts=work.attempts, lease_until=work.lease_until)


def _mark_done(work: Work) -> None:
    if not _mine(work).update(done_at=clock.now(), lease_until=None, error=""):
        raise LostLease


def _release(work: Work, reason: str, *, after: timedelta, counts: bool = True) -> None:
    _mine(work).update(
        due=clock.now() + after,
        lease_until=None,
        error=reason[:2000],
        attempts=work.attempts if counts else work.attempts - 1,
    )


def _set_aside(work: Work, handler: Handler, reason: str) -> None:
    def let_go() -> int:
        return _mine(work).update(set_aside_at=clock.now(), lease_until=None, error=reason[:2000])

    try:
        with writing():
            if let_go():
                handler.set_aside(work.object_id, work.revision, reason)
    except Exception:
        # Otherwise the row would be claimed again at the end of every lease, for ever.
        logger.exception("%s is set aside, but nobody could be told", work)
        let_go()

"""Work rows: claimed once, counted before the work, done exactly once, set aside when hopeless."""

import dataclasses
from datetime import timedelta

import pytest

from common import clock, doorbell, sweeping, working
from common.models import Work

pytestmark = pytest.mark.django_db

KIND = "test the bell"


@pytest.fixture
def handled(monkeypatch):
    """Registers a handler that notes what it settles; `behave` may be replaced by a test."""

    class Notes:
        settled: list = []
        aside: list = []
        behave = staticmethod(lambda object_id, revision: object_id * 10)

    notes = Notes()
    notes.settled, notes.aside = [], []
    handler = working.Handler(
        compute=lambda object_id, revision: notes.behave(object_id, revision),
        settle=lambda object_id, revision, computed: notes.settled.append((object_id, revision, computed)),
        set_aside=lambda object_id, revision, reason: notes.aside.append((object_id, reason)),
        max_attempts=3,
    )
    monkeypatch.setitem(working.HANDLERS, KIND, handler)
    return notes


def later(**delta):
    return clock.at(clock.now() + timedelta(**delta))


def test_waiting_work_is_done_once(handled, rung):
    working.put(KIND, object_id=7, revision=2)
    assert working.do_waiting(KIND) == 1
    assert working.do_waiting(KIND) == 0
    assert handled.settled == [(7, 2, 70)]


def test_the_bell_rings_after_commit_only(handled, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        working.put(KIND, object_id=1)
    assert (rung, len(callbacks)) == ([], 1)
    callbacks[0]()
    assert rung == [KIND]


def test_many_are_stored_once(handled, rung):
    working.put_many(KIND, object_ids=[1, 2, 3])
    working.put_many(KIND, object_ids=[2, 3, 4])
    assert sorted(Work.objects.values_list("object_id", flat=True)) == [1, 2, 3, 4]


def test_a_held_row_is_nobody_elses_until_its_lease_ends(handled, rung):
    working.put(KIND, object_id=1)
    first = working.claim(KIND)
    assert working.claim(KIND) is None
    with later(seconds=31):
        second = working.claim(KIND)
        assert second.pk == first.pk
        working.do(first)  # the one that was thought dead wakes up: it may no longer settle
        assert Work.objects.get().done_at is None
        working.do(second)
    assert (Work.objects.get().done_at is not None, Work.objects.get().attempts) == (True, 2)


def test_what_goes_wrong_waits_longer_each_time_and_is_then_set_aside(handled, rung):
    def explode(object_id, revision):
        raise ValueError("poison")

    handled.behave = explode
    working.put(KIND, object_id=1)
    working.put(KIND, object_id=2)
    for minutes in (0, 10, 60):
        with later(minutes=minutes):
            working.do_waiting(KIND)
    assert sorted(handled.aside) == [(1, "ValueError: poison"), (2, "ValueError: poison")]
    row = Work.objects.get(object_id=1)
    assert (row.attempts, row.done_at, row.error) == (3, None, "ValueError: poison")


def test_a_row_that_kills_its_worker_is_set_aside_too(handled, rung):
    working.put(KIND, object_id=1)
    for minutes in (0, 1, 2):
        with later(minutes=minutes):
            assert working.claim(KIND)  # the worker dies here, three times
    with later(minutes=3):
        working.do_waiting(KIND)
    assert (len(handled.aside), handled.settled) == (1, [])


def test_work_that_must_wait_is_not_counted_against_it(handled, rung):
    def not_yet(object_id, revision):
        raise working.TryLater("the server is away", after=timedelta(minutes=1), counts=False)

    handled.behave = not_yet
    working.put(KIND, object_id=1)
    working.do_waiting(KIND)
    row = Work.objects.get()
    assert (row.attempts, row.error, row.lease_until) == (0, "the server is away", None)
    assert working.do_waiting(KIND) == 0


def test_a_settle_that_breaks_leaves_nothing_behind(handled, rung, monkeypatch):
    def settle(object_id, revision, computed):
        Work.objects.create(kind="half", object_id=1, created_at=clock.now(), due=clock.now())
        raise RuntimeError("broken half-way")

    monkeypatch.setitem(working.HANDLERS, KIND, working.Handler(compute=lambda *_: None, settle=settle))
    working.put(KIND, object_id=1)
    working.do_waiting(KIND)
    assert list(Work.objects.values_list("kind", flat=True)) == [KIND]


def test_a_broker_that_is_down_costs_no_answer(handled, monkeypatch):
    calls = []

    def refuse(*args, **kwargs):
        calls.append(args)
        raise ConnectionError("no broker")

    monkeypatch.setattr(doorbell.current_app, "send_task", refuse)
    assert doorbell.ring(KIND) is False
    assert doorbell.ring(KIND) is False
    assert len(calls) == 1  # it rests after the first failure


def test_the_sweep_rings_for_what_waits(handled, rung):
    working.put(KIND, object_id=1)
    assert sweeping.sweep() == [KIND]
    assert rung == [KIND]
    working.do_waiting(KIND)
    assert sweeping.sweep() == []


def test_tidying_forgets_only_old_finished_work(handled, rung):
    working.put(KIND, object_id=1)
    working.do_waiting(KIND)
    working.put(KIND, object_id=2)
    assert sweeping.tidy_up() == 0
    with later(days=8):
        assert sweeping.tidy_up() == 1
    assert list(Work.objects.values_list("object_id", flat=True)) == [2]


def test_a_turn_that_is_over_rings_for_the_rest(handled, rung):
    working.put_many(KIND, object_ids=[1, 2, 3])
    assert working.do_waiting(KIND, turn_s=0) == 1
    assert (rung, Work.objects.unfinished().count()) == ([KIND], 2)
    assert working.do_waiting(KIND) == 2
    assert rung == [KIND]


def test_work_is_set_aside_also_where_being_told_fails(handled, rung, monkeypatch):
    def fail(*_):
        raise ValueError("broken")

    handled.behave = fail
    broken = dataclasses.replace(working.HANDLERS[KIND], set_aside=fail, max_attempts=1)
    monkeypatch.setitem(working.HANDLERS, KIND, broken)
    working.put(KIND, object_id=1)
    assert working.do_waiting(KIND) == 1
    work = Work.objects.get()
    assert (work.set_aside_at is not None, work.error, work.lease_until) == (True, "ValueError: broken", None)

"""The web rings from a thread of its own: nobody waits for a broker, and many at one moment ring once."""

import threading

import pytest

from common import doorbell

PATIENCE_S = 20


class Broker:
    """Takes messages, one by one, when it is let."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.knocked, self.open, self.shut = (threading.Semaphore(0) for _door in range(3))

    def take(self, name, *, kwargs, **options) -> None:
        self.knocked.release()
        assert self.open.acquire(timeout=PATIENCE_S)
        self.taken.append(kwargs["kind"])
        self.shut.release()

    def is_knocked_at(self) -> bool:
        return self.knocked.acquire(timeout=PATIENCE_S)


@pytest.fixture
def broker(monkeypatch):
    slow = Broker()
    monkeypatch.setattr(doorbell.current_app, "send_task", slow.take)
    monkeypatch.setattr(doorbell, "_ringer", None)
    doorbell.ring_in_background()
    yield slow
    for _message in range(10):
        slow.open.release()


def test_nobody_waits_for_a_broker_that_takes_its_time(broker):
    assert doorbell.ring("analyse response")  # and this line is reached although no message was taken
    assert broker.is_knocked_at()
    assert broker.taken == []


def test_many_at_one_moment_ring_once_more(broker):
    doorbell.ring("analyse response")
    assert broker.is_knocked_at()
    for _customer in range(30):
        doorbell.ring("analyse response")
        doorbell.ring("send mail")
    for _message in range(3):
        broker.open.release()
        assert broker.shut.acquire(timeout=PATIENCE_S)
    assert not broker.shut.acquire(timeout=5 * doorbell.GATHERED_S)
    assert broker.taken == ["analyse response", "analyse response", "send mail"]


def test_a_broker_that_refuses_does_not_end_the_ringing(broker, monkeypatch):
    take, refusals = broker.take, [ConnectionError("no broker")]

    def refuse_once(name, **options):
        if refusals:
            broker.knocked.release()
            raise refusals.pop()
        take(name, **options)

    monkeypatch.setattr(doorbell.current_app, "send_task", refuse_once)
    monkeypatch.setattr(doorbell, "REST_S", 0.0)
    doorbell.ring("analyse response")
    assert broker.is_knocked_at()
    doorbell.ring("analyse response")
    assert broker.is_knocked_at()


def test_what_is_silent_stays_so(broker):
    with doorbell.silent():
        assert doorbell.ring("analyse response")
    assert not broker.knocked.acquire(timeout=5 * doorbell.GATHERED_S)

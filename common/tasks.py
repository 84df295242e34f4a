"""Celery's verbs of this room: doorbells, each one call."""

from celery import shared_task

from common import sweeping, working

TURN_S = 5.0


@shared_task(name="common.do_waiting")
def do_waiting(*, kind: str) -> None:
    working.do_waiting(kind, turn_s=TURN_S)


@shared_task(name="common.sweep")
def sweep() -> None:
    sweeping.sweep()


@shared_task(name="common.tidy_up")
def tidy_up() -> None:
    sweeping.tidy_up()

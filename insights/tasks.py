"""Celery's verbs of this room: doorbells, each one call."""

from celery import shared_task

from insights import refreshing


@shared_task(name="insights.refresh_priorities")
def refresh_priorities() -> None:
    refreshing.refresh()

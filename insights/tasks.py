"""Celery's verbs of this room: doorbells, each one call."""

from celery import shared_task

from insights import reanalysing, reckoning, refreshing


@shared_task(name="insights.refresh_priorities")
def refresh_priorities() -> None:
    refreshing.refresh()


@shared_task(name="insights.read_anew")
def read_anew() -> None:
    reanalysing.feed()


@shared_task(name="insights.reckon_themes")
def reckon_themes() -> None:
    reckoning.reckon()

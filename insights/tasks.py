"""Celery's verbs of this room: doorbells, each one call."""

from celery import shared_task

from insights import reanalysing, reckoning, refreshing, suggesting_themes


@shared_task(name="insights.refresh_priorities")
def refresh_priorities() -> None:
    refreshing.refresh()


@shared_task(name="insights.read_anew")
def read_anew() -> None:
    reanalysing.feed()


@shared_task(name="insights.reckon_themes")
def reckon_themes() -> None:
    reckoning.reckon()


@shared_task(name="insights.find_theme_questions")
def find_theme_questions() -> None:
    suggesting_themes.find()

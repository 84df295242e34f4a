"""Celery's verbs of this room: doorbells, each one call."""

from celery import shared_task

from responses import expiring


@shared_task(name="responses.remove_words")
def remove_words() -> None:
    expiring.remove_words()
    expiring.remove_begun()


@shared_task(name="responses.delete_keys")
def delete_keys() -> None:
    expiring.delete_keys()

"""Celery's verbs of this room: doorbells, each one call."""

from celery import shared_task

from invitations.customers import watching_folders
from invitations.mailings import reminding, resting, standing
from invitations.mails import reading_bounces


@shared_task(name="invitations.send_standing")
def send_standing() -> None:
    standing.send_due()


@shared_task(name="invitations.look_into_folders")
def look_into_folders() -> None:
    watching_folders.look_into_all()


@shared_task(name="invitations.remind")
def remind() -> None:
    reminding.remind_due()


@shared_task(name="invitations.forget_old_contacts")
def forget_old_contacts() -> None:
    resting.forget_old_contacts()


@shared_task(name="invitations.read_bounces")
def read_bounces() -> None:
    reading_bounces.read_all()

"""python manage.py create_demo: the demo company; with --responses N a heap of synthetic answers for measuring."""

import secrets
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from common import clock
from demo import founding_demo


class Command(BaseCommand):
    help = "Makes the demo company with half a year of answers, or with --responses synthetic rows for measuring."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--password", help="for everybody of the demo (chosen and printed if left out)")
        parser.add_argument("--now", help="the moment at which the half year ends, for example 2026-03-01T12:00")

    def handle(self, *, password: str | None, now: str | None, **options) -> None:
        moment = _moment(now)
        self._found(password, moment)

    def _found(self, password: str | None, moment: datetime) -> None:
        chosen = password or secrets.token_urlsafe(9)
        try:
            organisation = founding_demo.found_demo(password=chosen, now=moment, say=self.stdout.write)
        except founding_demo.AlreadyThere:
            self.stdout.write("The demo is already there; nothing was changed.")
            return
        self.stdout.write(f"{organisation.name} stands, half a year old.")
        if not password:
            self.stdout.write(f"Everybody of the demo logs in with the password {chosen}")


def _moment(told: str | None) -> datetime:
    if told is None:
        return clock.now()
    try:
        moment = parse_datetime(told)
    except ValueError:
        moment = None
    if moment is None:
        raise CommandError(f"“{told}” is not a moment. Write it like 2026-03-01T12:00")
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment

"""python manage.py create_demo: the demo company; with --responses N a heap of synthetic answers for measuring."""

import secrets
import time
from datetime import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from accounts.models import Organisation
from common import clock
from demo import founding_demo, synthesising

SYNTHETIC = (
    "These rows are synthetic: they repeat the demo's stories, did not pass the submit path, and no engine has read "
    "them. They are for measuring only."
)


class Command(BaseCommand):
    help = "Makes the demo company with half a year of answers, or with --responses synthetic rows for measuring."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--password", help="for everybody of the demo (chosen and printed if left out)")
        parser.add_argument("--responses", type=int, help="make so many synthetic answers instead of the company")
        parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same synthetic answers")
        parser.add_argument("--organisation", type=int, help="the demo organisation that gets them (else a new one)")
        parser.add_argument("--now", help="the moment at which the half year ends, for example 2026-03-01T12:00")

    def handle(self, *, password: str | None, now: str | None, responses: int | None, **options) -> None:
        if responses is None:
            self._found(password, _moment(now))
        else:
            self._synthesise(responses, options["seed"], options["organisation"], _moment(now))

    def _synthesise(self, count: int, seed: int, organisation_id: int | None, moment: datetime) -> None:
        if count < 1:
            raise CommandError("--responses must be 1 or more.")
        organisation = Organisation.objects.filter(pk=organisation_id).first() if organisation_id else None
        if organisation_id and organisation is None:
            raise CommandError(f"There is no organisation number {organisation_id}.")
        self.stdout.write(SYNTHETIC)
        begun = time.monotonic()
        try:
            survey = synthesising.synthesise(
                count, seed=seed, now=moment, organisation=organisation, say=self.stdout.write
            )
        except synthesising.NotForReal as reason:
            raise CommandError(str(reason)) from reason
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"{count:,} synthetic answers in {seconds:.1f} s ({count / seconds:,.0f} a second), ranking and ANALYZE"
            f" included: survey {survey.pk} of organisation {survey.organisation_id}, “{survey.organisation}”."
        )

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

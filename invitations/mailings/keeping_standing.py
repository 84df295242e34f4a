"""Starting, changing, pausing and ending a standing send. Each may be said twice, and is noted once."""

from datetime import time

from django.db import transaction

from accounts import auditing
from accounts.models import Unit, User
from common import clock
from invitations.mailings.letters import Letter
from invitations.models import StandingSend
from surveys.models import Survey


@transaction.atomic
def start(
    survey: Survey, *, unit: Unit, recipients: dict, days_after: int, send_at: time, letter: Letter, by: User | None
) -> StandingSend:
    """Ask from the next hour of sending on. The very same wish again gives the standing send that is there."""
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)  # two presses at once are one after the other
    wish = {"unit": unit, "recipients": recipients, "days_after": days_after, "send_at": send_at}
    wish |= letter.columns()
    twin = StandingSend.objects.living().filter(survey=survey, unit=unit, days_after=days_after, send_at=send_at)
    for there in twin:
        if not _differing(there, wish):
            return there
    standing = StandingSend.objects.create(
        organisation_id=survey.organisation_id, survey=survey, **wish, created_by=by, created_at=clock.now()
    )
    auditing.note(by, "standing.started", standing, survey=survey.pk, unit=unit.name)
    return standing


@transaction.atomic
def change(standing: StandingSend, *, by: User | None, **wish) -> StandingSend:
    """Take over what is wished otherwise: unit, recipients, days_after, send_at and the letter. Ended, it stays."""
    standing = _locked(standing)
    wish |= wish.pop("letter").columns()
    if standing.ended_at or not (differing := _differing(standing, wish)):
        return standing
    for name in differing:
        setattr(standing, name, wish[name])
    standing.save(update_fields=differing)
    auditing.note(by, "standing.changed", standing, fields=differing)
    return standing


@transaction.atomic
def pause(standing: StandingSend, *, by: User | None) -> StandingSend:
    """Make no more mailings until it goes on. What was made already goes its way."""
    standing = _locked(standing)
    if not standing.paused_at and not standing.ended_at:
        _stamp(standing, "paused_at", clock.now())
        auditing.note(by, "standing.paused", standing)
    return standing


@transaction.atomic
def go_on(standing: StandingSend, *, by: User | None) -> StandingSend:
    """Send again, and catch up with at most a week."""
    standing = _locked(standing)
    if standing.paused_at and not standing.ended_at:
        _stamp(standing, "paused_at", None)
        auditing.note(by, "standing.went_on", standing)
    return standing


@transaction.atomic
def end(standing: StandingSend, *, by: User | None) -> StandingSend:
    """Make no more mailings, for ever."""
    standing = _locked(standing)
    if not standing.ended_at:
        _stamp(standing, "ended_at", clock.now())
        auditing.note(by, "standing.ended", standing)
    return standing


def _locked(standing: StandingSend) -> StandingSend:
    rows = StandingSend.objects.select_for_update(of=("self",)).select_related("organisation", "survey", "unit")
    return rows.get(pk=standing.pk)


def _stamp(standing: StandingSend, field: str, moment) -> None:
    setattr(standing, field, moment)
    standing.save(update_fields=[field])


def _differing(standing: StandingSend, wish: dict) -> list[str]:
    return sorted(name for name, value in wish.items() if getattr(standing, name) != value)

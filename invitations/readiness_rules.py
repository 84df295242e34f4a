"""What sending knows of a draft: whether those it is for were asked a short time ago, and whether it asks in time.

Advice only: publishing sends nothing, and whoever is asked is decided when the mails go.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from common import clock
from invitations.mailings import resting
from invitations.models import Customer, Spared, StandingSend
from surveys import ready_made
from surveys.models import Survey
from surveys.readiness import ADVICE, STRONG, Draft, Problem

LOOKED_AT = 200  # customers, the newest: enough to tell more than half from less
BY_THE_RULE = {Spared.Reason.RESTING, Spared.Reason.OFTEN, Spared.Reason.MAILS}
USED_AFTER_DAYS = 1  # where nothing else is known of what is used
LATE_AFTER_DAYS, TOO_LATE_AFTER_DAYS = 14, 30
ONE_USE = 7  # days; what is used longer than this is remembered from the end of that time


def contact_cap(draft: Draft) -> Iterator[Problem]:
    """More than half of the customers the survey is for would be spared now."""
    survey, now = draft.survey, clock.now()
    units = Unit.objects.below(survey.unit)
    customers = Customer.objects.for_organisation(survey.organisation_id).filter(unit__in=units)
    newest = list(customers.only("email").order_by("-pk")[:LOOKED_AT])
    verdicts = resting.verdicts(draft.version.organisation, newest, now=now)
    untils = sorted(verdict.until for verdict in verdicts.values() if verdict.reason in BY_THE_RULE)
    if len(untils) * 2 > len(newest):
        # From that day on at most half of them rest.
        free_from = untils[len(untils) - len(newest) // 2 - 1]
        sentence = _(
            "More than half of the customers here were asked a short time ago and would be spared. "
            "From {day} on most may be asked again."
        )
        yield Problem("contact_cap", format_lazy(sentence, day=_day(free_from, survey)), severity=ADVICE)


def asked_in_time(draft: Draft) -> Iterator[Problem]:
    """`late_send` where a standing send asks when the memory has faded, `sent_too_early` before there is any."""
    asks_after = _standing_days(draft.survey)
    if not asks_after:
        return
    needed = _days_of_use(draft.survey)
    late_by = max(asks_after) - (needed if needed and needed >= ONE_USE else 0)
    if late_by > LATE_AFTER_DAYS:
        sentence = _(
            "A standing send asks {days} days after the visit. Ask within two weeks, while it is fresh in mind."
        )
        severity = STRONG if late_by > TOO_LATE_AFTER_DAYS else ADVICE
        yield Problem("late_send", format_lazy(sentence, days=max(asks_after)), severity=severity)
    if needed is not None and min(asks_after) < needed:
        sentence = _(
            "A standing send asks {days} days after the visit, before there was time to use it. "
            "The value lies in the use: wait until day {needed}."
        )
        words = format_lazy(sentence, days=min(asks_after), needed=needed)
        yield Problem("sent_too_early", words, severity=ADVICE)


RULES = (contact_cap, asked_in_time)


def _days_of_use(survey: Survey) -> int | None:
    """How many days after the visit there is something to tell; None where the calendar says when to ask."""
    try:
        return ready_made.by_key(survey.made_from).send_after_days
    except KeyError:
        return USED_AFTER_DAYS


def _standing_days(survey: Survey) -> list[int]:
    """How many days after the visit each of its standing sends asks."""
    living = StandingSend.objects.for_organisation(survey.organisation_id).living().filter(survey=survey)
    return [max(days) for days in living.values_list("days_after", "not_before_days")]


def _day(moment: datetime, survey: Survey) -> str:
    """The day in the reader's language, whoever reads it later."""
    return lazy(lambda: date_format(moment.astimezone(survey.organisation.zone), "DATE_FORMAT"), str)()

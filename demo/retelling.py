"""Letting half a year happen again: every answer and every act at its own moment, the earliest first.

An answer takes the road of every real one: its link is opened, the form is submitted, its work row is done by the
handler that the worker uses. Only the clock is told another time.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from common import working
from insights.analysing import KIND
from invitations.models import Invitation
from responses import opening, submitting
from responses.answer_values import AnswerValue, clean_words
from responses.models import Response

HOURS = (7, 7, 8, 8, 9, 10, 11, 12, 13, 15, 16, 17, 18, 19, 19, 20, 20, 21, 21, 22)  # when people answer
JUST_NOW_MINUTES = (12, 90)


@dataclass(order=True)
class Event:
    """Something that happens at a moment; of two at the same one the first written down comes first."""

    at: datetime
    number: int
    happen: Callable[[], None] = field(compare=False)


def moment(days_ago: int, *, now: datetime, zone, chance: Random, hour: int | None = None) -> datetime:
    """A believable time on that day, in the organisation's zone; today's are over already."""
    day = now.astimezone(zone).date() - timedelta(days=days_ago)
    clock_time = time(chance.choice(HOURS) if hour is None else hour, chance.randrange(60), chance.randrange(60))
    wished = datetime.combine(day, clock_time, tzinfo=zone)
    latest = now - timedelta(minutes=chance.randint(*JUST_NOW_MINUTES))
    return min(wished, latest)


def answer(invitation: Invitation, given: dict[str, dict], *, slugs: list[str], form_number: UUID) -> Response:
    """Answer by the invitation's link as its page would, and let the answer be analysed at once."""
    opened = opening.open_link(invitation.token)
    values = [
        AnswerValue(question.key, choice=given[slug]["value"] or "", words=clean_words(given[slug]["words"]))
        for slug, question in zip(slugs, opened.definition.questions, strict=True)
        if slug in given
    ]
    submission = submitting.submit(
        opened,
        values=values,
        form_number=form_number,
        language=invitation.language,
        version_id=opened.definition.version_id,
    )
    working.do_waiting(KIND)
    return submission.response

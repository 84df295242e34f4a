"""Entering what came on paper or by telephone: the same questions and the same rules, by a link of its own kind.

The answer counts on the day it is entered, and is tied to nobody: it came by no personal link.
"""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from accounts import auditing
from accounts.models import Membership, Unit, User
from common import clock
from invitations.models import PublicLink
from invitations.ways_in import kinds, links
from responses import opening, submitting
from responses.answer_values import AnswerValue
from responses.models import Response
from responses.opening import Opened
from responses.submitting import Submission
from responses.wishing import NONE, Wishes
from surveys.models import Survey


def units_for(survey: Survey, membership: Membership) -> QuerySet[Unit]:
    """The places an answer to this survey can belong to, of those this colleague sees."""
    return membership.visible_units().below(survey.unit).in_tree_order()


def opened_for(survey: Survey, unit: Unit, *, way: str) -> Opened:
    """The survey as it is entered for this unit, before any link is there."""
    link = PublicLink(organisation_id=survey.organisation_id, survey=survey, unit=unit, kind=way)
    link.organisation = survey.organisation
    return opening.of_public_link(link)


@transaction.atomic
def enter(
    survey: Survey,
    unit: Unit,
    *,
    way: str,
    by: User,
    values: Sequence[AnswerValue],
    form_number: UUID | None,
    language: str,
    version_id: int | None,
    wishes: Wishes = NONE,
) -> Submission:
    """Store one answer that came on paper or by telephone. The same form twice is one answer, wherever it was put.

    Raises links.NotOpen, and what `submitting.submit` raises; nothing is stored then.
    """
    if way not in kinds.ENTERED:
        raise ValueError(f"{way} is not a way that colleagues enter")
    if stored := _entered(survey).filter(form_number=form_number).first():
        return Submission(stored, is_replay=True)
    link = links.public_link(survey, unit, kind=way, by=by)
    submission = submitting.submit(
        opening.of_public_link(link),
        values=values,
        form_number=form_number,
        language=language,
        version_id=version_id,
        wishes=wishes,
    )
    if not submission.is_replay:
        auditing.note(by, "answer.entered", submission.response, way=str(way), unit=unit.name)
    return submission


def entered_today(survey: Survey, membership: Membership) -> int:
    """How many answers colleagues have entered since midnight where the organisation lives, in the units one sees."""
    now = clock.now().astimezone(survey.organisation.zone)
    midnight = datetime.combine(now.date(), time.min, tzinfo=now.tzinfo)
    return _entered(survey).in_units(membership.visible_units()).filter(submitted_at__gte=midnight).count()


def _entered(survey: Survey):
    responses = Response.objects.for_organisation(survey.organisation_id).submitted()
    return responses.filter(survey=survey, public_link__kind__in=kinds.ENTERED)

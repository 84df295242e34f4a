"""Customers who tell: the rows a submitted answer leaves, the work that waits included."""

import uuid
from datetime import datetime, timedelta
from itertools import count

from accounts.models import Unit
from common import clock, working
from insights import analysing
from invitations.models import Customer
from responses.models import Response
from surveys.models import Survey
from tests import cast

_numbers = count(1)


def guest(of, **fields) -> Customer:
    number = next(_numbers)
    return cast.customer(of, f"guest{number}@guest.example", name=f"Guest {number}", **fields)


def tells(
    survey: Survey,
    words: str,
    *,
    by: Customer | None = None,
    unit: Unit | None = None,
    slept: str = "no",
    language: str = "sv",
    days_ago: float = 0,
    at: datetime | None = None,
    **fields,
) -> Response:
    """One submitted response whose words stand beside "Did you sleep well?"."""
    moment = at or clock.now() - timedelta(days=days_ago)
    customer = by or guest(survey.organisation)
    response = cast.response(
        survey,
        unit=unit or survey.unit,
        invitation=cast.invitation(survey, customer),
        respondent_key=customer.respondent_key,
        language=language,
        begun_at=moment,
        submitted_at=moment,
        **fields,
    )
    cast.answer(response, words, value_choice=slept)
    working.put(analysing.KIND, object_id=response.pk, revision=1)
    return response


def tells_anew(response: Response, words: str) -> Response:
    """The customer changes the answer: a new revision, the old words gone."""
    response.revision += 1
    response.form_number = uuid.uuid4()
    response.save()
    response.answers.update(motivation=words)
    working.put(analysing.KIND, object_id=response.pk, revision=response.revision)
    return response

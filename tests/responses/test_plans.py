"""With 50,000 answers to a survey its list reads a page, not the survey, whatever is chosen."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from accounts import arranging_units
from common import clock
from demo.pouring import pour, reserve_ids
from invitations.ways_in import links
from responses.models import Answer, Response
from surveys.question_kinds import YES
from tests.plans import greedy_reads

pytestmark = pytest.mark.django_db
ANSWERS, HOUSES = 50_000, 20
LANGUAGES = ("sv", "da", "nb", "fi", "en")
RESPONSE = (
    *("id", "organisation_id", "survey_id", "version_id", "unit_id", "public_link_id", "respondent_key"),
    *("form_number", "language", "begun_at", "submitted_at", "search_text"),
)
ANSWER = ("organisation_id", "response_id", "question_id", "question_key", "value_choice", "motivation")


def fill(survey, houses, question) -> list[int]:
    """Answers of a year, each house and each language equally often."""
    owner, version, now = survey.organisation_id, survey.published_version_id, clock.now()
    doors = [links.public_link(survey, house, by=None).pk for house in houses]
    ids = list(reserve_ids(Response, ANSWERS))
    responses, answers = [], []
    for number, pk in enumerate(ids):
        house, language = number % HOUSES, LANGUAGES[number // HOUSES % 5]
        form, at = UUID(int=pk), now - timedelta(minutes=10 * (ANSWERS - number))
        place = (houses[house].pk, doors[house])
        responses.append((pk, owner, survey.pk, version, *place, form, form, language, at, at, "kön var lång"))
        answers.append((owner, pk, question.pk, question.key, YES, "Kön var lång."))
    pour(Response, RESPONSE, responses)
    pour(Answer, ANSWER, answers)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return ids


def test_the_list_reads_little_of_a_big_survey(survey, slept, maria, logged_in):
    houses = [arranging_units.add(parent=survey.unit, name=f"House {number}", by=None) for number in range(HOUSES)]
    ids = fill(survey, houses, slept)
    chosen = (
        "",
        f"unit={houses[3].pk}",
        "language=fi",
        f"question={slept.key}",
        "read=unread",
        "read=read",
        "text=kön",
    )
    addresses = [f"/surveys/{survey.pk}/answers/?{words}" for words in chosen] + [f"/answers/{ids[ANSWERS // 2]}/"]
    client = logged_in(maria)
    assert [line for address in addresses for line in greedy_reads(client, address)] == []

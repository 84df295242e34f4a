"""The page of answers that may be automatic: many cost no more questions to the database than one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def doubtful(hotel):
    survey = cast.published_survey(hotel)

    def answer(count: int) -> None:
        for guest in range(count):
            invitation = cast.invitation(survey, cast.customer(hotel, f"guest{guest}of{count}@guest.example"))
            response = cast.response(survey, invitation=invitation, submitted_at=clock.now(), flagged=True)
            cast.answer(response, "Fläkten tjöt hela natten.", value_choice="no")

    return answer


def test_many_cost_no_more_questions_than_one(doubtful, logged_in, maria):
    client = logged_in(maria)

    def look() -> tuple[int, int]:
        client.get("/answers/flagged/")
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/answers/flagged/")
        return len(page.context["answers"]), len(captured)

    doubtful(2)
    few, queries = look()
    doubtful(12)
    assert (few, *look()) == (2, 14, queries)

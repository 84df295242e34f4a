"""Who wrote an answer: shown where the customer was told so, nowhere else."""

import pytest

from common import clock
from responses import reading
from surveys.models import Survey
from tests import cast

NAMED, PSEUDONYMOUS = Survey.Anonymity.NAMED, Survey.Anonymity.PSEUDONYMOUS


@pytest.fixture
def answered(hotel, carl):
    def make(anonymity: str):
        survey = cast.published_survey(hotel, anonymity=anonymity)
        return cast.response(survey, invitation=cast.invitation(survey, carl), submitted_at=clock.now())

    return make


@pytest.mark.parametrize(("anonymity", "shown"), [(NAMED, 1), (PSEUDONYMOUS, 0)])
def test_the_writer_is_shown_where_the_customer_was_told_so(answered, logged_in, stefan, carl, anonymity, shown):
    response = answered(anonymity)
    page = logged_in(stefan).get(f"/answers/{response.pk}/").content.decode()
    assert page.count(f"mailto:{carl.email}") == shown
    assert (carl.email in page) == bool(shown)
    assert reading.writer_of(response) == (carl if shown else None)


@pytest.mark.parametrize(("anonymity", "told"), [(NAMED, 0), (PSEUDONYMOUS, 1)])
def test_the_customer_reads_what_the_key_is(hotel, carl, client, anonymity, told):
    survey = cast.published_survey(hotel, anonymity=anonymity)
    page = client.get(f"{cast.invitation(survey, carl).link}?language=en").content.decode()
    assert page.count("It ties your answer to you.") == told

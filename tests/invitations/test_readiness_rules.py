"""What sending knows of a draft: customers who rest, and standing sends that ask too early or too late."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from invitations.mailings import sending
from invitations.models import StandingSend
from invitations.stopping import suppressing
from surveys import readiness
from surveys.models import SurveyVersion
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

MORNING = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
NAMES = {"contact_cap", "late_send", "sent_too_early"}


def told(of) -> dict[str, tuple[str, str]]:
    """Severity and words of the problems that these rules find."""
    found = readiness.problems(SurveyVersion.objects.get(survey=of, published_at__isnull=True))
    return {problem.code: (problem.severity, str(problem.message)) for problem in found if problem.code in NAMES}


@pytest.fixture
def draft(hotel):
    return cast.survey(hotel, name="Frukosten")


def standing(of, days_after: int, **fields) -> StandingSend:
    row = {"organisation": of.organisation, "survey": of, "unit": of.unit, "created_at": clock.now()}
    row |= {"from_name": "Hotellet", "reply_to_name": "Maria", "reply_to_email": "maria@example.org"}
    return StandingSend.objects.create(days_after=days_after, **row, **fields)


def test_most_customers_rest_and_the_day_is_named_from_which_most_may_be_asked(draft, survey, hotel, maria):
    guests = [cast.customer(hotel, f"g{number}@guest.example") for number in range(4)]
    with clock.at(MORNING - timedelta(days=10)):
        sending.invite(survey, guests[:2], by=maria)
    with clock.at(MORNING - timedelta(days=5)):
        sending.invite(survey, guests[2:3], by=maria)
    with clock.at(MORNING):
        severity, words = told(draft)["contact_cap"]
    assert severity == readiness.ADVICE
    assert "From 13 December 2026 on most may be asked again." in " ".join(words.split())
    with clock.at(MORNING + timedelta(days=20)):  # that very day
        assert told(draft) == {}


def test_half_of_them_is_not_more_than_half(draft, survey, hotel, maria):
    guests = [cast.customer(hotel, f"g{number}@guest.example") for number in range(4)]
    with clock.at(MORNING):
        sending.invite(survey, guests[:2], by=maria)
        assert told(draft) == {}


def test_who_asked_us_to_stop_says_nothing_of_the_contact_rule(draft, hotel, carl):
    suppressing.suppress(hotel, carl.email)
    assert told(draft) == {}


def test_customers_of_another_organisation_count_for_nobody(draft, library, olga):
    theirs = cast.published_survey(library)
    sending.invite(theirs, [cast.customer(library, "a@guest.example")], by=olga)
    assert told(draft) == {}


def test_looking_costs_the_same_for_many_customers(draft, hotel, carl):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            told(draft)
        return len(captured)

    one = queries()
    for number in range(30):
        cast.customer(hotel, f"g{number}@guest.example")
    assert queries() == one


@pytest.mark.parametrize(
    ("made_from", "days", "expected"),
    [
        ("", 0, {"sent_too_early": "advice"}),
        ("", 1, {}),
        ("", 14, {}),
        ("", 15, {"late_send": "advice"}),
        ("", 31, {"late_send": "strong"}),
        ("transport", 0, {}),
        ("ecommerce", 3, {"sent_too_early": "advice"}),
        ("ecommerce", 14, {}),
        ("ecommerce", 28, {}),
        ("ecommerce", 29, {"late_send": "advice"}),
        ("school", 0, {}),
    ],
)
def test_a_standing_send_asks_neither_too_early_nor_too_late(draft, made_from, days, expected):
    draft.made_from = made_from
    draft.save()
    standing(draft, days)
    assert {code: severity for code, (severity, _words) in told(draft).items()} == expected


def test_a_letter_that_waits_asks_when_it_goes(draft):
    standing(draft, 0, not_before_days=2)
    assert told(draft) == {}


def test_an_ended_standing_send_asks_nobody(draft):
    standing(draft, 60, ended_at=clock.now())
    assert told(draft) == {}

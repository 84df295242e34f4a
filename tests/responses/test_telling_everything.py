"""What is told to one customer is about that customer: never what somebody else wrote of them."""

import pytest

from common import clock
from invitations.models import PublicLink
from responses import telling_everything
from tests import cast

pytestmark = pytest.mark.django_db


def words_told(customer, by) -> list[str]:
    told = telling_everything.everything_about(customer, by=by)
    return [answer["words"] for response in told["answers"] for answer in response["answers"]]


@pytest.fixture
def link(survey, hotel) -> PublicLink:
    return PublicLink.objects.create(organisation=hotel, survey=survey, unit=survey.unit, created_at=clock.now())


def test_an_answer_of_another_customer_that_names_the_address_is_not_told(survey, carl, hotel, petra):
    other = cast.customer(hotel, "anna@guest.example")
    for customer in (carl, other):
        response = cast.response(survey, invitation=cast.invitation(survey, customer), submitted_at=clock.now())
        cast.answer(response, f"{customer.email}: carl@guest.example was in the next room.")
    assert words_told(carl, petra) == ["carl@guest.example: carl@guest.example was in the next room."]


def test_nor_one_by_an_open_link_whose_writer_is_to_be_reached_elsewhere(survey, carl, petra, link):
    for contact in ("", "CARL@guest.example", "anna@guest.example"):
        response = cast.response(survey, public_link=link, submitted_at=clock.now(), reply_contact=contact)
        cast.answer(response, f"carl@guest.example. Reach me: {contact or 'nowhere'}.")
    assert sorted(words_told(carl, petra)) == [
        "carl@guest.example. Reach me: CARL@guest.example.",
        "carl@guest.example. Reach me: nowhere.",
    ]

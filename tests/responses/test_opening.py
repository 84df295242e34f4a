"""What stands behind a link, at each moment of a survey's life."""

from datetime import timedelta

import pytest

from common import clock
from invitations.models import PublicLink
from responses import opening
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def public_link(survey):
    return PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )


def test_a_personal_link_is_one_query(invitation, django_assert_num_queries):
    opening.open_link(invitation.token)
    with django_assert_num_queries(1):
        opened = opening.open_link(invitation.token)
        assert (opened.problem, opened.invitation, opened.survey.name) == ("", invitation, "Natten")
        assert (opened.organisation.name, opened.unit.name) == ("Fjällhotellet", "Fjällhotellet")
        assert opened.invitation.customer.name == "Carl"
        assert opened.response is None
        assert opened.languages == ("sv", "en")


def test_a_public_link_is_two(public_link, django_assert_num_queries):
    opening.open_link(public_link.token)
    with django_assert_num_queries(2):
        opened = opening.open_link(public_link.token)
        assert (opened.problem, opened.public_link, opened.is_personal) == ("", public_link, False)


@pytest.mark.parametrize("token", ["x", "A" * 32, "å\x00" * 400, "../../etc/passwd"])
def test_unknown_and_mistyped_tokens_take_the_same_road(invitation, token, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert opening.open_link(token) == opening.Opened(problem=opening.UNKNOWN)


def test_the_other_tokens_of_an_invitation_do_not_open_the_survey(invitation):
    assert opening.open_link(invitation.stop_token).problem == opening.UNKNOWN
    assert opening.open_link(str(invitation.uuid)).problem == opening.UNKNOWN


def problem_after(invitation, *, survey=None, **changes) -> str:
    row = invitation.survey if survey else invitation
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return opening.open_link(invitation.token).problem


def test_a_link_grows_old(invitation):
    assert problem_after(invitation, expires_at=clock.now()) == opening.EXPIRED


def test_a_survey_closes(invitation):
    assert problem_after(invitation, survey=True, closed_at=clock.now()) == opening.CLOSED


def test_a_survey_closes_by_its_date(invitation):
    assert problem_after(invitation, survey=True, closes_at=clock.now()) == opening.CLOSED


def test_a_survey_opens_later(invitation):
    assert problem_after(invitation, survey=True, opens_at=clock.now() + timedelta(days=1)) == opening.NOT_OPEN


def test_a_survey_nobody_has_published(hotel, carl):
    invitation = cast.invitation(cast.survey(hotel), carl)
    opened = opening.open_link(invitation.token)
    assert (opened.problem, opened.definition) == (opening.NOT_OPEN, None)


def test_a_public_link_that_was_ended(public_link):
    public_link.ended_at = clock.now()
    public_link.save()
    assert opening.open_link(public_link.token).problem == opening.ENDED

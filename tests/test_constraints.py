"""What must be true is a database constraint: each is tried here, and holds on both databases."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, Unit
from accounts.models.membership import Role
from common import clock
from common.models import Work
from invitations.models import EmailDelivery, PublicLink, Suppression
from responses.models import Answer, Reading, Response
from surveys.models import Survey, SurveyVersion, Touchpoint
from surveys.touchpoints import default_of
from tests import cast
from tests.asserting import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


@pytest.fixture
def response(survey, carl):
    return cast.response(survey, invitation=cast.invitation(survey, carl))


@pytest.fixture
def answer(response):
    return cast.answer(response, "Fläkten tjöt hela natten.")


def test_work_is_stored_once():
    def make():
        Work.objects.create(kind="analyse response", object_id=1, created_at=clock.now(), due=clock.now())

    make()
    assert refused(make)


def test_work_is_not_both_done_and_set_aside():
    now = clock.now()
    assert refused(
        lambda: Work.objects.create(kind="x", object_id=1, created_at=now, due=now, done_at=now, set_aside_at=now)
    )


def test_an_organisation_has_one_root_unit(hotel):
    assert refused(lambda: Unit.objects.create(organisation=hotel, name="another root", path="/0/"))


def test_a_unit_name_stands_once_below_its_parent(hotel):
    root = cast.root_unit(hotel)
    Unit.objects.create(organisation=hotel, parent=root, name="House", path="/1/2/")
    assert refused(lambda: Unit.objects.create(organisation=hotel, parent=root, name="House", path="/1/3/"))


def test_a_person_is_a_member_once(hotel, maria):
    assert refused(lambda: Membership.objects.create(organisation=hotel, user=maria, role=Role.STAFF))


def test_a_role_is_one_we_know(library, maria):
    assert refused(lambda: Membership.objects.create(organisation=library, user=maria, role="king"))


def test_an_organisation_has_one_default_touchpoint(hotel):
    default_of(hotel)
    assert refused(lambda: Touchpoint.objects.create(organisation=hotel, is_default=True))


def test_a_survey_keeps_answers_at_most_36_months(hotel):
    assert refused(lambda: cast.survey(hotel, retention_months=37))


def test_a_survey_opens_before_it_closes(hotel):
    now = clock.now()
    assert refused(lambda: cast.survey(hotel, opens_at=now, closes_at=now - timedelta(days=1)))


def test_a_surveys_anonymity_is_one_we_know(hotel):
    assert refused(lambda: cast.survey(hotel, anonymity="secret"))


def test_a_version_number_stands_once(survey):
    assert refused(
        lambda: SurveyVersion.objects.create(
            organisation=survey.organisation, survey=survey, number=1, created_at=clock.now()
        )
    )


def test_a_survey_has_one_draft(hotel):
    survey = cast.survey(hotel)
    assert refused(
        lambda: SurveyVersion.objects.create(organisation=hotel, survey=survey, number=2, created_at=clock.now())
    )


def test_a_question_key_stands_once_in_a_version(hotel):
    version = cast.survey(hotel).draft
    first = version.questions.first()
    assert refused(lambda: cast.question(version, "yes_no", {"sv": "Igen?"}, key=first.key))


def test_a_question_kind_is_one_we_know(hotel):
    version = cast.survey(hotel).draft
    assert refused(lambda: cast.question(version, "riddle", {"sv": "Vad?"}))


def test_a_customer_address_stands_once(carl):
    assert refused(lambda: cast.customer(carl.organisation, "CARL@guest.example"))


def test_a_mail_of_a_kind_is_made_once_an_invitation(survey, carl):
    invitation = cast.invitation(survey, carl)

    def make():
        EmailDelivery.objects.create(
            organisation=survey.organisation, invitation=invitation, to_address=carl.email, created_at=clock.now()
        )

    make()
    assert refused(make)


def test_a_sent_mail_has_a_time(survey, carl):
    assert refused(
        lambda: EmailDelivery.objects.create(
            organisation=survey.organisation,
            invitation=cast.invitation(survey, carl),
            to_address=carl.email,
            created_at=clock.now(),
            state="sent",
        )
    )


def test_a_unit_has_one_living_public_link_to_a_survey(survey):
    def make():
        PublicLink.objects.create(
            organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
        )

    make()
    assert refused(make)


def test_an_address_is_suppressed_once(hotel):
    def make():
        Suppression.objects.create(organisation=hotel, address_hash="a" * 64, created_at=clock.now())

    make()
    assert refused(make)


def test_a_response_comes_by_exactly_one_link(survey, carl):
    assert refused(lambda: cast.response(survey))
    link = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    assert refused(lambda: cast.response(survey, invitation=cast.invitation(survey, carl), public_link=link))


def test_a_personal_link_gives_one_response(response):
    assert refused(lambda: cast.response(response.survey, invitation=response.invitation))


def test_a_form_sent_in_twice_is_one_response(survey):
    link = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    first = cast.response(survey, public_link=link)
    again = Response(
        organisation=survey.organisation,
        survey=survey,
        version=survey.published_version,
        unit=survey.unit,
        public_link=link,
        form_number=first.form_number,
        language="sv",
        begun_at=clock.now(),
    )
    assert refused(again.save)


def test_a_question_is_answered_once(answer):
    assert refused(
        lambda: Answer.objects.create(
            organisation=answer.organisation,
            response=answer.response,
            question=answer.question,
            question_key=answer.question_key,
        )
    )


def test_a_scale_goes_from_0_to_10(response):
    question = response.version.questions.first()
    assert refused(
        lambda: Answer.objects.create(
            organisation=response.organisation,
            response=response,
            question=question,
            question_key=question.key,
            value_number=11,
        )
    )


def test_an_answers_words_stand_in_one_place(response):
    question = response.version.questions.first()
    assert refused(
        lambda: Answer.objects.create(
            organisation=response.organisation,
            response=response,
            question=question,
            question_key=question.key,
            value_text="here",
            motivation="and here",
        )
    )


def test_a_reading_is_noted_once(response, stefan):
    def make():
        Reading.objects.create(organisation=response.organisation, response=response, user=stefan)

    make()
    assert refused(make)


def test_a_survey_keeps_its_published_version(survey):
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(published_version_id=10**9)
        transaction.get_connection().check_constraints()

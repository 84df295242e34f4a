"""What must be true is a database constraint: each is tried here, and holds on both databases."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, Unit
from accounts.models.membership import Role
from common import clock
from common.models import Work
from insights.models import ImprovementTask, Incident, ResponseAnalysis, Theme
from invitations.models import EmailDelivery, PublicLink, Suppression
from responses.models import Answer, Reading, Response
from surveys.models import Survey, SurveyVersion, Touchpoint
from surveys.touchpoints import default_of
from tests import cast

pytestmark = pytest.mark.django_db


def refused(make) -> str:
    """The name of the constraint (or its columns) that refused what `make` tried."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        make()
    return str(caught.value)


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


@pytest.fixture
def response(survey, carl):
    return a_response(survey, invitation=cast.invitation(survey, carl))


def a_response(survey, **fields):
    now = clock.now()
    return Response.objects.create(
        organisation=survey.organisation,
        survey=survey,
        version=survey.published_version,
        unit=survey.unit,
        form_number=uuid.uuid4(),
        language="sv",
        begun_at=now,
        **fields,
    )


@pytest.fixture
def answer(response):
    question = response.version.questions.first()
    return Answer.objects.create(
        organisation=response.organisation,
        response=response,
        question=question,
        question_key=question.key,
        value_choice="no",
        motivation="Fläkten tjöt hela natten.",
    )


@pytest.fixture
def theme(hotel):
    return Theme.objects.create(
        organisation=hotel, category="treatment", polarity="negative", is_default=True, created_at=clock.now()
    )


def a_task(theme, **fields):
    hotel = theme.organisation
    return ImprovementTask.objects.create(
        **{
            "organisation": hotel,
            "unit": cast.root_unit(hotel),
            "touchpoint": default_of(hotel),
            "theme": theme,
            "created_at": clock.now(),
            **fields,
        }
    )


def an_incident(answer, theme, **fields):
    return Incident.objects.create(
        **{
            "organisation": answer.organisation,
            "answer": answer,
            "start": 0,
            "end": 10,
            "engine_version": "test",
            "machine_polarity": "negative",
            "machine_category": "treatment",
            "machine_severity": 3,
            "theme": theme,
            "unit": answer.response.unit,
            "touchpoint": default_of(answer.organisation),
            "respondent_key": answer.response.respondent_key,
            "happened_at": clock.now(),
            **fields,
        }
    )


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
    assert refused(lambda: a_response(survey))
    link = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    assert refused(lambda: a_response(survey, invitation=cast.invitation(survey, carl), public_link=link))


def test_a_personal_link_gives_one_response(response):
    assert refused(lambda: a_response(response.survey, invitation=response.invitation))


def test_a_form_sent_in_twice_is_one_response(survey):
    link = PublicLink.objects.create(
        organisation=survey.organisation, survey=survey, unit=survey.unit, created_at=clock.now()
    )
    first = a_response(survey, public_link=link)
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


def test_a_revision_is_analysed_once(response):
    def make():
        ResponseAnalysis.objects.create(
            organisation=response.organisation,
            response=response,
            revision=1,
            engine_version="test",
            polarity="neutral",
            analysed_at=clock.now(),
        )

    make()
    assert refused(make)


def test_a_span_is_one_incident(answer, theme):
    an_incident(answer, theme)
    assert refused(lambda: an_incident(answer, theme))


@pytest.mark.parametrize(
    "fields",
    [
        {"end": 0},
        {"machine_severity": 6},
        {"human_severity": 0},
        {"machine_polarity": "sideways"},
        {"settled_at": clock.now()},
        {"passed_on_at": clock.now()},
    ],
)
def test_an_incident_is_whole(answer, theme, fields):
    assert refused(lambda: an_incident(answer, theme, **fields))


def test_a_persons_judgement_counts_before_the_machines(answer, theme):
    incident = an_incident(answer, theme, human_category="waiting", human_severity=5)
    incident.refresh_from_db()
    assert (incident.category, incident.severity, incident.polarity) == ("waiting", 5, "negative")


def test_a_category_has_one_default_theme(theme):
    assert refused(
        lambda: Theme.objects.create(
            organisation=theme.organisation,
            category="treatment",
            polarity="negative",
            is_default=True,
            created_at=clock.now(),
        )
    )


def test_a_problem_has_one_living_task(theme):
    first = a_task(theme)
    assert refused(lambda: a_task(theme))
    first.state, first.reason = "declined", "not ours"
    first.save()
    assert a_task(theme).pk != first.pk


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "taken"},
        {"taken_at": clock.now()},
        {"state": "dancing"},
        {"state": "parked"},
        {"state": "declined"},
    ],
)
def test_a_task_is_whole(theme, fields):
    assert refused(lambda: a_task(theme, **fields))


def test_a_free_task_has_no_owner(theme, stefan):
    assert refused(lambda: a_task(theme, state="open", owner=stefan, taken_at=clock.now()))


def test_a_survey_keeps_its_published_version(survey):
    with pytest.raises(IntegrityError), transaction.atomic():
        Survey.objects.filter(pk=survey.pk).update(published_version_id=10**9)
        transaction.get_connection().check_constraints()

"""What must be true of analyses, incidents, themes and tasks is a database constraint: each is tried here."""

import pytest

from common import clock
from insights.models import EngineInUse, ImprovementTask, Incident, ResponseAnalysis, Theme
from surveys.touchpoints import default_of
from tests import cast
from tests.asserting import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def response(hotel, carl):
    survey = cast.published_survey(hotel)
    return cast.response(survey, invitation=cast.invitation(survey, carl))


@pytest.fixture
def answer(response):
    return cast.answer(response, "Fläkten tjöt hela natten.")


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


def test_one_engine_is_in_use(db):
    EngineInUse.objects.create(version="listener 1", since=clock.now())
    assert refused(lambda: EngineInUse.objects.create(id=2, version="listener 2", since=clock.now()))

"""Heaps of synthetic answers: many rows, few statements, the same again for the same seed, never among real ones."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from common.models import Work
from demo import synthesising
from insights.models import ImprovementTask, Incident, ResponseAnalysis
from responses.models import Answer, Response

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
COUNT = 300


def heap(count=COUNT, seed=7, **kwargs):
    return synthesising.synthesise(count, seed=seed, now=NOW, say=lambda words: None, **kwargs)


def rows_of(survey):
    return list(
        Answer.objects.filter(response__survey=survey)
        .order_by("id")
        .values_list("response__submitted_at", "response__unit__name", "value_choice", "value_text", "motivation")
    )


def incidents_of(survey):
    told = Incident.objects.filter(answer__response__survey=survey).order_by("id")
    return list(told.values_list("happened_at", "category", "severity", "polarity", "start", "end"))


def test_a_heap_has_answers_analyses_incidents_and_ranked_tasks():
    survey = heap()
    assert (Response.objects.count(), ResponseAnalysis.objects.count()) == (COUNT, COUNT)
    assert Answer.objects.count() > COUNT
    assert Incident.objects.filter(polarity="positive", task__isnull=False).count() == 0
    assert Incident.objects.negative().filter(task__isnull=True).count() == 0
    assert ImprovementTask.objects.count() == synthesising.tasks_of(survey) > 0
    assert ImprovementTask.objects.filter(scored_at=NOW).count() == ImprovementTask.objects.count()
    assert (survey.organisation.name, survey.organisation.is_demo) == ("Synthetic 300 (seed 7)", True)
    assert Work.objects.count() == 0
    moments = Response.objects.order_by("submitted_at").values_list("submitted_at", flat=True)
    assert NOW - timedelta(days=365) <= moments[0] < moments[COUNT - 1] < NOW
    connection.check_constraints()


def test_every_incident_lies_inside_its_words():
    heap()
    spans = [(incident.start, incident.end, len(incident.answer.words)) for incident in Incident.objects.all()]
    assert [span for span in spans if (span[0], span[1]) != (0, span[2])] == []


def test_the_same_seed_makes_the_same_rows_and_another_seed_others():
    first, again, other = heap(), heap(), heap(seed=8)
    assert rows_of(first) == rows_of(again)
    assert incidents_of(first) == incidents_of(again)
    assert rows_of(first) != rows_of(other)


def test_twice_as_many_answers_take_no_more_statements():
    def statements(count):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            heap(count)
        inserts = [
            query["sql"] for query in captured if "responses_" in query["sql"] or "insights_incident" in query["sql"]
        ]
        return len(inserts)

    heap(100)
    assert statements(400) == statements(200)


def test_rows_made_afterwards_get_numbers_of_their_own(hotel):
    survey = heap()
    latest = Response.objects.latest("id")
    latest.pk, latest.form_number, latest._state.adding = None, latest.respondent_key, True
    latest.save()
    assert Response.objects.filter(survey=survey).count() == COUNT + 1


def test_a_second_heap_lands_in_the_same_demo_when_asked():
    organisation = heap().organisation
    heap(100, seed=9, organisation=organisation)
    assert (Organisation.objects.count(), Response.objects.for_organisation(organisation).count()) == (1, COUNT + 100)


def test_a_real_organisation_gets_no_synthetic_answers(hotel):
    with pytest.raises(CommandError, match="is no demo"):
        call_command("create_demo", responses=10, organisation=hotel.pk, stdout=StringIO())
    assert Response.objects.count() == 0


@pytest.mark.parametrize(
    ("responses", "organisation", "words"), [(0, None, "1 or more"), (5, 999_999, "no organisation")]
)
def test_impossible_wishes_are_refused(responses, organisation, words):
    with pytest.raises(CommandError, match=words):
        call_command("create_demo", responses=responses, organisation=organisation, stdout=StringIO())


def test_the_command_says_plainly_that_the_rows_are_synthetic():
    out = StringIO()
    call_command("create_demo", responses=50, seed=3, stdout=out)
    assert "These rows are synthetic" in out.getvalue()
    assert Response.objects.count() == 50

"""The demo is lived through the real verbs: what stands at the end could have come about by pages alone."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from accounts.models import Membership, Organisation, User
from common.models import Work
from demo import founding_demo, stories
from demo.guests import BETWEEN_INVITATIONS, INVITATIONS_A_YEAR
from insights.models import ImprovementTask, Incident, ResponseAnalysis
from insights.models.improvement_task import State
from invitations.models import EmailDelivery, Invitation
from responses.models import Answer, Reading, Response
from surveys.models import Survey

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
LIMIT = 40
OF_THE_LIBRARY = 9
PASSWORD = "en mil i demons skor"


@pytest.fixture
def rimtjarn(rung):
    return founding_demo.found_demo(password=PASSWORD, now=NOW, limit=LIMIT, say=lambda words: None)


def test_half_a_year_stands_analysed_with_tasks_in_every_state(rimtjarn, rung):
    responses = Response.objects.for_organisation(rimtjarn)
    assert (responses.count(), ResponseAnalysis.objects.for_organisation(rimtjarn).count()) == (LIMIT, LIMIT)
    assert (Work.objects.unfinished().count(), Work.objects.set_aside().count(), rung) == (0, 0, [])
    states = set(ImprovementTask.objects.for_organisation(rimtjarn).values_list("state", flat=True))
    assert states == set(State.values)
    assert ImprovementTask.objects.for_organisation(rimtjarn).filter(reopened=True).count() == 1
    assert responses.filter(submitted_at__gt=NOW).count() == 0
    assert responses.filter(submitted_at__lt=NOW - timedelta(days=150)).exists()
    assert Survey.objects.order_by("id").first().state == Survey.State.OPEN
    assert Incident.objects.filter(passed_on_at__isnull=False).exists()
    assert 0 < Reading.objects.count() < LIMIT
    assert set(responses.values_list("language", flat=True)) == {"sv", "da", "nb", "fi", "en"}
    assert list(EmailDelivery.objects.order_by().values_list("state").annotate(Count("id"))) == [("outbox", 24)]


def test_the_clinic_tells_whom_to_call_in_five_languages(rimtjarn):
    assert set(rimtjarn.help_lines) == {"sv", "da", "nb", "fi", "en"}
    telling = Survey.objects.for_organisation(rimtjarn).filter(shows_help_lines=True)
    assert [survey.name for survey in telling] == ["Efter besöket"]


def test_every_answer_is_dated_as_it_is_told_and_analysed_in_that_moment(rimtjarn):
    told = {NOW.date() - timedelta(days=story.days_ago) for story in stories.some_stories(LIMIT)}
    zone = rimtjarn.zone
    responses = Response.objects.for_organisation(rimtjarn).prefetch_related("analyses")
    assert {response.submitted_at.astimezone(zone).date() for response in responses} == told
    assert [r for r in responses if r.analyses.get().analysed_at != r.submitted_at] == []
    assert [i for i in Incident.objects.select_related("answer__response") if i.happened_at > NOW] == []
    assert [t for t in ImprovementTask.objects.for_organisation(rimtjarn) if not t.created_at < NOW] == []


def test_nobody_is_asked_more_often_than_the_contact_rule_allows(rimtjarn):
    asked = {}
    for customer, at in Invitation.objects.order_by("created_at").values_list("customer", "created_at"):
        asked.setdefault(customer, []).append(at)
    assert max(len(moments) for moments in asked.values()) <= INVITATIONS_A_YEAR
    gaps = [late - early for moments in asked.values() for early, late in zip(moments, moments[1:], strict=False)]
    assert [gap for gap in gaps if gap < BETWEEN_INVITATIONS] == []


def test_everybody_logs_in_and_the_library_sees_nothing_of_the_hotel(rimtjarn, client):
    roles = {"agnes@demo.example": "owner", "maria@demo.example": "manager", "stefan@demo.example": "staff"}
    for address, role in roles.items():
        assert client.login(email=address, password=PASSWORD)
        assert Membership.objects.get(user__email=address).role == role
    library = Organisation.objects.exclude(pk=rimtjarn.pk).get()
    assert client.login(email="olga@other.example", password=PASSWORD)
    assert (library.is_demo, rimtjarn.is_demo) == (True, True)
    assert Membership.objects.get(user__email="olga@other.example").organisation == library
    assert Response.objects.for_organisation(library).count() == OF_THE_LIBRARY
    foreign = Survey.objects.for_organisation(rimtjarn).first()
    assert client.get(f"/surveys/{foreign.pk}/").status_code == 404


def test_a_second_demo_is_kindly_refused(rimtjarn):
    before = (User.objects.count(), Response.objects.count(), Answer.objects.count())
    out = StringIO()
    call_command("create_demo", password=PASSWORD, stdout=out)
    assert out.getvalue() == "The demo is already there; nothing was changed.\n"
    assert (User.objects.count(), Response.objects.count(), Answer.objects.count()) == before


def test_a_moment_that_is_none_is_refused_with_an_example():
    with pytest.raises(CommandError, match="“yesterday” is not a moment. Write it like 2026-03-01T12:00"):
        call_command("create_demo", now="yesterday")


def test_what_happens_in_silence_rings_nobody(rung, django_capture_on_commit_callbacks):
    from common import doorbell

    with django_capture_on_commit_callbacks(execute=True):
        with doorbell.silent():
            doorbell.ring_after_commit("history")
        doorbell.ring_after_commit("today")
    assert rung == ["today"]

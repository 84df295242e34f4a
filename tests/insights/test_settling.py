"""A person's judgement counts before the machine's, and files the incident where it belongs. And thanks."""

import pytest

from accounts.models import AuditEvent
from insights import improving, settling, thanking
from insights.improving import NotAllowed
from insights.models import ImprovementTask, Incident
from tests.insights import telling

pytestmark = pytest.mark.django_db


def test_settling_writes_down_all_three_and_by_whom(told, maria):
    incident = settling.correct(told("Kön."), by=maria, severity=3)
    assert (incident.human_category, incident.human_severity, incident.human_polarity) == ("waiting", 3, "negative")
    assert (incident.settled_by, incident.settled_at is not None, incident.machine_severity) == (maria, True, 2)


def test_settling_twice_is_settling_once(told, maria, stefan):
    incident = settling.correct(told("Kön."), by=maria, category="recovery")
    again = settling.correct(incident, by=stefan, category="recovery")
    assert (again.settled_by, AuditEvent.objects.about(incident).count()) == (maria, 1)


def test_another_category_files_it_with_another_task(told, maria):
    wrong, right = told("Snorkigt.", "treatment", 4), told("Vi fick fel nota.", "price_billing", 4)
    settled = settling.correct(wrong, by=maria, category="price_billing")
    assert (settled.task, settled.task.voices, settled.theme.category) == (right.task, 2, "price_billing")
    assert list(ImprovementTask.objects.all()) == [right.task]  # the other suggestion had nothing left


def test_a_higher_severity_may_suggest_a_task(told, maria):
    incident = told("Kön.", severity=2)
    assert incident.task is None
    assert settling.correct(incident, by=maria, severity=4).task.band == "next"


def test_what_a_person_has_taken_stays_when_its_story_leaves(told, maria, stefan):
    incident = told("Snorkigt.", "treatment", 4)
    improving.take(incident.task, by=stefan)
    task = incident.task
    settling.dismiss(incident, by=maria)
    task.refresh_from_db()
    assert (task.state, task.voices, task.score) == ("taken", 0, 0)


def test_not_an_incident_leads_to_nothing_and_may_be_taken_back(told, maria):
    incident = told("Snorkigt.", "treatment", 4)
    dismissed = settling.dismiss(incident, by=maria)
    assert (dismissed.dismissed, dismissed.task, ImprovementTask.objects.count()) == (True, None, 0)
    assert list(Incident.objects.standing()) == []
    back = settling.correct(incident, by=maria)
    assert (back.dismissed, back.task.voices) == (False, 1)


def test_turned_into_praise_it_leaves_its_task(told, maria):
    incident = told("Snabbt!", "treatment", 4)
    praise = settling.correct(incident, by=maria, polarity="positive")
    assert (praise.polarity, praise.theme.polarity, praise.task) == ("positive", "positive", None)


@pytest.mark.parametrize("wrong", [{"category": "blame"}, {"severity": 6}, {"severity": 0}, {"polarity": "sideways"}])
def test_values_nobody_was_shown_are_refused(told, maria, wrong):
    incident = told("Kön.")
    with pytest.raises(NotAllowed):
        settling.correct(incident, by=maria, **wrong)
    incident.refresh_from_db()
    assert incident.settled_at is None


def test_a_stranger_settles_nothing(told, olga):
    incident = told("Kön.")
    for verb in (settling.correct, settling.dismiss, improving.make_task):
        with pytest.raises(NotAllowed):
            verb(incident, by=olga)


def test_a_story_in_a_finished_task_stays_there(told, maria, stefan):
    incident = told("Snorkigt.", "treatment", 4)
    task = improving.take(incident.task, by=stefan)
    improving.done(task, what_we_did="Talked.", by=stefan)
    improving.close(task, what_happened="Kinder.", by=stefan)
    settled = settling.correct(incident, by=maria, category="recovery")
    assert (settled.task, settled.category) == (task, "recovery")


def test_thanks_are_passed_on_once_and_may_be_explained_later(told, maria, stefan):
    praise = told("Så vänliga!", polarity="positive")
    thanking.pass_on(praise, by=stefan)
    explained = thanking.pass_on(praise, by=maria, made_possible="  Time to   listen ")
    thanking.pass_on(praise, by=maria)
    assert (explained.passed_on_by, explained.made_possible) == (stefan, "Time to listen")
    assert AuditEvent.objects.filter(verb="thanks.passed_on").count() == 2


def test_there_is_nothing_to_thank_for_in_bad_news(told, stefan, olga):
    with pytest.raises(NotAllowed):
        thanking.pass_on(told("Snorkigt."), by=stefan)
    with pytest.raises(NotAllowed):
        thanking.pass_on(told("Så vänliga!", polarity="positive"), by=olga)
    assert not Incident.objects.filter(passed_on_at__isnull=False).exists()


def test_the_guests_are_different_people(hotel):
    assert telling.guest(hotel).respondent_key != telling.guest(hotel).respondent_key

"""Declining with a second person, merging, making by hand, and what the clock does every hour."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts import arranging_units
from accounts.models import Membership
from common import clock
from insights import improving, refreshing, settling
from insights.improving import NotAllowed
from insights.models import ImprovementTask, Incident
from tests import cast
from tests.insights.test_improving import a_task

pytestmark = pytest.mark.django_db


def day_in(*, days: int) -> date:
    return clock.now().date() + timedelta(days=days)


@pytest.fixture
def serious(told):
    return told("De skrattade åt mig.", "treatment", 3).task


def test_something_that_mattered_is_left_by_two(serious, maria, stefan):
    asked = improving.decline(serious, reason="Not ours.", by=maria)
    assert (asked.state, asked.decline_asked_by) == ("suggested", maria)
    assert improving.decline(serious, reason="Really not.", by=maria).state == "suggested"
    agreed = improving.decline(serious, by=stefan)
    assert (agreed.state, agreed.reason) == ("declined", "Not ours.")


def test_a_small_thing_is_left_by_one(told, maria, stefan):
    for number in range(3):
        task = told(f"Kön, {number}.", severity=1).task
    assert improving.decline(task, reason="Not ours.", by=maria).state == "declined"


def test_who_is_alone_decides_alone(serious, agnes):
    Membership.objects.exclude(user=agnes).delete()
    assert improving.decline(serious, reason="Not ours.", by=agnes).state == "declined"


def test_the_second_person_may_want_to_keep_it(serious, maria, stefan):
    improving.decline(serious, reason="Not ours.", by=maria)
    kept = improving.keep(serious, by=stefan)
    assert (kept.state, kept.reason, kept.decline_asked_by, kept.decline_asked_at) == ("suggested", "", None, None)


def test_taking_it_answers_the_question(serious, maria, stefan):
    improving.decline(serious, reason="Not ours.", by=maria)
    taken = improving.take(serious, by=stefan)
    assert (taken.state, taken.decline_asked_by, taken.reason) == ("taken", None, "")


def test_whoever_agrees_in_their_own_words_keeps_them(serious, maria, stefan):
    improving.decline(serious, reason="Not ours.", by=maria)
    assert improving.decline(serious, reason="Already fixed.", by=stefan).reason == "Not ours.\nAlready fixed."


def test_keeping_a_resting_one_wakes_it(serious, maria, stefan):
    improving.park(serious, reason="Closed until spring.", review_on=day_in(days=30), by=maria)
    improving.decline(serious, reason="Not ours.", by=maria)
    kept = improving.keep(serious, by=stefan)
    assert (kept.state, kept.reason, kept.review_on, kept.decline_asked_at) == ("open", "", None, None)


def test_waking_leaves_it_asked_whether_to_leave_it(serious, maria, stefan):
    improving.park(serious, reason="Closed until spring.", review_on=day_in(days=3), by=maria)
    with clock.at(clock.now() + timedelta(days=2)):
        improving.decline(serious, reason="Not ours.", by=maria)
    with clock.at(clock.now() + timedelta(days=3, hours=1)):
        refreshing.refresh()
    serious.refresh_from_db()
    assert (serious.state, serious.reason, serious.decline_asked_by) == ("open", "Not ours.", maria)
    with clock.at(clock.now() + timedelta(days=7, hours=1)):
        refreshing.refresh()
    serious.refresh_from_db()
    assert (serious.state, serious.reason) == ("declined", "Not ours.")


def test_a_day_begins_where_the_organisation_is(hotel, maria):
    hotel.time_zone = "Pacific/Auckland"
    hotel.save()
    task = a_task(hotel)
    with clock.at(datetime(2026, 3, 1, 13, tzinfo=UTC)):  # the second of March in Auckland
        with pytest.raises(NotAllowed, match="Choose a day"):
            improving.park(task, reason="Closed.", review_on=date(2026, 3, 2), by=maria)
        improving.park(task, reason="Closed.", review_on=date(2026, 3, 3), by=maria)
    for hour, state in ((10, "parked"), (12, "open")):
        with clock.at(datetime(2026, 3, 2, hour, tzinfo=UTC)):
            refreshing.refresh()
        task.refresh_from_db()
        assert (hour, task.state) == (hour, state)


def test_after_five_days_without_an_answer_it_holds(serious, maria, stefan):
    improving.decline(serious, reason="Not ours.", by=maria)
    for days, state in ((4.9, "suggested"), (5, "declined")):
        with clock.at(clock.now() + timedelta(days=days)):
            refreshing.refresh()
        serious.refresh_from_db()
        assert (days, serious.state) == (days, state)


def test_a_resting_one_wakes_on_its_day(hotel, maria):
    task = a_task(hotel)
    improving.park(task, reason="Closed.", review_on=cast.today(hotel) + timedelta(days=3), by=maria)
    for days, state in ((2, "parked"), (3, "open")):
        with clock.at(clock.now() + timedelta(days=days)):
            refreshing.refresh()
        task.refresh_from_db()
        assert (days, task.state) == (days, state)


def test_scores_fade_with_time_and_the_clock_may_strike_twice(serious):
    assert serious.band == "later"
    before = serious.score
    with clock.at(clock.now() + timedelta(days=30)):
        assert (refreshing.refresh(), refreshing.refresh()) == (1, 1)
    serious.refresh_from_db()
    assert 0 < serious.score < before


def test_many_tasks_are_refreshed_in_batches(hotel, monkeypatch):
    monkeypatch.setattr(refreshing, "BATCH", 2)
    tasks = [
        a_task(hotel, category=category) for category in ("waiting", "safety", "recovery", "treatment", "technology")
    ]
    tasks[0].state, tasks[0].reason = "declined", "Not ours."
    tasks[0].save()
    assert refreshing.refresh() == 4


def test_merging_brings_the_stories_and_the_places_together(told, night, maria):
    barn = arranging_units.add(parent=night.unit, name="Barn", by=None)
    here, there = told("Snorkigt.", "treatment", 4), told("Snorkigt där.", "treatment", 4, unit=barn)
    merged = improving.merge(there.task, into=here.task, by=maria)
    into = ImprovementTask.objects.get(pk=here.task_id)
    assert (merged.state, merged.merged_into, into.voices) == ("merged", into, 2)
    assert (list(into.extra_units.all()), set(into.incidents.all())) == ([barn], {here, there})
    assert improving.merge(there.task, into=here.task, by=maria).state == "merged"
    later = told("Snorkigt igen.", "treatment", 1, unit=barn)
    assert later.task == into


def test_who_follows_a_merged_one_never_follows_a_chain(hotel, maria):
    first, second, third = (a_task(hotel, category=category) for category in ("waiting", "safety", "recovery"))
    improving.merge(first, into=second, by=maria)
    improving.merge(second, into=third, by=maria)
    first.refresh_from_db()
    assert first.merged_into == third


@pytest.mark.parametrize("state", ["taken", "declined", "closed_learned", "merged"])
def test_only_what_is_nobodys_is_merged_and_only_with_the_living(hotel, maria, stefan, state):
    free = a_task(hotel)
    other = a_task(hotel, state, owner=stefan, category="safety")
    with pytest.raises(NotAllowed):
        improving.merge(other, into=free, by=maria)
    if state != "taken":
        with pytest.raises(NotAllowed):
            improving.merge(free, into=other, by=maria)


def test_a_task_is_not_merged_with_itself_or_a_strangers(hotel, library, maria):
    task = a_task(hotel)
    for other in (task, a_task(library)):
        with pytest.raises(NotAllowed):
            improving.merge(task, into=other, by=maria)


def test_a_task_is_made_by_hand_of_a_single_small_incident(told, stefan):
    incident = told("Kön var lång.", severity=1)
    also = told("Kön ringlade.", severity=1)
    assert (incident.task, also.task) == (None, None)
    task = improving.make_task(incident, by=stefan)
    assert (task.state, task.voices, set(task.incidents.all())) == ("open", 2, {incident, also})
    assert improving.make_task(incident, by=stefan) == task
    incident.refresh_from_db()
    assert (incident.settled_by, incident.human_category) == (stefan, "waiting")


def test_making_one_again_of_what_was_left_takes_that_up(told, maria, stefan):
    incident = told("Snorkigt.", "treatment", 4)
    improving.decline(incident.task, reason="Not ours.", by=maria)
    declined = improving.decline(incident.task, by=stefan)
    task = improving.make_task(incident, by=stefan)
    assert (task, task.state, task.reopened) == (declined, "open", True)


def test_praise_is_passed_on_instead(told, stefan):
    with pytest.raises(NotAllowed, match="thanks"):
        improving.make_task(told("Så vänliga!", polarity="positive"), by=stefan)
    assert (ImprovementTask.objects.count(), Incident.objects.get().settled_at) == (0, None)


def test_what_has_gone_meanwhile_is_told_kindly(told, maria):
    incident = told("Snorkigt.", "treatment", 4)
    task = incident.task
    Incident.objects.all().delete()
    ImprovementTask.objects.all().delete()
    presses = (
        lambda: improving.take(task, by=maria),
        lambda: improving.make_task(incident, by=maria),
        lambda: settling.dismiss(incident, by=maria),
    )
    for press in presses:
        with pytest.raises(NotAllowed, match="no longer here"):
            press()

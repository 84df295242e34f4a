"""When what several customers told becomes one suggested task, through the database."""

import json
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from accounts import arranging_units
from common import clock, working
from insights import analysing, grouping, improving, ranking
from insights.headlines import headline
from insights.models import ImprovementTask, Incident
from surveys.models import Touchpoint
from tests import cast
from tests.insights import telling

pytestmark = pytest.mark.django_db
HANDBOOK = json.loads(Path(__file__).with_name("effect_oracles.json").read_text("utf-8"))


def oracles(method):
    found = [oracle for oracle in HANDBOOK["oracles"] if oracle["method"] == method]
    return pytest.mark.parametrize("oracle", found, ids=[oracle["id"] for oracle in found])


def tell_all(oracle, survey, engine, now):
    """Every incident of the oracle as an answer of its own, oldest first, analysed on the day it was told."""
    people: dict = {}
    category = oracle["inputs"]["category"]
    for number, row in enumerate(sorted(oracle["inputs"]["incidents"], key=lambda row: -row["age_days"])):
        words = engine.knows(f"Nummer {number} hände.", category, row["severity"])
        customer = people.setdefault(row["customer"], telling.guest(survey.organisation)) if row["customer"] else None
        telling.tells(survey, words, by=customer, at=now - timedelta(days=row["age_days"]))
        working.do_waiting(analysing.KIND)


@oracles("task_suggestion")
def test_a_task_is_suggested_at_the_threshold_of_the_handbook(oracle, night, engine, rung):
    tell_all(oracle, night, engine, clock.now())
    assert ImprovementTask.objects.exists() is oracle["expected"]["suggested"]


@oracles("priority_score")
def test_a_task_stands_where_the_handbook_puts_it(oracle, night, engine, rung, maria):
    now = clock.now()
    with clock.at(now):
        tell_all(oracle, night, engine, now)
        task = ImprovementTask.objects.first() or improving.make_task(Incident.objects.first(), by=maria)
        task.reopened = oracle["inputs"]["reopened"]
        task.save()
        for number in range(1, oracle["inputs"]["locations"]):
            place = arranging_units.add(parent=night.unit, name=f"House {number}", by=None)
            task.extra_units.add(place)
        ranking.rescore([task.pk], now=now)
    task.refresh_from_db()
    assert (task.band, task.score) == (oracle["expected"]["band"], pytest.approx(oracle["expected"]["score"], abs=1e-6))
    assert task.incidents.count() == len(oracle["inputs"]["incidents"])


def test_praise_never_makes_a_task(told):
    for _ in range(4):
        told("Så vänliga!", "treatment", 5, "positive")
    assert ImprovementTask.objects.count() == 0


def test_one_person_many_times_is_one_voice(told, hotel, carl):
    alike = {"respondent_key": carl.respondent_key}
    stories = [told(f"Jag väntade, gång {n}.", severity=1, by=telling.guest(hotel, **alike)) for n in range(4)]
    assert ([story.task for story in stories], ImprovementTask.objects.count()) == ([None] * 4, 0)


def test_places_and_moments_are_problems_of_their_own(told, hotel, night):
    barn = arranging_units.add(parent=night.unit, name="Barn", by=None)
    here, there = told("Snorkigt.", "treatment", 4), told("Snorkigt där.", "treatment", 4, unit=barn)
    assert (here.task.unit, there.task.unit) == (night.unit, barn)
    door = Touchpoint.objects.create(organisation=hotel, names={"en": "The door"})
    Incident.objects.filter(pk=here.pk).update(touchpoint=door, task=None)
    here.refresh_from_db()
    grouping.place([here], living={}, now=clock.now())
    assert ImprovementTask.objects.count() == 3


def test_a_living_task_takes_new_incidents_whatever_its_state(told, maria, stefan):
    first = told("Snorkigt.", "treatment", 4)
    improving.take(first.task, by=stefan)
    second = told("Lite kort i tonen.", "treatment", 1)
    assert (second.task_id, second.task.voices, second.task.state) == (first.task_id, 2, "taken")


def test_what_a_decision_rests_on_stays_with_it(told, maria):
    """A declined task keeps its incidents; one small thing later does not call them up again."""
    task = told("Snorkigt.", "treatment", 3).task
    improving.decline(task, reason="Somebody else's counter.", by=maria)
    agreed = improving.decline(task, by=cast.person("Nils", task.organisation))
    assert (agreed.state, agreed.incidents.count()) == ("declined", 1)
    assert told("Kort i tonen.", "treatment", 1).task is None


def test_incidents_older_than_ninety_days_are_left_in_peace(told):
    told("Snorkigt.", "treatment", 2, days_ago=91)
    assert told("Kort i tonen.", "treatment", 2).task is None
    assert told("Otrevligt.", "treatment", 2).task.voices == 2


def test_the_title_is_the_worst_incidents_first_sentence_and_stays(told):
    told("Vi köade länge. Mycket länge.", severity=3)
    worst = told("Anna Svensson lät oss stå i regnet. Sedan gick hon.", severity=3)
    task = worst.task
    assert headline(task)[0] == "Vi köade länge."
    serious = told("Min mor svimmade i kön. Ingen kom.", severity=4)
    task.refresh_from_db()
    assert (task.headline, headline(task)) == (serious, ("Min mor svimmade i kön.", "sv"))


def test_a_name_stays_out_of_the_title(told):
    task = told("Anna Svensson på 070-123 45 67 skällde på mig.", "treatment", 4).task
    title = headline(task)[0]
    assert ("Anna" in title, "Svensson" in title, "070" in title) == (False, False, False)
    assert title.endswith("skällde på mig.")


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_make_one_task(night, engine, rung):
    """Each alone is under the threshold, and neither sees the other before it is stored."""
    for number in range(2):
        engine.knows(f"Vi köade, {number}.", "waiting", 3)
    rows = [telling.tells(night, f"Vi köade, {number}.") for number in range(2)]
    gate = threading.Barrier(2)

    def work():
        try:
            gate.wait(20)
            working.do_waiting(analysing.KIND, limit=1)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in rows]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    working.do_waiting(analysing.KIND)
    assert list(ImprovementTask.objects.values_list("voices", flat=True)) == [2]


@pytest.mark.django_db(transaction=True)
def test_a_story_that_comes_during_a_merge_goes_where_the_others_went(told, night, engine, maria):
    task, into = told("De fnös.", "treatment", 4).task, told("Taket läckte.", "environment", 4).task
    late = telling.tells(night, engine.knows("De skrattade.", "treatment", 4))
    is_merged = threading.Event()

    def merge():
        try:
            with transaction.atomic():
                improving.merge(task, into=into, by=maria)
                is_merged.set()
                time.sleep(0.5)  # the story comes before this is stored
        finally:
            connection.close()

    merging = threading.Thread(target=merge)
    merging.start()
    is_merged.wait(20)
    working.do_waiting(analysing.KIND)
    merging.join(60)
    assert Incident.objects.get(answer__response=late).task == into
    into.refresh_from_db()
    assert into.voices == 3


def test_a_task_made_meanwhile_is_used(told, maria):
    incident = told("Vi köade.", severity=1)
    key = grouping.key_of(incident)
    first = grouping.suggest(incident.organisation_id, key, incidents=[incident.pk], now=clock.now())
    second = grouping.suggest(incident.organisation_id, key, incidents=[incident.pk], now=clock.now())
    assert (second, ImprovementTask.objects.count()) == (first, 1)

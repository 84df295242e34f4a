"""From a stored answer to incidents: once, in few statements, and never over a person's head."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock, working
from common.models import Work
from insights import analysing, settling, thanking
from insights.models import ImprovementTask, Incident, ResponseAnalysis
from insights.quoting import words_of
from responses import flagging
from responses.models import Answer, Response
from surveys import question_kinds
from surveys.models import Question
from tests.insights import telling

pytestmark = pytest.mark.django_db

FAN = "Fläkten tjöt hela natten."
RUDE = "Mannen i receptionen fnös åt mig."
BED = "Sängen var underbar."


def analyse() -> int:
    return working.do_waiting(analysing.KIND)


def test_an_answer_becomes_incidents_at_their_places_in_the_words(night, engine, rung):
    engine.knows(FAN, "environment", 3)
    engine.knows(BED, "core_outcome", 2, "positive")
    response = telling.tells(night, f"Hej! {FAN} {BED}")
    assert analyse() == 1
    rows = Incident.objects.order_by("start").values_list("start", "end", "category", "polarity", "severity", "unit")
    assert list(rows) == [
        (5, 5 + len(FAN), "environment", "negative", 3, night.unit_id),
        (6 + len(FAN), 6 + len(FAN) + len(BED), "core_outcome", "positive", 2, night.unit_id),
    ]
    incident = Incident.objects.order_by("start").first()
    assert (incident.respondent_key, incident.happened_at) == (response.respondent_key, response.submitted_at)
    assert (incident.engine_version, incident.machine_why, words_of(incident)) == ("listener 1", ["Fläkten"], FAN)
    assert ResponseAnalysis.objects.values_list("response", "revision", "polarity").get() == (
        response.pk,
        1,
        "negative",
    )


def test_an_answer_in_which_nothing_happened_is_analysed_all_the_same(night, engine, rung):
    telling.tells(night, "Helt okej.", slept="yes")
    analyse()
    assert (ResponseAnalysis.objects.get().polarity, Incident.objects.count()) == ("neutral", 0)


def test_a_mixed_story_is_filed_with_the_bad_ones(told):
    incident = told("Maten var god men kall.", polarity="mixed")
    assert (incident.polarity, incident.theme.polarity) == ("mixed", "negative")
    assert list(Incident.objects.negative()) == [incident]


@pytest.mark.parametrize(("slept", "turned", "rating"), [
    ("yes", False, 5), ("no", False, 1), ("neither", False, 3), ("", False, None),
    ("yes", True, 1), ("no", True, 5), ("neither", True, 3), ("", True, None),
])  # fmt: skip
def test_the_closed_answer_is_a_hint(slept, turned, rating):
    question = Question(kind=question_kinds.YES_NO, reversed=turned)
    assert analysing.rating_of(Answer(value_choice=slept), question) == rating


@pytest.mark.parametrize(("turned", "ratings"), [(False, [1, 2, 3, 4, 5, None]), (True, [5, 4, 3, 2, 1, None])])
def test_a_scale_is_a_hint_from_one_to_five(turned, ratings):
    question = Question(kind=question_kinds.SCALE, reversed=turned)
    numbers = (0, 2, 5, 8, 10, None)
    assert [analysing.rating_of(Answer(value_number=number), question) for number in numbers] == ratings


def test_a_choice_and_own_words_are_no_hint():
    choices = Answer(value_choice="yes"), question_kinds.SINGLE_CHOICE, question_kinds.OPEN_TEXT
    assert [analysing.rating_of(choices[0], Question(kind=kind)) for kind in choices[1:]] == [None, None]


def test_the_engine_hears_the_words_their_language_and_the_hint(night, engine, rung):
    telling.tells(night, FAN, slept="no", language="en")
    analyse()
    assert engine.heard == [(FAN, "en", 1)]


def test_saying_it_twice_changes_nothing(night, engine, rung):
    engine.knows(FAN, "environment", 4)
    response = telling.tells(night, FAN)
    assert (analyse(), analyse()) == (1, 0)
    before = list(Incident.objects.values()), list(ImprovementTask.objects.values_list("pk", "voices", "state"))
    findings = analysing.compute(response.pk, 1)
    analysing.settle(response.pk, 1, findings)
    assert (
        list(Incident.objects.values()),
        list(ImprovementTask.objects.values_list("pk", "voices", "state")),
    ) == before
    assert ResponseAnalysis.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_analyse_each_answer_once(night, engine, rung):
    engine.knows(FAN, "environment", 2)
    for _ in range(8):
        telling.tells(night, FAN)

    def work():
        try:
            analyse()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert (ResponseAnalysis.objects.count(), Incident.objects.count()) == (8, 8)
    assert Work.objects.filter(done_at__isnull=False).count() == 8
    assert list(ImprovementTask.objects.values_list("voices", flat=True)) == [8]
    assert Incident.objects.filter(task__isnull=True).count() == 0


def test_one_answer_the_engine_chokes_on_is_set_aside_and_the_rest_goes_on(night, engine, rung, monkeypatch):
    engine.knows(FAN)
    poison = telling.tells(night, "poison")
    well = telling.tells(night, FAN)
    listen = analysing.analyse_words

    def choke(words, **hints):
        if words == "poison":
            raise ValueError("cannot read this")
        return listen(words, **hints)

    monkeypatch.setattr(analysing, "analyse_words", choke)
    for hour in range(6):
        with clock.at(clock.now() + timedelta(hours=hour)):
            analyse()
    assert list(ResponseAnalysis.objects.values_list("response", flat=True)) == [well.pk]
    row = Work.objects.set_aside().get()
    assert (row.object_id, row.attempts, row.error) == (poison.pk, 5, "ValueError: cannot read this")


def test_what_a_person_settled_survives_another_analysis(told, engine, maria):
    incident = told(FAN, "environment", 2)
    settling.correct(incident, by=maria, category="technology", severity=4)
    engine.knows(FAN, "waiting", 1)
    response = incident.answer.response
    analysing.settle(response.pk, 1, analysing.compute(response.pk, 1))
    incident.refresh_from_db()
    assert (incident.category, incident.severity, incident.theme.category) == ("technology", 4, "technology")
    assert (incident.machine_category, incident.machine_severity) == ("waiting", 1)


def test_words_a_person_judged_are_not_cut_anew(told, engine, maria):
    incident = told(f"{FAN} {RUDE}", "treatment", 3)
    settling.dismiss(incident, by=maria)
    engine.known.clear()
    engine.knows(RUDE, "treatment", 4)
    response = incident.answer.response
    analysing.settle(response.pk, 1, analysing.compute(response.pk, 1))
    incident.refresh_from_db()
    assert (Incident.objects.count(), incident.dismissed) == (1, True)
    assert words_of(incident) == f"{FAN} {RUDE}"


def test_what_the_machine_no_longer_sees_goes_and_its_suggestion_with_it(told, engine):
    incident = told(RUDE, "treatment", 4)
    assert incident.task.voices == 1
    engine.known.clear()
    response = incident.answer.response
    analysing.settle(response.pk, 1, analysing.compute(response.pk, 1))
    assert (Incident.objects.count(), ImprovementTask.objects.count()) == (0, 0)


def test_new_words_replace_the_old_incidents(told, engine):
    old = told(FAN, "environment", 4)
    engine.knows(RUDE, "treatment", 3)
    telling.tells_anew(old.answer.response, RUDE)
    assert analyse() == 1
    new = Incident.objects.get()
    assert (new.revision, new.category, words_of(new)) == (2, "treatment", RUDE)
    assert [task.theme.category for task in ImprovementTask.objects.all()] == ["treatment"]


def test_a_decision_about_replaced_words_is_kept_to_be_looked_at_again(told, engine, maria):
    old = told(FAN, "environment", 4)
    settling.correct(old, by=maria, severity=5)
    engine.knows(RUDE, "treatment", 3)
    telling.tells_anew(old.answer.response, RUDE)
    analyse()
    old = Incident.objects.with_words().get(pk=old.pk)
    assert (old.severity, old.flags, Incident.objects.count()) == (5, ["look_again"], 2)
    assert words_of(old) == RUDE  # the old span means nothing in the new words
    old = settling.correct(old, by=maria, severity=3)
    assert (old.flags, old.severity) == ([], 3)


def test_thanks_passed_on_survive_new_words(told, stefan):
    praise = told(BED, polarity="positive")
    thanking.pass_on(praise, by=stefan)
    telling.tells_anew(praise.answer.response, "Ingenting.")
    analyse()
    assert Incident.objects.get().passed_on_by == stefan


def test_an_answer_changed_while_the_engine_reads_is_left_to_its_own_work(night, engine, rung):
    engine.knows(FAN)
    response = telling.tells(night, FAN)
    findings = analysing.compute(response.pk, 1)
    telling.tells_anew(response, "Helt okej.")
    analysing.settle(response.pk, 1, findings)
    assert (ResponseAnalysis.objects.count(), Incident.objects.count()) == (0, 0)


def test_an_erased_answer_is_no_work(night, engine, rung):
    response = telling.tells(night, FAN)
    response.delete()
    analyse()
    assert Work.objects.get().done_at is not None


def test_a_doubtful_answer_makes_nothing_until_a_person_says_that_one_wrote_it(night, engine, maria, rung):
    engine.knows(RUDE, "treatment", 5)
    response = telling.tells(night, RUDE)
    Response.objects.update(flagged=True)
    analyse()
    assert (Incident.objects.count(), ImprovementTask.objects.count(), Work.objects.get().error) == (0, 0, "")
    flagging.a_person_wrote(response, by=maria)
    analyse()
    assert (Incident.objects.get().task, ResponseAnalysis.objects.count()) == (ImprovementTask.objects.get(), 1)
    flagging.a_person_wrote(response, by=maria)
    assert Work.objects.get().done_at is not None


def test_a_doubtful_answer_that_is_read_just_now_is_read_again(night, engine, maria, rung):
    engine.knows(RUDE, "treatment", 5)
    response = telling.tells(night, RUDE)
    Response.objects.update(flagged=True)
    work = working.claim(analysing.KIND)
    findings = analysing.compute(response.pk, 1)
    flagging.a_person_wrote(response, by=maria)
    with pytest.raises(working.LostLease):
        working._mark_done(work)
    assert findings.incidents == ()
    analyse()
    assert Incident.objects.count() == 1


def test_an_answer_is_settled_in_few_statements(night, engine, rung):
    """Nothing happened; below the threshold; a task is suggested; a living task takes one more."""
    engine.knows(FAN, "environment", 1)
    engine.knows(RUDE, "treatment", 3)
    counted = [statements(telling.tells(night, words)) for words in ("Okej.", FAN, RUDE, RUDE)]
    assert [most >= count for most, count in zip((3, 13, 20, 15), counted, strict=True)] == [True] * 4, counted


def statements(response) -> int:
    findings = analysing.compute(response.pk, 1)
    with CaptureQueriesContext(connection) as captured:
        analysing.settle(response.pk, 1, findings)
    return sum(query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for query in captured)

"""What was learned is tried on older answers nobody has decided about: once a round, behind fresh ones, without end
of itself, and never over a person's head."""

import dataclasses

import pytest

from common import clock, working
from common.models import Work
from insights import analysing, applying, reanalysing, settling, teaching, tending_themes
from insights.models import Incident, ResponseAnalysis, TeachingRound
from tests import cast
from tests.insights import telling
from tests.insights.finding import learn

pytestmark = pytest.mark.django_db

QUEUE, FAN = "Kön ringlade ut på gatan.", "Fläkten tjöt hela natten."


@pytest.fixture(autouse=True)
def listener(engine, monkeypatch, hotel):
    """The engine of these tests learns nothing, but knows how many rounds it has been taught."""

    def as_taught(words, *, organisation_id, **hints):
        number = teaching.newest_number(organisation_id)
        version = f"{analysing.engine_version()}/{number}" if number else analysing.engine_version()
        heard = engine(words, **hints)
        return dataclasses.replace(heard, engine_version=version)

    monkeypatch.setattr(analysing, "analyse_words", as_taught)
    monkeypatch.setattr(teaching, "_fitted", lambda *taught, **until: None)
    monkeypatch.setattr(teaching, "_rights", lambda *measured: dict.fromkeys(teaching.MEASURED, 0))
    return engine


def waiting(kind: str) -> list[int]:
    return list(Work.objects.unfinished().filter(kind=kind).order_by("object_id").values_list("object_id", flat=True))


def apply() -> list[int]:
    """The worker, some minutes later; returns the answers that wait to be read anew then."""
    with clock.at(clock.now() + teaching.REST + applying.REST):
        working.do_waiting(applying.KIND)
    return waiting(reanalysing.KIND)


def read_anew() -> int:
    with clock.at(clock.now() + teaching.REST + applying.REST):
        return working.do_waiting(reanalysing.KIND)


def versions() -> list[str]:
    return list(ResponseAnalysis.objects.order_by("response").values_list("engine_version", flat=True))


def a_round(told, maria, words: str = "Lektion.") -> Incident:
    incident = settling.correct(told(words), by=maria, category="environment")
    assert learn() == 1
    return incident


def test_a_round_has_older_answers_read_by_what_was_learned(told, maria, listener):
    first, second = told(QUEUE), told(FAN, "waiting", 4)
    a_round(told, maria)
    assert waiting(reanalysing.KIND) == []  # not at once: another round may follow
    assert apply() == [first.answer.response_id, second.answer.response_id]
    listener.knows(FAN, "environment", 4)
    assert read_anew() == 2
    second.refresh_from_db()
    assert (second.category, second.engine_version, second.theme.category) == (
        "environment", "listener 1/1", "environment"
    )  # fmt: skip
    assert versions() == ["listener 1/1", "listener 1/1", "listener 1"]
    round_ = TeachingRound.objects.get()
    assert (round_.read_anew, round_.changed) == (2, 1)


def test_reading_anew_is_no_round_and_never_repeats_itself(told, maria):
    told(QUEUE)
    a_round(told, maria)
    apply()
    assert read_anew() == 1
    assert [waiting(kind) for kind in (teaching.KIND, applying.KIND, reanalysing.KIND)] == [[], [], []]
    applying.apply_soon(TeachingRound.objects.get().organisation_id)
    assert apply() == []  # all are read by this round
    assert reanalysing.feed() == 0
    assert TeachingRound.objects.count() == 1


def test_many_rounds_in_a_row_are_read_for_once_and_the_last_one_is_never_forgotten(told, maria, hotel):
    told(QUEUE)
    a_round(told, maria)
    [work] = Work.objects.filter(kind=applying.KIND)
    a_round(told, maria, "Lektion två.")
    assert Work.objects.get(kind=applying.KIND).due == work.due
    apply()
    a_round(told, maria, "Lektion tre.")
    assert waiting(applying.KIND) == [hotel.pk]
    apply()
    assert read_anew() == 1
    assert TeachingRound.objects.order_by("number").values_list("read_anew", flat=True).last() == 1
    assert versions()[0] == "listener 1/3"


def test_what_a_person_has_decided_is_old_or_is_no_answer_any_more_is_left(told, maria, night, library, olga):
    settling.dismiss(told("Inget."), by=maria)
    told("Länge sedan.", days_ago=91)
    flagged, hidden = told("Robot."), told("Borta.")
    type(flagged.answer.response).objects.filter(pk=flagged.answer.response_id).update(flagged=True)
    type(flagged.answer.response).objects.filter(pk=hidden.answer.response_id).update(words_removed_at=clock.now())
    told("Boken saknades.", survey=cast.published_survey(library))
    pinned, open_one = told(QUEUE), told(FAN)
    tending_themes.split(pinned.theme, incidents=[pinned], title="Kön", by=maria)
    a_round(told, maria)
    assert apply() == [open_one.answer.response_id]


def test_the_newest_go_first_and_only_so_many(told, maria, monkeypatch):
    monkeypatch.setattr(applying, "AT_MOST", 2)
    told("Äldst.", days_ago=3)
    newer = [told("Yngre.", days_ago=2), told("Yngst.", days_ago=1)]
    a_round(told, maria)
    assert apply() == [one.answer.response_id for one in newer]


def test_a_fresh_answer_goes_before_them(told, maria, night, listener):
    for number in range(5):
        told(f"Kö {number}.")
    a_round(told, maria)
    apply()
    listener.heard.clear()
    telling.tells(night, "Kom just nu.")
    assert read_anew() == 6
    assert [words for words, *_ in listener.heard].index("Kom just nu.") == 0


def test_an_answer_read_by_a_new_engine_is_no_count_of_a_round(told, maria, newer):
    told(QUEUE)
    a_round(told, maria)
    Work.objects.filter(kind=applying.KIND).delete()
    newer()
    assert reanalysing.feed() == 2
    read_anew()
    assert versions() == ["listener 2/1", "listener 2/1"]
    assert TeachingRound.objects.get().read_anew == 0


def test_what_staff_decided_outlives_every_round_and_every_engine(told, maria, stefan, listener, newer, hotel):
    """Two themes merged and a category corrected: read anew by a round, by a new engine, and by both once more."""
    one, two, three, wrong, free = (told(words) for words in (QUEUE, "En lång kö.", "Köerna!", FAN, "Lång väntan."))
    first = tending_themes.split(one.theme, incidents=[one], title="Kön", by=maria)
    second = tending_themes.split(two.theme, incidents=[two], title="Köer", by=maria)
    settling.move(three, to=first, by=stefan)
    tending_themes.merge(first, into=second, by=maria)
    settling.correct(wrong, by=stefan, category="environment", severity=4)
    for sentence in list(listener.known):
        listener.knows(sentence, "treatment", 1)
    seen = []
    for engine_name in ("listener 1", "listener 2", "listener 3"):
        newer(engine_name)
        settling.correct(told(f"Lektion för {engine_name}."), by=maria)
        learn()
        apply()
        reanalysing.feed()
        read_anew()
        seen.append(set(Incident.objects.filter(pk=free.pk).values_list("engine_version", "category")))
        for story in (one, two, three, wrong):
            story.refresh_from_db()
        assert [story.theme for story in (one, two, three)] == [second] * 3
        assert (wrong.category, wrong.severity, wrong.theme.category) == ("environment", 4, "environment")
    assert seen == [{(f"listener {number}/{number}", "treatment")} for number in (1, 2, 3)]
    first.refresh_from_db()
    assert (first.merged_into, first.incidents.count()) == (second, 0)
    assert {story.settled_by for story in (three, wrong)} == {stefan}

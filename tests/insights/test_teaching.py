"""The sorting learns from what an organisation's people decide, is measured on what it never learned, and shares
nothing with another organisation."""

from datetime import timedelta

import pytest

from common import clock, working
from common.models import Work
from insights import analysing, engine, lessons, settling, teaching
from insights.models import Incident, ResponseAnalysis, TeachingRound
from tests import cast
from tests.insights import telling
from tests.insights.finding import found, learn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_learned():
    teaching.forget_readers()
    yield
    teaching.forget_readers()


@pytest.fixture
def none_held_back(monkeypatch):
    monkeypatch.setattr(teaching, "is_held_back", lambda incident_id: False)


def test_many_corrections_are_one_round_a_moment_later(told, maria):
    first, second = told("Kön ringlade."), told("Fläkten tjöt.")
    now = clock.now()
    with clock.at(now):
        settling.correct(first, by=maria)
    with clock.at(now + timedelta(seconds=3)):
        settling.dismiss(second, by=maria)
    row = Work.objects.get(kind=teaching.KIND)
    assert (row.object_id, row.due, row.done_at) == (first.organisation_id, now + teaching.REST, None)
    with clock.at(now + teaching.REST - timedelta(seconds=1)):
        assert working.do_waiting(teaching.KIND) == 0
    with clock.at(now + timedelta(hours=1)):
        settling.correct(second, by=maria)  # a round that waits already takes a late one too, but not too early
    assert Work.objects.get(kind=teaching.KIND).due == now + timedelta(hours=1) + teaching.REST


def test_a_round_is_written_down_and_numbered(told, maria, hotel):
    settling.correct(told("Kön ringlade."), by=maria)
    assert learn() == 1
    settling.dismiss(told("Fläkten tjöt."), by=maria)
    assert (learn(), learn()) == (1, 0)
    rounds = TeachingRound.objects.filter(organisation=hotel).order_by("number")
    assert [(one.number, one.engine_version) for one in rounds] == [
        (1, f"{engine.ENGINE_VERSION}/1"),
        (2, f"{engine.ENGINE_VERSION}/2"),
    ]
    assert [one.lessons + one.held_back for one in rounds] == [1, 2]
    longest = TeachingRound._meta.get_field("engine_version").max_length
    assert len(f"{engine.ENGINE_VERSION}/{10**9}") <= longest


def test_confirming_the_same_again_teaches_nothing_anew(told, maria, stefan):
    incident = settling.correct(told("Kön ringlade."), by=maria)
    learn()
    settling.correct(incident, by=stefan)
    assert learn() == 0


def test_a_decision_is_a_lesson_of_the_span_a_person_judged(night, rung, maria, hotel):
    words = "Först gott. Sedan kom en get. Hejdå."
    incident = found(night, words, start=12, end=29)
    settling.correct(incident, by=maria, category="environment", severity=2)
    told_nothing = found(night, "Jaha.")
    settling.dismiss(told_nothing, by=maria)
    learned = [one.lesson() for one in lessons.decisions_of(hotel.pk, until=clock.now())]
    assert learned == [
        engine.Lesson("Jaha.", "sv", incident=False, weight=3.0),
        engine.Lesson("Sedan kom en get.", "sv", True, "negative", "environment", 2, weight=3.0),
    ]


def test_words_that_were_changed_or_are_gone_teach_nothing(night, rung, maria, hotel):
    changed = settling.correct(found(night, "Kön ringlade."), by=maria)
    telling.tells_anew(changed.answer.response, "Allt var bra.")
    automatic = settling.correct(found(night, "Fläkten tjöt."), by=maria).answer.response
    automatic.flagged = True
    automatic.save()
    assert lessons.decisions_of(hotel.pk, until=clock.now()) == []
    assert [one.text for one in lessons.rated_words(hotel.pk, until=clock.now(), besides=())] == ["Allt var bra."]


def test_a_choice_beside_words_is_a_weak_lesson_about_good_and_bad(night, hotel, rung):
    for words, slept in (("Härligt.", "yes"), ("Hemskt.", "no"), ("Nja.", "neither")):
        telling.tells(night, words, slept=slept)
    rated = lessons.rated_words(hotel.pk, until=clock.now() + timedelta(seconds=1), besides=())
    assert sorted((one.text, one.rating, one.polarity, one.weight) for one in rated) == [
        ("Hemskt.", 1, None, 1.0),  # the engine lets a rating weigh half of that
        ("Härligt.", 5, None, 1.0),
    ]


def test_only_the_newest_choices_teach(night, hotel, rung, monkeypatch):
    monkeypatch.setattr(lessons, "NEWEST_RATED", 2)
    for days in (3, 2, 1):
        telling.tells(night, f"Hemskt {days}.", days_ago=days)
    rated = lessons.rated_words(hotel.pk, until=clock.now(), besides=())
    assert [one.text for one in rated] == ["Hemskt 1.", "Hemskt 2."]


def test_a_tenth_is_held_back_for_ever_and_never_learned_from(night, rung, maria, hotel, monkeypatch):
    shares = [teaching.is_held_back(pk) for pk in range(1, 5001)]
    assert 0.08 < sum(shares) / len(shares) < 0.12
    assert shares == [teaching.is_held_back(pk) for pk in range(1, 5001)]
    made = [settling.correct(found(night, words), by=maria) for words in ("Geten bet.", "Bocken bet.", "geten bet.")]
    monkeypatch.setattr(teaching, "is_held_back", lambda pk: pk == made[0].pk)
    taught = []
    monkeypatch.setattr(engine, "taught_reader", lambda given: taught.extend(given) or engine.reading.shared_reader())
    learned = teaching.compute(hotel.pk, 1)
    assert (learned.lessons, learned.held_back) == (1, 1)
    assert sorted({one.text for one in taught}) == ["Bocken bet.", "geten bet."]  # the latter by its choice alone
    assert [one.text for one in taught if one.category] == ["Bocken bet."]


class Parrot:
    """A reader that finds the same in everything."""

    def __init__(self, incident: bool, polarity: str, category: str | None):
        self.found = engine.Analysis("sv", incident, polarity, category, 3, (), (), (), "parrot")

    def analyse_many(self, rows):
        return [self.found for _ in rows]


@pytest.mark.parametrize(
    ("parrot", "rights"),
    [
        (Parrot(True, "negative", "environment"), (3, 2, 1)),
        (Parrot(True, "negative", "treatment"), (3, 2, 2)),
        (Parrot(False, "neutral", None), (1, 1, 1)),
    ],
)
def test_how_right_it_is_on_what_it_never_learned(night, rung, maria, hotel, monkeypatch, parrot, rights):
    settling.correct(found(night, "Ett."), by=maria, category="environment")
    settling.correct(found(night, "Två."), by=maria)
    settling.correct(found(night, "Tre."), by=maria, polarity="positive")
    settling.dismiss(found(night, "Fyra."), by=maria)
    monkeypatch.setattr(teaching, "is_held_back", lambda pk: True)
    monkeypatch.setattr(engine, "taught_reader", lambda given: parrot)
    assert learn() == 1
    row = TeachingRound.objects.get()
    assert (row.lessons, row.held_back) == (0, 4)
    assert (row.right_incident, row.right_polarity, row.right_category) == rights
    assert (row.blind_held_back, row.blind_right_category, row.seen_held_back) == (0, 0, 4)


def test_what_was_read_blind_is_measured_apart(night, rung, maria, stefan, monkeypatch):
    settling.correct(found(night, "Ett."), by=maria, was_blind=True)
    settling.correct(found(night, "Två."), by=maria, category="environment", was_blind=True)
    settling.correct(found(night, "Tre."), by=maria)
    seen_since = settling.correct(found(night, "Fyra."), by=maria, was_blind=True)
    settling.correct(seen_since, by=stefan, category="waiting")  # the decision that stands is not the blind one
    monkeypatch.setattr(teaching, "is_held_back", lambda pk: True)
    monkeypatch.setattr(engine, "taught_reader", lambda given: Parrot(True, "negative", "treatment"))
    assert learn() == 1
    row = TeachingRound.objects.get()
    assert (row.held_back, row.right_category, row.blind_held_back, row.blind_right_category) == (4, 2, 2, 1)
    assert (row.seen_held_back, row.seen_right_category) == (2, 1)


def test_two_organisations_share_nothing(night, rung, maria, hotel, library, olga, none_held_back, monkeypatch):
    shelves = cast.published_survey(library)
    ours, theirs = "Geten åt upp vår frukost.", "Bokmalen åt upp vår roman."
    settling.correct(found(night, ours), by=maria, category="other_customers")
    settling.correct(found(shelves, theirs), by=olga, category="environment")
    given = []
    taught_reader = engine.taught_reader
    monkeypatch.setattr(engine, "taught_reader", lambda rows: given.append(rows) or taught_reader(rows))
    assert learn() == 2
    teaching.forget_readers()
    readers = {one: teaching.reader_for(one.pk) for one in (hotel, library)}
    assert {tuple(sorted({lesson.text for lesson in rows})) for rows in given} == {(ours,), (theirs,)}
    assert readers[hotel].reader is not readers[library].reader
    assert theirs not in {lesson.text for lesson in readers[hotel].reader.lessons}
    assert ours not in {lesson.text for lesson in readers[library].reader.lessons}
    assert TeachingRound.objects.filter(organisation=hotel, number=1).exists()
    assert TeachingRound.objects.filter(organisation=library, number=1).exists()


def test_who_has_taught_nothing_is_read_as_the_sorting_is_shipped(hotel):
    taught = teaching.reader_for(hotel.pk)
    assert (taught.reader, taught.engine_version) == (engine.reading.shared_reader(), engine.ENGINE_VERSION)


def test_a_new_answer_is_read_by_the_newest_round_and_says_so(night, rung, maria, none_held_back):
    settling.correct(found(night, "Geten åt upp vår frukost."), by=maria, category="other_customers")
    working.do_waiting(analysing.KIND)
    learn()
    response = telling.tells(night, "Personalen suckade åt oss när vi frågade efter nyckeln.")
    working.do_waiting(analysing.KIND)
    version = f"{engine.ENGINE_VERSION}/1"
    assert ResponseAnalysis.objects.get(response=response).engine_version == version
    assert set(Incident.objects.filter(answer__response=response).values_list("engine_version", flat=True)) == {version}


def test_a_process_keeps_few_readers_and_none_that_is_old(night, rung, maria, hotel, none_held_back, monkeypatch):
    fitted = []
    monkeypatch.setattr(engine, "taught_reader", lambda rows: fitted.append(rows) or Parrot(False, "neutral", None))
    incident = settling.correct(found(night, "Geten bet."), by=maria)
    learn()
    first = teaching.reader_for(hotel.pk)
    assert (teaching.reader_for(hotel.pk) is first, len(fitted)) == (True, 1)  # the round's own, fitted once
    settling.correct(incident, by=maria, category="waiting")
    learn()
    assert (teaching.reader_for(hotel.pk) is first, len(fitted)) == (False, 2)
    for number in range(5):
        other = cast.organisation(f"House {number}")
        TeachingRound.objects.create(organisation=other, number=1, engine_version="x", lessons=1, taught_at=clock.now())
        teaching.reader_for(other.pk)
    assert len(teaching._kept) == teaching.KEPT_READERS
    teaching.reader_for(hotel.pk)
    assert len(fitted) == 8


def test_erased_words_are_unlearned(night, rung, maria, hotel, petra, none_held_back):
    from responses import erasing

    incident = settling.correct(found(night, "Geten åt upp vår frukost."), by=maria)
    learn()
    erasing.erase(incident.answer.response.invitation.customer, by=petra)
    assert learn() == 1
    reader = teaching.reader_for(hotel.pk)
    assert TeachingRound.objects.get(number=2).lessons == 0
    assert "Geten åt upp vår frukost." not in {lesson.text for lesson in reader.reader.lessons}

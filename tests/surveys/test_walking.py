"""Walking a mile: who has answered or read what the survey asks now."""

import pytest

from surveys import building, walking
from surveys.models import Walk
from tests import cast


@pytest.fixture
def draft(hotel):
    return cast.survey(hotel).draft


def test_nobody_has_walked_a_new_draft(draft):
    assert (walking.is_walked(draft), walking.looks(draft)) == (False, [])


def test_walking_twice_is_walking_once(draft, maria):
    first = walking.walked(draft, by=maria, role="manager")
    second = walking.walked(draft, by=maria, role="manager")
    assert (first, walking.is_walked(draft), Walk.objects.count()) == (second, True, 1)


def test_reading_is_not_walking(draft, stefan):
    look = walking.looked(draft, by=stefan, role="staff", words=" Fråga hellre om sängen. ")
    assert (walking.is_walked(draft), look.words, look.role) == (False, "Fråga hellre om sängen.", "staff")


def test_later_words_take_the_place_of_the_earlier_and_none_leave_them(draft, stefan):
    for words in ("Bra.", "Fråga hellre om sängen.", ""):
        walking.looked(draft, by=stefan, role="staff", words=words)
    assert [look.words for look in walking.looks(draft)] == ["Fråga hellre om sängen."]


def test_rewording_keeps_the_walk(draft, maria):
    walking.walked(draft, by=maria, role="manager")
    question = draft.questions.first()
    question.texts = {"sv": "Hur sov du?", "en": "How did you sleep?"}
    question.save()
    assert walking.is_walked(draft)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "scale_0_10"},
        {"required": True},
        {"options": [{"key": "a", "texts": {}}]},
        {"show_if": {"question": "x", "operator": "is", "value": "yes"}},
        {"position": 9},
    ],
    ids=lambda change: next(iter(change)),
)
def test_asking_something_else_wants_a_new_walk(draft, maria, change):
    walking.walked(draft, by=maria, role="manager")
    question = draft.questions.first()
    for name, value in change.items():
        setattr(question, name, value)
    question.save()
    assert (walking.is_walked(draft), walking.looks(draft)) == (False, [])


def test_a_question_more_wants_a_new_walk_and_taking_it_away_brings_the_old_one_back(draft, maria):
    walking.walked(draft, by=maria, role="manager")
    extra = building.add_question(draft, kind="open_text", by=maria)
    assert not walking.is_walked(draft)
    building.remove_question(extra, by=maria)
    assert walking.is_walked(draft)


def test_questions_that_are_read_already_are_not_read_again(draft, maria, django_assert_num_queries):
    walking.walked(draft, by=maria, role="manager")
    questions = list(draft.questions.all())
    with django_assert_num_queries(1):
        assert walking.is_walked(draft, questions)

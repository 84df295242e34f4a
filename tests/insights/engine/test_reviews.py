"""What the head for reviews learns from and how far it leans; and a name with a telephone number is no story."""

import pytest

from insights.engine import analyse
from insights.engine.judging import leaned_on
from insights.engine.learning import Lesson, _was_praised

MOODS = {"positive": 0.4, "negative": 0.4, "neutral": 0.2}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "Jag heter Åke Lund och har nummer 070-555 77 88."),
        ("en", "I am Ruth Hale, ring me on 020 7946 0555 after six."),
        ("fi", "Olen Matti Aho, numeroni on 050 555 7788."),
    ],
)
def test_a_name_and_a_number_are_no_story(language, text):
    assert analyse(text, language=language).incident is False


def test_praise_weighs_in_least_where_people_met():
    told = leaned_on(MOODS, praise=0.9, treatment=0.0)
    assert told["positive"] > 0.4 > told["negative"]
    assert told["neutral"] == 0.2
    assert sum(told.values()) == pytest.approx(1)
    assert leaned_on(MOODS, praise=0.9, treatment=1.0) == pytest.approx(MOODS)


@pytest.mark.parametrize(
    ("lesson", "praised"),
    [
        (Lesson("Bra köp.", "sv", polarity="positive", is_review=True), True),
        (Lesson("Dåligt köp.", "sv", polarity="negative", is_review=True), False),
        (Lesson("Han log.", "sv", polarity="positive"), None),
        (Lesson("Köpte en stol.", "sv", rating=5), True),
        (Lesson("Köpte en stol.", "sv", rating=3), None),
    ],
    ids=["good review", "bad review", "story", "five stars", "three stars"],
)
def test_reviews_and_ratings_teach_what_praise_is(lesson, praised):
    assert _was_praised(lesson) is praised

"""What people are told about how much the sorting has learned, and how right it is."""

import re

import pytest

from common import clock
from insights.models import TeachingRound

pytestmark = pytest.mark.django_db


def words_on(page) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def test_the_page_says_honestly_how_right_it_is(hotel, logged_in, stefan, olga):
    client = logged_in(stefan)
    assert "Nothing learned yet" in words_on(client.get("/review/learning/"))
    numbers = {"organisation": hotel, "engine_version": "tfidf-6/1", "taught_at": clock.now()}
    rights = {"held_back": 7, "right_category": 5, "blind_held_back": 4, "blind_right_category": 4}
    TeachingRound.objects.create(number=1, lessons=40, **rights, **numbers)
    page = words_on(client.get("/review/learning/"))
    assert "Learned from 40 of your decisions" in page
    assert "without seeing the guess: too few to say. 4 such stories are kept aside; 20 are needed." in page
    assert "had the guess before them: too few to say. 3 such stories are kept aside; 20 are needed." in page
    assert re.findall(r"\d of \d", page) == []
    rights = {"held_back": 43, "right_incident": 41, "right_polarity": 40, "right_category": 30}
    TeachingRound.objects.create(
        number=2, lessons=207, **rights, blind_held_back=20, blind_right_category=18, **numbers
    )
    page = words_on(client.get("/review/learning/"))
    assert "Of 20 stories that people read without seeing the guess, the sorting agreed with 18." in page
    assert "Of 23 stories that people decided about with the guess before them, it agreed with 12." in page
    assert "these numbers do not say how often it is right in all answers" in page
    assert "40 of 43" in page
    assert "read anew" not in page
    assert "Nothing learned yet" in words_on(logged_in(olga).get("/review/learning/"))


def test_the_page_tells_what_became_of_older_answers(hotel, logged_in, stefan):
    numbers = {"organisation": hotel, "engine_version": "tfidf-4/1", "taught_at": clock.now(), "lessons": 9}
    TeachingRound.objects.create(number=1, read_anew=120, changed=3, **numbers)
    page = words_on(logged_in(stefan).get("/review/learning/"))
    assert "120 older answers have been read anew with what it learned; 3 are taken for something else now." in page
    assert "3 of 120" in page


def test_the_rounds_are_paged(hotel, logged_in, stefan):
    client = logged_in(stefan)
    rows = [
        TeachingRound(organisation=hotel, number=number, engine_version="x", lessons=number, taught_at=clock.now())
        for number in range(1, 26)
    ]
    TeachingRound.objects.bulk_create(rows)
    first, second = client.get("/review/learning/"), client.get("/review/learning/?page=2")
    assert [one.number for one in first.context["page"]] == list(range(25, 5, -1))
    assert ([one.number for one in second.context["page"]], second.context["newest"].number) == ([5, 4, 3, 2, 1], 25)

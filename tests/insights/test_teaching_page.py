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
    numbers = {"organisation": hotel, "engine_version": "tfidf-4/1", "taught_at": clock.now()}
    TeachingRound.objects.create(number=1, lessons=40, held_back=4, right_category=4, **numbers)
    page = words_on(client.get("/review/learning/"))
    assert ("Learned from 40 of your decisions" in page, "too few to say. 4 decisions" in page) == (True, True)
    assert "4 of 4" not in page
    TeachingRound.objects.create(
        number=2, lessons=207, held_back=23, right_incident=22, right_polarity=20, right_category=17, **numbers
    )
    page = words_on(client.get("/review/learning/"))
    assert "Of 23 decisions it had never learned from, the sorting agreed with 17." in page
    assert "20 of 23" in page
    assert "Nothing learned yet" in words_on(logged_in(olga).get("/review/learning/"))


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

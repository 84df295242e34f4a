"""Fifty corrections help with a kind of trouble that nobody thought of when the sorting was made."""

from itertools import product

import pytest

from insights import analysing, settling, teaching
from tests.insights.finding import found, learn

WHO = ("Geten", "Bocken", "Getterna", "Killingarna", "En get")
WHAT = (
    "åt upp vår frukost.",
    "bräkte hela natten så att ingen kunde sova.",
    "stångade väskan när vi packade.",
    "tuggade på min halsduk.",
    "stod i vägen på trappan.",
    "hade letat sig in på toaletten.",
    "slickade på rutan klockan fem.",
    "sprang efter min son.",
    "låg i sängen när vi kom.",
    "välte bordet med kaffet.",
)
NEVER_TAUGHT = (
    "Geten hade klättrat upp på vår balkong.",
    "Vi vaknade av att en get slickade på fönstret.",
    "Bocken följde efter oss till parkeringen.",
    "Tre killingar låg i vår säng.",
    "Getterna hade tagit över matsalen.",
    "Min dotter blev rädd för bocken.",
    "En get stod och åt på mina stövlar.",
    "Getabocken stångade dörren flera gånger.",
    "Bräkandet från getterna tog aldrig slut.",
    "Killingen sprang iväg med min strumpa.",
    "Geten tuggade sönder kartan vi hade fått.",
    "Getterna gick runt i korridoren.",
    "Det var en get i duschen.",
    "Bocken luktade genom hela huset.",
    "Getens bjällra hördes ända till receptionen.",
    "Killingarna åt av blommorna på bordet.",
    "En gammal get hade lagt sig på vår altan.",
    "Geten välte cykeln som vi hyrde.",
    "Bocken hoppade upp på bilen.",
    "Getterna åt upp barnens glass.",
)


def right(organisation) -> int:
    """How many of the sentences nobody taught are filed as this house files goats."""
    asked = {"language": "sv", "rating": 1, "organisation_id": organisation.pk}
    return sum(analysing.analyse_words(words, **asked).category == "other_customers" for words in NEVER_TAUGHT)


@pytest.mark.django_db
def test_fifty_corrections_turn_many_of_an_odd_kind_right(night, rung, maria, hotel, monkeypatch):
    """This house has goats, and calls them other guests."""
    monkeypatch.setattr(teaching, "is_held_back", lambda incident_id: False)
    before = right(hotel)
    for who, what in product(WHO, WHAT):
        settling.correct(found(night, f"{who} {what}"), by=maria, category="other_customers")
    assert learn() == 1
    after = right(hotel)
    assert before <= 4
    assert after - before >= 5

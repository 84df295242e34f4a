"""Whom a mailing is for: conditions that all hold, never another organisation's customers, and words for them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts import arranging_units
from invitations.mailings import recipients
from tests import cast

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def houses(hotel, agnes):
    """A house with a floor in it, and another house."""
    root = cast.root_unit(hotel)
    house = arranging_units.add(parent=root, name="Kammen", by=agnes)
    floor = arranging_units.add(parent=house, name="Övre våningen", by=agnes)
    return house, floor, arranging_units.add(parent=root, name="Bäcken", by=agnes)


def names(organisation, **conditions) -> list[str]:
    found = recipients.chosen(organisation, conditions)
    return sorted(found.values_list("name", flat=True))


def customer(hotel, name: str, **fields):
    return cast.customer(hotel, f"{name.lower()}@guest.example", name=name, **fields)


def test_no_condition_is_everybody_of_this_organisation_alone(hotel, library):
    customer(hotel, "Anna")
    customer(library, "Bo")
    assert names(hotel) == ["Anna"]


def test_a_unit_stands_for_all_below_it_and_no_unit_for_nobody(hotel, houses):
    house, floor, other = houses
    for name, unit in [("Anna", house), ("Bo", floor), ("Cia", other)]:
        customer(hotel, name, unit=unit)
    assert names(hotel, units=[house.pk]) == ["Anna", "Bo"]
    assert names(hotel, units=[floor.pk, other.pk]) == ["Bo", "Cia"]
    assert names(hotel, units=[]) == []


def test_a_strangers_unit_or_customer_holds_nobody(hotel, library):
    customer(hotel, "Anna")
    stranger = customer(library, "Bo")
    assert names(hotel, units=[cast.root_unit(library).pk]) == []
    assert names(hotel, customers=[stranger.pk]) == []


def test_days_of_use_are_whole_days_where_the_organisation_lives(hotel):
    for name, moment in {
        "Before": datetime(2026, 10, 31, 23, 59, tzinfo=STOCKHOLM),
        "First": datetime(2026, 11, 1, 0, 0, tzinfo=STOCKHOLM),
        "Last": datetime(2026, 11, 20, 23, 59, tzinfo=STOCKHOLM),
        "After": datetime(2026, 11, 21, 0, 0, tzinfo=STOCKHOLM),
        "Unknown": None,
    }.items():
        customer(hotel, name, use_happened_at=moment)
    assert names(hotel, used_from="2026-11-01", used_until="2026-11-20") == ["First", "Last"]
    assert names(hotel, used_from="2026-11-20") == ["After", "Last"]
    assert names(hotel, used_until="2026-11-01") == ["Before", "First"]


@pytest.mark.parametrize("heading", ["Room type", "Rumstyp på övre våningen", '"Rum".$[0]', "2026", "%s"])
def test_an_attribute_is_matched_whatever_its_heading_is_called(hotel, heading):
    customer(hotel, "Anna", attributes={heading: "Svit"})
    customer(hotel, "Bo", attributes={heading: "Enkelrum", "other": "Svit"})
    customer(hotel, "Cia")
    assert names(hotel, attribute={"name": heading, "value": "Svit"}) == ["Anna"]


def test_all_conditions_hold_at_once(hotel, houses):
    house, _, other = houses
    wanted = customer(hotel, "Anna", unit=house, language="fi")
    customer(hotel, "Bo", unit=house)
    customer(hotel, "Cia", unit=other, language="fi")
    assert names(hotel, units=[house.pk], language="fi", customers=[wanted.pk]) == ["Anna"]


def test_many_customers_named_one_by_one_are_one_question(hotel):
    anna = customer(hotel, "Anna")
    with CaptureQueriesContext(connection) as asked:
        assert names(hotel, customers=[anna.pk, *range(10**9, 10**9 + 20_000)]) == ["Anna"]
    assert len(asked) == 1


def test_conditions_are_told_in_words_and_nobody_is_named(hotel, houses):
    house, _, other = houses
    told = {
        "units": [house.pk, other.pk],
        "language": "fi",
        "used_from": "2026-11-01",
        "used_until": "2026-11-20",
        "attribute": {"name": "Room type", "value": "Suite"},
        "customers": [1, 2],
    }
    with translation.override("en"):
        assert recipients.described(hotel, {}) == ["All customers"]
        assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in recipients.described(hotel, told)] == [
            "Customers of Kammen or Bäcken",
            "Language: Finnish",
            "Visits from 1 November 2026 to 20 November 2026",
            "Room type: Suite",
            "2 customers chosen singly",
        ]


def test_visits_from_or_until_a_day_are_told_alone(hotel):
    day = (datetime(2026, 11, 1, tzinfo=STOCKHOLM) + timedelta(days=3)).date().isoformat()
    with translation.override("en"):
        for condition, words in [
            ("used_from", "Visits from 4 November 2026 on"),
            ("used_until", "Visits until 4 November 2026"),
        ]:
            [line] = recipients.described(hotel, {condition: day})
            assert line.replace("\N{NO-BREAK SPACE}", " ") == words

"""The time of a visit, as people and booking systems write it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from invitations.customers import importing, visit_times
from tests import cast

NOW = datetime(2026, 11, 25, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def read(words: str) -> str:
    """In Stockholm's time, to the minute."""
    return visit_times.read(words, zone=STOCKHOLM, now=NOW).astimezone(STOCKHOLM).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-20",
        "20261120",
        "2026/11/20",
        "2026.11.20",
        "20.11.2026",
        "20.11.26",
        "20. 11. 2026",
        "20/11/2026",
        "20/11 2026",
        "20-11-2026",
        "20-nov-2026",
        "20 november 2026",
        "den 20 november 2026",
        "fredag 20 november 2026",
        "fredag d. 20. november 2026".replace("d. ", "den "),
        "20. november 2026",
        "20. marraskuuta 2026",
        "November 20, 2026",
        "Nov 20th, 2026",
        "2026-11-20 00:00:00",
    ],
)
def test_a_day_alone_counts_as_noon_of_that_day(words):
    assert read(words) == "2026-11-20 12:00"


@pytest.mark.parametrize(
    "words",
    [
        "2026-11-20 14:30",
        "2026-11-20 14.30",
        "2026-11-20T14:30:05",
        "2026-11-20T13:30:05Z",
        "2026-11-20T13:30:05.123+00:00",
        "2026-11-20 15:30 +0200",
        "20.11.2026 kl. 14.30",
        "20.11.2026 klo 14.30",
        "20/11/2026, 14:30",
        "20 november 2026 kl 14:30",
        "November 20, 2026 2:30 PM",
    ],
)
def test_a_time_is_read_where_the_organisation_lives(words):
    assert read(words) == "2026-11-20 14:30"


def test_winter_and_summer_are_told_apart():
    assert visit_times.read("2026-07-01", zone=STOCKHOLM, now=NOW) == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert visit_times.read("2026-01-01", zone=STOCKHOLM, now=NOW) == datetime(2026, 1, 1, 11, tzinfo=UTC)


def test_numbers_are_read_with_the_day_first_as_the_north_writes_them():
    assert read("3/4/2026") == "2026-04-03 12:00"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("igår", "not a time we can read"),
        ("11/20/2026", "not a time we can read"),
        ("2026-02-30", "not a time we can read"),
        ("2026-11-20 25:00", "not a time we can read"),
        ("2026-11-20 10:00 +9999", "not a time we can read"),
        ("45981", "not a time we can read"),
        ("0001-01-01", "not a time we can read"),
        ("9999-12-31", "not a time we can read"),
        ("1" * 10_000, "not a time we can read"),
        ("", "not a time we can read"),
        ("2028-01-01", "more than a year ahead"),
        ("1979-05-05", "more than 20 years ago"),
    ],
)
def test_what_cannot_be_a_visit_is_told_why(words, says):
    with pytest.raises(visit_times.NotATime, match=says):
        read(words)


def test_a_year_ahead_is_still_a_booking():
    assert read("2027-11-20") == "2027-11-20 12:00"


@pytest.mark.django_db
def test_of_two_visits_in_one_list_the_later_counts_wherever_it_stands(hotel):
    lines = (
        "email;departure\ncarl@x.se;2026-11-03\ncarl@x.se;2026-11-10\nanna@x.se;2026-11-09\nanna@x.se;2026-11-02\n"
        "eva@x.se;2026-11-05\neva@x.se;"
    )
    report = importing.import_customers(hotel, lines, unit=cast.root_unit(hotel), language="sv", by=None)
    assert (report.new, len(report.repeats)) == (3, 3)
    days = {one.email: one.use_happened_at.date().isoformat() for one in report.customers}
    assert days == {"carl@x.se": "2026-11-10", "anna@x.se": "2026-11-09", "eva@x.se": "2026-11-05"}

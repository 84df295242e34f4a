"""Numbers and days by the habits of five languages."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from responses.typed_values import day_in, fits, is_number, number_in, written

EVERYWHERE = ("sv", "da", "nb", "fi", "en", "")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", "3"),
        (" 3 ", "3"),
        ("007", "7"),
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        (",5", "0.5"),
        ("0,250", "0.250"),
        ("0.250", "0.250"),
        ("1 500", "1500"),
        ("1\u00a0500\u202f000", "1500000"),
        ("1'500", "1500"),
        ("12 345,67", "12345.67"),
        ("-2", "-2"),
        ("\u22122,5", "-2.5"),
        ("+4", "4"),
        ("1,50", "1.50"),
        ("٣", "3"),
    ],
)
@pytest.mark.parametrize("language", EVERYWHERE)
def test_numbers_everybody_writes(text, number, language):
    assert number_in(text, language) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "by_language"),
    [
        ("1.500", {"en": "1.5", "sv": "1500", "da": "1500", "fi": "1500"}),
        ("1,500", {"en": "1500", "sv": "1.5", "da": "1.5", "nb": "1.5"}),
        ("1.234,5", {"en": None, "sv": "1234.5", "da": "1234.5"}),
        ("1,234.5", {"en": "1234.5", "sv": None, "nb": None}),
        ("1.234.567", {"en": None, "da": "1234567"}),
        ("1,234,567", {"en": "1234567", "da": None}),
    ],
)
def test_one_sign_means_different_things(text, by_language):
    for language, number in by_language.items():
        assert number_in(text, language) == (number and Decimal(number)), language


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "tre",
        "3-4",
        "3 4",
        "12 34 56",
        "1e5",
        "NaN",
        "Infinity",
        "½",
        "3 kr",
        "1,2,3",
        "1..5",
        "--2",
        "0x1F",
    ],
)
@pytest.mark.parametrize("language", EVERYWHERE)
def test_nothing_is_guessed(text, language):
    assert number_in(text, language) is None


def test_a_number_is_known_as_one_however_long():
    assert (is_number("1" * 50), is_number("1,23456789"), is_number("tre")) == (True, True, False)


@pytest.mark.parametrize(
    ("number", "does"),
    [("0", True), ("9" * 14, True), ("9" * 15, False), ("0.0001", True), ("0.00001", False), ("1.50000000", True)],
)
def test_what_can_be_stored(number, does):
    assert fits(Decimal(number)) is does
    assert fits(-Decimal(number)) is does


@pytest.mark.parametrize(
    ("number", "swedish", "english"),
    [
        ("1.5000", "1,5", "1.5"),
        ("1500", "1500", "1500"),
        ("-0.0000", "0", "0"),
        ("1E+3", "1000", "1000"),
        ("-2.25", "-2,25", "-2.25"),
    ],
)
def test_a_number_is_written_back_by_the_readers_habits(number, swedish, english):
    for language, expected in (("sv", swedish), ("en", english)):
        with translation.override(language):
            assert written(Decimal(number)) == expected
            assert number_in(written(Decimal(number)), language) == Decimal(number)


def test_long_numbers_are_grouped_for_reading():
    with translation.override("sv"):
        assert written(Decimal("12345.5"), grouped=True) == "12\u00a0345,5"
    with translation.override("en"):
        assert written(Decimal("12345.5"), grouped=True) == "12,345.5"


MARCH = date(2026, 3, 2)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02",
        "2026-3-2",
        "2026/03/02",
        "2026.3.2",
        "20260302",
        " 2.3.2026 ",
        "2/3 2026",
        "02-03-2026",
        "2/3/2026",
    ],
)
@pytest.mark.parametrize("language", EVERYWHERE)
def test_days_everybody_writes(text, language):
    assert day_in(text, language) == MARCH


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2 mars 2026", "sv"),
        ("2 MARS 2026", "sv"),
        ("2:a mars 2026", "sv"),
        ("2. marts 2026", "da"),
        ("2. mars 2026", "nb"),
        ("2. maaliskuuta 2026", "fi"),
        ("2 March 2026", "en"),
        ("2nd March, 2026", "en"),
        ("March 2, 2026", "en"),
        ("Mar 2nd 2026", "en"),
        ("2 mar 2026", "en"),
    ],
)
def test_days_with_a_month_by_its_name(text, language):
    assert day_in(text, language) == MARCH


@pytest.mark.parametrize(
    "text", ["", "i går", "2026", "2026-13-01", "31/2 2026", "0000-00-00", "2/3", "2/3/26", "2 mumble 2026", "9" * 99]
)
@pytest.mark.parametrize("language", EVERYWHERE)
def test_no_day_is_guessed(text, language):
    assert day_in(text, language) is None

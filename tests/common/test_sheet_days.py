"""Days that stand in a sheet as bare numbers."""

import pytest

from common.sheet_days import FROM_1900, FROM_1904, as_written_out


@pytest.mark.parametrize(
    ("number", "days_from", "written_out"),
    [
        ("46000", FROM_1900, "2025-12-09"),
        ("46000.5", FROM_1900, "2025-12-09 12:00:00"),
        ("46000.604166666664", FROM_1900, "2025-12-09 14:30:00"),
        ("46000.6041666667", FROM_1900, "2025-12-09 14:30:00"),
        ("44538", FROM_1904, "2025-12-09"),
        ("44538.25", FROM_1904, "2025-12-09 06:00:00"),
        ("36526", FROM_1900, "2000-01-01"),
        ("73415", FROM_1900, "2100-12-31"),
    ],
)
def test_a_number_is_the_day_it_counts_to(number, days_from, written_out):
    assert as_written_out(number, days_from=days_from) == written_out


@pytest.mark.parametrize("words", ["36525", "73416", "99999", "4600", "20251209", "-46000", "46000,5", "igår", ""])
def test_what_counts_to_no_day_of_this_century_stays_as_it_is(words):
    assert as_written_out(words, days_from=FROM_1900) == words


@pytest.mark.parametrize("days_from", ["", "1905"])
def test_outside_sheets_no_number_is_a_day(days_from):
    assert as_written_out("46000", days_from=days_from) == "46000"

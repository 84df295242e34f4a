"""Units, reviews and themes are no worse than docs/engine.md says, with some room, by what every installation has."""

import re
from pathlib import Path

import pytest

from insights.engine import LANGUAGES, gauging

HERE = Path(__file__).parent


def last_row(table: str) -> list[float]:
    """The numbers of all languages together, without the count of texts."""
    return [float(cell) for cell in table.splitlines()[-1].split("|")[3:-1]]


def test_units_are_counted_and_told_about_as_a_person_would():
    off, right, f1 = last_row(gauging.units([HERE / "mixed_answers.jsonl"]))
    assert off <= 0.5
    assert right >= 0.55
    assert f1 >= 0.55


def test_a_review_is_mostly_read_as_its_stars_say():
    cold, *_ = last_row(gauging.reviews([HERE / "rated_reviews.jsonl"]))
    assert cold >= 0.78


def test_one_problem_in_other_words_is_one_theme():
    told = gauging.themes([HERE / "theme_paraphrases.jsonl"])
    figures = dict(re.findall(r"^(.+) (\d\.\d\d)$", told, re.MULTILINE))
    assert float(figures["V"]) >= 0.75
    assert float(figures["of those right"]) >= 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_is_gauged_alike(gauged, language):
    kinds = [tuple(sorted(row)) for row in gauged if row["language"] == language]
    assert sorted(kinds.count(kind) for kind in set(kinds)) == [12, 20, 30]

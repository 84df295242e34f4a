"""What the engine reads in stories it was never tuned on must not quietly get worse.

Measured once, on the day they were written: docs/engine.md. A floor is that figure less a story or two.
"""

import pytest

from insights.engine import LANGUAGES, analyse_many
from insights.engine.measuring import is_found


def read(rows, *, rating=None):
    return analyse_many([(row["text"], row["language"], rating) for row in rows])


@pytest.mark.parametrize(("rating", "floor"), [(None, 33), (1, 36)])
def test_ill_treatment_is_found(fresh_stories, rating, floor):
    assert sum(map(is_found, read(fresh_stories, rating=rating))) >= floor


def test_no_language_is_left_behind(fresh_stories):
    found = [
        row["language"] for row, analysis in zip(fresh_stories, read(fresh_stories), strict=True) if is_found(analysis)
    ]
    assert {language: found.count(language) for language in LANGUAGES if found.count(language) < 5} == {}


@pytest.mark.parametrize(("rating", "floor"), [(None, 14), (5, 18)])
def test_praise_is_not_taken_for_ill_treatment(fresh_praise, rating, floor):
    assert sum(analysis.polarity == "positive" for analysis in read(fresh_praise, rating=rating)) >= floor

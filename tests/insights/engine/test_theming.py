"""Which texts say the same: the arithmetic, and a small set of our own sentences in five languages.

`one_problem_each.json` holds twelve problems, each told twice in every language. The figures of docs/themes.md come
from it; what is asserted here is that the fallback, which every installation has, is about as good as they say.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy
import pytest

from insights.engine import theming, vectors

PROBLEMS = json.loads((Path(__file__).parent / "one_problem_each.json").read_text(encoding="utf-8"))


def row(*numbers: float) -> bytes:
    return theming.stored(numbers)


@pytest.fixture(scope="module")
def told() -> list[tuple[str, bytes]]:
    """Problem and row of every sentence."""
    texts = [(problem, language, text) for problem, by in PROBLEMS.items() for language in by for text in by[language]]
    rows = vectors.vectors_of([text for *_, text in texts], languages=[language for _, language, _ in texts])
    return [(problem, theming.stored(numbers)) for (problem, *_), numbers in zip(texts, rows, strict=True)]


def test_twelve_problems_in_five_languages_told_twice():
    assert {len(by) for by in PROBLEMS.values()} == {5}
    assert [len(texts) for by in PROBLEMS.values() for texts in by.values()] == [2] * 60


def test_nearest_is_the_middle_most_alike_whatever_its_length():
    assert theming.nearest(row(1, 0), [row(0, 1), row(0.2, 0.1)]) == (1, pytest.approx(0.894, abs=0.001))
    assert theming.nearest(row(1, 0), []) == (-1, 0.0)
    assert theming.nearest(row(0, 0), [row(1, 0)])[1] == 0.0  # a text without a letter is like nothing


def test_added_one_by_one_the_middle_is_the_mean():
    rows = [row(1, 0), row(0, 1), row(0.6, 0.8), row(0.8, 0.6)]
    middle = None
    for weight, one in enumerate(rows):
        middle = theming.added(middle, weight, [one])
    assert numpy.allclose(theming.row_of(middle), theming.row_of(theming.mean(rows)), atol=0.002)
    assert numpy.allclose(theming.row_of(theming.added(None, 0, rows)), theming.row_of(middle), atol=0.002)


def test_groups_part_what_points_elsewhere_and_everything_is_in_one_only():
    rows = [row(1, 0), row(0, 1), row(0.98, 0.2), row(0.99, 0.1), row(-1, 0)]
    assert theming.groups(rows, above=0.8) == [[0, 2, 3], [1], [4]]
    assert theming.groups([], above=0.8) == []


def test_a_row_that_is_like_nothing_stands_alone():
    assert theming.groups([row(0, 0), row(0, 0), row(1, 0)], above=0.5) == [[2], [0], [1]]


def test_pairs_come_the_most_alike_first():
    pairs = theming.alike([row(1, 0), row(0, 1), row(0.8, 0.6)])
    assert [(i, j) for _, i, j in pairs] == [(2, 0), (2, 1), (1, 0)]
    assert theming.alike([row(1, 0)]) == []


def test_the_medoid_is_the_one_in_the_midst():
    assert theming.medoid([row(1, 0), row(0.7, 0.7), row(0, 1)]) == 1
    assert theming.medoid([row(1, 0), row(0.7, 0.7), row(0, 1)], row(0, 1)) == 2


def test_telling_words_are_said_by_two_and_seldom_elsewhere():
    here = ["Kön ringlade ut på gatan.", "Kön ringlade [namn] igen.", "Bara vänta."]
    others = ["Kön var kort.", "Maten var kall.", "Kön gick fort."]
    assert theming.telling_words(here, others, language="sv", most=2) == ["ringlade", "kön"]
    assert theming.telling_words(["Kön ringlade."], others, language="sv") == []


def test_a_story_finds_its_problem_in_whatever_language_it_is_told(told):
    """Each sentence against the middles of the twelve problems, made of the nine others."""
    limits, right, attached = theming.limits_for(vectors.embedder_name()), 0, []
    for place, (problem, own) in enumerate(told):
        middles = [
            theming.mean([other for at, (name, other) in enumerate(told) if name == one and at != place])
            for one in PROBLEMS
        ]
        found, cosine = theming.nearest(own, middles)
        is_right = list(PROBLEMS)[found] == problem
        right += is_right
        if cosine >= limits.attach:
            attached.append(is_right)
    assert right / len(told) >= 0.9
    assert len(attached) / len(told) >= 0.4
    assert sum(attached) / len(attached) >= 0.94


def test_what_is_suggested_as_a_group_is_mostly_one_problem(told):
    limits = theming.limits_for(vectors.embedder_name())
    dense = [group for group in theming.groups([own for _, own in told], above=limits.group) if len(group) >= 4]
    commonest = [max(names.count(name) for name in names) for names in _names(told, dense)]
    assert sum(commonest) / sum(map(len, dense)) >= 0.85
    assert all(len(one) >= len(other) for one, other in pairwise(dense))


def _names(told, groups) -> list[list[str]]:
    return [[told[place][0] for place in group] for group in groups]

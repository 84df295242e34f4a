"""No figure is about fewer than five, nor is what remains when the told figures are taken from the whole."""

import pytest

from surveys import small_groups

SIZES = [
    ({}, set()),
    ({"a": 4}, set()),
    ({"a": 5}, {"a"}),
    ({"a": 5, "b": 6}, {"a", "b"}),
    ({"a": 9, "b": 1}, set()),  # the whole without a would tell of b
    ({"a": 9, "b": 3, "c": 2}, {"a"}),  # b and c together are enough
    ({"a": 9, "b": 6, "c": 2}, {"a"}),  # each of a and b leaves enough, both do not
    ({"a": 9, "b": 6, "c": 2, "d": 1, "e": 1, "f": 1}, {"a", "b"}),
]


@pytest.mark.parametrize(("sizes", "told"), SIZES)
def test_what_is_left_out_is_nobody_or_enough_people(sizes, told):
    assert small_groups.told(sizes, small_groups.FEWEST) == told
    rest = sum(sizes.values()) - sum(sizes[part] for part in told)
    assert not told or rest == 0 or rest >= small_groups.FEWEST


def test_where_readers_may_see_who_answers_every_part_is_told():
    assert small_groups.told({"a": 1, "b": 9}, 0) == {"a", "b"}


def test_which_are_left_out_hangs_on_their_order_alone():
    """Each page asks for itself, and no two may hide different ones; nor may it change as one of them grows."""
    assert small_groups.told({1: 5, 2: 5, 3: 1}, 5) == small_groups.told({3: 1, 2: 5, 1: 5}, 5) == {1}
    assert small_groups.told({None: 5, 1: 6, 2: 5, 3: 1}, 5) == {None, 1}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("ab", "c", True),
        ("ab", "a", False),
        ("abc", "a", True),
        ("a", "a", True),
        ("ac", "ab", False),
        ("c", "ac", True),
    ],
)
def test_two_figures_stand_beside_each_other_where_no_crossing_is_small(one, other, apart):
    sizes = {"a": 6, "b": 1, "c": 5}
    assert small_groups.are_apart(set(one), set(other), sizes, 5) is apart

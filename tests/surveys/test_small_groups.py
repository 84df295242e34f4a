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

"""Which questions are asked: conditions on what was said before, and nothing that can break them."""

import itertools
from decimal import Decimal
from types import SimpleNamespace
from uuid import UUID

import pytest

from surveys.inserting import code_for
from surveys.logic import OPERATORS, Said, dependencies, is_met, key_in, texts_of, visible

SLEPT, WHY, RATED, LAST = (UUID(int=number << 104) for number in range(1, 5))
YES, NO = Said(choices=frozenset({"yes"})), Said(choices=frozenset({"no"}))


def asked(key, *, when=None, text="", **more):
    fields = {"key": key, "show_if": when or {}, "texts": {"sv": text}, "prompt": {}, "ends": {}, "options": ()}
    return SimpleNamespace(**(fields | more))


def when(key, operator="is", value="no") -> dict:
    return {"question": str(key), "operator": operator, "value": value}


def survey(*questions):
    return SimpleNamespace(questions=questions)


def keys(questions) -> list[UUID]:
    return [question.key for question in questions]


@pytest.mark.parametrize(
    ("said", "operator", "value", "met"),
    [
        (NO, "is", "no", True),
        (YES, "is", "no", False),
        (YES, "is_not", "no", True),
        (NO, "is_not", "no", False),
        (Said(choices=frozenset({"a", "b"})), "is", "b", True),
        (Said(choices=frozenset({"a", "b"})), "is_not", "b", False),
        (Said(choices=frozenset({"a", "b"})), "contains", "b", True),
        (Said(choices=frozenset({"a", "b"})), "contains", "c", False),
        (Said(number=7), "is", "7", True),
        (Said(number=7), "is", "8", False),
        (Said(number=7), "below", "7", False),
        (Said(number=6), "below", "7", True),
        (Said(number=0), "below", "1", True),
        (Said(number=0), "is", "0", True),
        (Said(number=Decimal("1.5")), "below", "1,75", True),
        (Said(number=Decimal("1.50")), "is", "1.5", True),
        (Said(number=-3), "below", " 0 ", True),
        (Said(text="2026-03-02"), "below", "2026-03-03", True),
        (Said(text="2026-03-02"), "below", "2026-03-02", False),
        (Said(text="2026-03-02"), "is", "2026-03-02", True),
        (Said(text="Fläkten TJÖT"), "contains", "tjöt", True),
        (Said(text="Fläkten tjöt"), "contains", "fläkt", True),
        (Said(text="Flakten tjot"), "contains", "fläkt", False),
        (Said(text=" Åre "), "is", "åre", True),
        (Said(text="Åre"), "is_not", "Åmål", True),
    ],
)
def test_a_condition_on_what_was_said(said, operator, value, met):
    assert is_met(when(SLEPT, operator, value), {SLEPT: said}) is met


def test_no_condition_is_always_met():
    assert is_met({}, {})


@pytest.mark.parametrize("operator", OPERATORS)
def test_a_condition_on_nothing_is_not_met(operator):
    for said in ({}, {SLEPT: Said()}, {WHY: NO}):
        assert not is_met(when(SLEPT, operator), said)


@pytest.mark.parametrize(
    "broken",
    [
        {"question": "not-a-key", "operator": "is", "value": "no"},
        {"question": None, "operator": "is", "value": "no"},
        {"question": ["x"], "operator": "is", "value": "no"},
        {"operator": "is", "value": "no"},
        {"question": str(SLEPT), "value": "no"},
        {"question": str(SLEPT), "operator": "is"},
        {"question": str(SLEPT), "operator": "matches", "value": "no"},
        {"question": str(SLEPT), "operator": "below", "value": "no"},
        {"question": str(SLEPT), "operator": "below", "value": "NaN"},
        {"question": str(SLEPT), "operator": "below", "value": "Infinity"},
        {"question": str(SLEPT), "operator": "below", "value": None},
        {"question": str(SLEPT), "operator": "contains", "value": ""},
        {"question": str(SLEPT), "operator": "contains", "value": "  "},
    ],
)
@pytest.mark.parametrize("said", [NO, Said(number=3), Said(text="2026-03-02")])
def test_a_broken_condition_is_not_met(broken, said):
    assert not is_met(broken, {SLEPT: said})


def test_questions_are_shown_in_order_when_their_conditions_are_met():
    definition = survey(asked(SLEPT), asked(WHY, when=when(SLEPT)), asked(RATED))
    assert keys(visible(definition, {})) == [SLEPT, RATED]
    assert keys(visible(definition, {SLEPT: YES})) == [SLEPT, RATED]
    assert keys(visible(definition, {SLEPT: NO})) == [SLEPT, WHY, RATED]


def test_what_was_said_to_a_hidden_question_counts_for_nothing():
    definition = survey(asked(SLEPT), asked(WHY, when=when(SLEPT)), asked(LAST, when=when(WHY, "is_not", "x")))
    assert keys(visible(definition, {SLEPT: NO, WHY: Said(text="Fläkten")})) == [SLEPT, WHY, LAST]
    assert keys(visible(definition, {SLEPT: YES, WHY: Said(text="Fläkten")})) == [SLEPT]


def test_loops_and_references_forward_show_nothing_and_end():
    said = {SLEPT: NO, WHY: NO, RATED: NO}
    loop = survey(asked(SLEPT, when=when(WHY)), asked(WHY, when=when(SLEPT)), asked(RATED))
    itself = survey(asked(SLEPT, when=when(SLEPT)), asked(RATED))
    forward = survey(asked(SLEPT, when=when(RATED)), asked(RATED))
    assert [keys(visible(one, said)) for one in (loop, itself, forward)] == [[RATED]] * 3


def test_every_way_three_questions_may_point_at_each_other_ends_quietly():
    places = (SLEPT, WHY, RATED)
    for pointed in itertools.product([None, *places, LAST], repeat=3):
        definition = survey(*(asked(key, when=at and when(at)) for key, at in zip(places, pointed, strict=True)))
        shown = keys(visible(definition, dict.fromkeys(places, NO)))
        earlier = [at is None or (at in places[:place] and at in shown) for place, at in enumerate(pointed)]
        assert shown == [key for key, is_shown in zip(places, earlier, strict=True) if is_shown]


def test_a_question_waits_for_its_condition_and_for_what_is_inserted():
    why = asked(WHY, when=when(SLEPT), text=f"{{answer:{code_for(RATED)}|x}} {{customer:unit|y}} {{answer:ffffff|z}}")
    among = [asked(SLEPT), asked(RATED), asked(LAST)]
    assert dependencies(why, among) == {SLEPT, RATED}
    assert dependencies(why, among[:1]) == {SLEPT}
    assert dependencies(asked(LAST, text="Sov du gott?"), among) == set()


def test_insertions_are_looked_for_in_every_text_of_every_language():
    code = f"{{answer:{code_for(SLEPT)}|x}}"
    places = {
        "texts": {"texts": {"sv": "", "en": code}},
        "prompt": {"prompt": {"no": {"sv": code}}},
        "ends": {"ends": {"low": {"fi": code}}},
        "options": {"options": ({"key": "a", "texts": {"sv": "A"}}, {"key": "b", "texts": {"sv": code}})},
    }
    for place in places.values():
        assert dependencies(asked(WHY, **place), [asked(SLEPT)]) == {SLEPT}
        assert code in texts_of(asked(WHY, **place))


def test_the_key_of_a_condition():
    assert (key_in(when(SLEPT)), key_in({}), key_in({"question": "x"})) == (SLEPT, None, None)

"""Which problem first. The numbers are the handbook's; the properties are what staff may rely on."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.prioritising import WEIGHTS, Reason, Voice, is_suggested, order, priority

HANDBOOK = json.loads(Path(__file__).with_name("effect_oracles.json").read_text("utf-8"))


def oracles(method):
    found = [oracle for oracle in HANDBOOK["oracles"] if oracle["method"] == method]
    return pytest.mark.parametrize("oracle", found, ids=[oracle["id"] for oracle in found])


def voices_of(oracle):
    return [Voice(i["customer"], i["severity"], i["age_days"]) for i in oracle["inputs"]["incidents"]]


@oracles("task_suggestion")
def test_a_group_becomes_a_task_at_the_threshold_of_the_handbook(oracle):
    suggested = is_suggested(voices_of(oracle), oracle["inputs"]["category"])
    assert suggested is oracle["expected"]["suggested"]


@oracles("priority_score")
def test_a_task_stands_where_the_handbook_puts_it(oracle):
    given_values = oracle["inputs"]
    standing = priority(
        voices_of(oracle),
        given_values["category"],
        reopened=given_values["reopened"],
        locations=given_values["locations"],
    )
    expected = dict(oracle["expected"])
    assert standing.band == expected.pop("band")
    assert {name: getattr(standing, name) for name in expected} == pytest.approx(expected, abs=oracle["tolerance"])


def test_the_weights_are_the_handbooks():
    assert {code: WEIGHTS.get(code, 1.0) for code in HANDBOOK["category_weights"]} == HANDBOOK["category_weights"]


def test_nothing_told_is_nothing_to_do():
    standing = priority([], "waiting")
    assert (standing.base, standing.score, standing.band, standing.reasons) == (0, 0, "later", ())
    assert is_suggested([], "safety") is False


def test_anonymous_answers_are_people_of_their_own():
    unknown = [Voice(None, 1, 3)] * 3
    assert is_suggested(unknown, "environment") is True
    assert priority(unknown, "environment").base == pytest.approx(3 * 0.5**0.1)


def test_what_is_older_than_ninety_days_is_forgotten():
    old = [Voice("a", 4, 91), Voice("b", 4, 200)]
    assert is_suggested(old, "technology") is False
    assert priority(old, "technology").score == 0


def test_a_clock_that_is_ahead_makes_nobody_younger_than_today():
    assert priority([Voice("a", 3, -5)], "waiting") == priority([Voice("a", 3, 0)], "waiting")


@pytest.mark.parametrize(
    ("voice", "category", "band"),
    [
        (Voice("a", 5, 14), "technology", "now"),
        (Voice("a", 5, 15), "technology", "next"),
        (Voice("a", 4, 80), "treatment", "next"),
        (Voice("a", 4, 80), "fairness_honesty", "next"),
        (Voice("a", 4, 80), "safety", "next"),
        (Voice("a", 4, 80), "technology", "later"),
        (Voice("a", 3, 80), "treatment", "later"),
    ],
)
def test_something_serious_is_lifted_whatever_the_sum(voice, category, band):
    assert priority([voice], category).band == band


def test_reach_and_recurrence_are_capped():
    assert priority([], "waiting", locations=0).reach == 1
    assert priority([], "waiting", locations=50).reach == 1.5
    assert priority([], "waiting", reopened=True).recurrence == 1.25


def test_an_office_may_bring_its_own_weights():
    assert priority([Voice("a", 3, 0)], "waiting", weights={"waiting": 3.0}).weight == 3.0


def test_first_the_band_then_the_score_then_the_oldest():
    now = priority([Voice("a", 5, 3)], "technology")
    high = priority([Voice("a", 4, 2)], "treatment")
    low = priority([Voice("a", 1, 2)], "waiting")
    waiting = [("low", low, 1), ("new", high, 2), ("now", now, 3), ("old", high, 9)]
    ordered = sorted(waiting, key=lambda task: order(task[1], oldest_age_days=task[2]))
    assert [name for name, *_ in ordered] == ["now", "old", "new", "low"]


def test_the_reasons_are_those_that_made_a_difference():
    standing = priority([Voice("a", 4, 1), Voice("b", 2, 3), Voice("b", 2, 9)], "treatment", locations=3, reopened=True)
    assert standing.reasons == (
        Reason("recent_voices", 2),
        Reason("serious_voices", 1),
        Reason("places", 3),
        Reason("weight", 1.5),
        Reason("growing", standing.trend),
        Reason("came_back", 1),
    )


voices = st.builds(
    Voice,
    respondent=st.one_of(st.none(), st.sampled_from("abcdefgh")),
    severity=st.integers(1, 5),
    age_days=st.floats(0, 90),
)
groups = st.lists(voices, max_size=12)
categories = st.sampled_from(sorted(HANDBOOK["category_weights"]))
ALMOST = 1 - 1e-9


@given(groups, categories, st.integers(1, 5))
def test_a_new_persons_fresh_incident_never_lowers_the_score(group, category, severity):
    before = priority(group, category)
    after = priority([*group, Voice("somebody new", severity, 29.9)], category)
    assert after.score >= before.score * ALMOST


@given(groups, categories, st.integers(1, 12))
def test_people_who_were_satisfied_and_guesses_of_effort_have_no_way_in(group, category, places):
    """Only incidents are parameters; the same ones in any order give the same standing."""
    forwards = priority(group, category, locations=places)
    backwards = priority(reversed(group), category, locations=places)
    assert forwards.score == pytest.approx(backwards.score)
    assert (forwards.band, forwards.reasons) == (backwards.band, backwards.reasons)
    assert set(priority.__kwdefaults__) == {"reopened", "locations", "weights"}


@given(groups, st.booleans(), st.integers(1, 6))
def test_how_people_are_treated_never_weighs_less_than_technology_or_waiting(group, reopened, places):
    treatment, technology, waiting = (
        priority(group, category, reopened=reopened, locations=places).score
        for category in ("treatment", "technology", "waiting")
    )
    assert treatment >= max(technology, waiting)


@given(groups, categories, st.floats(0, 90))
def test_time_alone_never_raises_the_base(group, category, days):
    later = [Voice(voice.respondent, voice.severity, voice.age_days + days) for voice in group]
    assert priority(later, category).base <= priority(group, category).base / ALMOST


@given(st.lists(voices, min_size=1, max_size=12), categories, st.data())
def test_severity_is_never_averaged_away(group, category, data):
    index = data.draw(st.integers(0, len(group) - 1))
    worse = data.draw(st.integers(group[index].severity, 5))
    replaced = list(group)
    replaced[index] = Voice(group[index].respondent, worse, group[index].age_days)
    assert priority(replaced, category).score >= priority(group, category).score * ALMOST
    assert is_suggested(replaced, category) >= is_suggested(group, category)

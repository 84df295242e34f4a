"""Whether what was told has led to anything."""

import json
from datetime import date
from pathlib import Path

import pytest

from insights.using import Told, Use, use_of, used_ratio

ORACLES = json.loads(Path(__file__).with_name("effect_oracles.json").read_text("utf-8"))["oracles"]


def the(method):
    found = [oracle for oracle in ORACLES if oracle["method"] == method]
    return pytest.mark.parametrize("oracle", found, ids=[oracle["id"] for oracle in found])


def day(text):
    return date.fromisoformat(text) if text else None


@the("collected_vs_used")
def test_the_ratio_agrees_with_the_handbook(oracle):
    inputs, expected = oracle["inputs"], oracle["expected"]
    told = [Told(day(i["received"]), day(i["action"])) for i in inputs["incidents"]]
    use = used_ratio(told, today=day(inputs["today"]), grace_days=inputs["grace_days"])
    assert use == Use(
        due=expected["due"],
        used=expected["used"],
        ratio=expected["used_ratio"],
        median_days_to_action=expected["median_days_to_action"],
        status=expected["status"],
    )


@the("collected_vs_used_counts")
def test_the_status_agrees_with_the_handbook(oracle):
    use = use_of(**oracle["inputs"])
    assert use.status == oracle["expected"]["status"]
    assert use.ratio == pytest.approx(oracle["expected"]["used_ratio"], abs=oracle["tolerance"])


def test_a_young_incident_counts_on_neither_side_but_in_the_median():
    use = used_ratio([Told(date(2026, 2, 20), date(2026, 2, 22))], today=date(2026, 3, 1))
    assert use == Use(due=0, used=0, ratio=None, median_days_to_action=2.0, status="no_data")


def test_an_incident_is_due_on_its_fourteenth_day():
    assert used_ratio([Told(date(2026, 2, 15))], today=date(2026, 3, 1)).due == 1
    assert used_ratio([Told(date(2026, 2, 16))], today=date(2026, 3, 1)).due == 0


@pytest.mark.parametrize(("used", "status"), [(10, "ok"), (9, "warn"), (4, "warn"), (3, "pause")])
def test_the_borders_between_the_states(used, status):
    assert use_of(due=20, used=used).status == status

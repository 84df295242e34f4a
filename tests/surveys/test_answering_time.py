"""The estimate Maria sees beside her survey."""

import json
from pathlib import Path

import pytest

from surveys.answering_time import Asked, answering_time_s, count_words, question_time_s, whole_minutes
from surveys.question_kinds import OPEN_TEXT, SCALE, YES_NO

ORACLES = json.loads((Path(__file__).parents[1] / "insights" / "effect_oracles.json").read_text("utf-8"))["oracles"]
KINDS = {"yes_no": YES_NO, "scale": SCALE, "open": OPEN_TEXT}


@pytest.mark.parametrize(
    "oracle", [o for o in ORACLES if o["method"] == "answering_time_seconds"], ids=lambda o: o["id"]
)
def test_the_estimate_agrees_with_the_handbook(oracle):
    questions = oracle["inputs"]["questions"]
    asked = [Asked(KINDS[q["kind"]], q["words"], q.get("motivation", False)) for q in questions]
    seconds = answering_time_s(asked, intro_words=oracle["inputs"]["intro_words"])
    assert seconds == pytest.approx(oracle["expected"]["seconds"], abs=oracle["tolerance"])


def test_an_empty_survey_takes_no_time():
    assert answering_time_s([]) == 0


def test_an_unknown_kind_is_counted_as_an_open_text():
    assert question_time_s(Asked("drawing", 0)) == question_time_s(Asked(OPEN_TEXT, 0)) == 30


@pytest.mark.parametrize(
    ("text", "words"),
    [("Sov du gott?", 3), ("Skriv din e-post före 22.30!", 5), ("", 0), (None, 0), ("– … ?", 0)],
)
def test_words_are_counted_as_people_read_them(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(("seconds", "minutes"), [(0, 0), (59.9, 0), (60, 1), (60.1, 2), (120, 2), (121, 3)])
def test_minutes_are_rounded_up(seconds, minutes):
    assert whole_minutes(seconds) == minutes

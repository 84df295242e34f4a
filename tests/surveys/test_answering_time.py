"""The estimate Maria sees beside her survey."""

import json
from pathlib import Path

import pytest

from surveys import estimating
from surveys.answering_time import (
    SECONDS_BY_KIND,
    Asked,
    answering_time_s,
    count_words,
    question_time_s,
    whole_minutes,
)
from surveys.definitions import Definition, QuestionDefinition
from surveys.question_kinds import CHOICES, MULTIPLE_CHOICE, ONE_TIME, OPEN_TEXT, SCALE, SHORT_TEXT, YES_NO

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


def test_every_kind_takes_its_own_time():
    assert set(SECONDS_BY_KIND) == {kind for kind, _name in CHOICES}
    assert [question_time_s(Asked(kind, 0)) for kind in (YES_NO, MULTIPLE_CHOICE, SHORT_TEXT, ONE_TIME)] == [
        3,
        8,
        10,
        60,
    ]


def test_a_question_with_a_condition_counts_by_half():
    asked = Asked(YES_NO, 0, has_motivation=True)
    assert question_time_s(asked) == 18
    assert question_time_s(Asked(YES_NO, 0, has_motivation=True, is_conditional=True)) == 9


def version(*questions: QuestionDefinition, languages=("sv", "en"), **texts) -> Definition:
    fields = {"title": {}, "intro": {}, "thanks": {}} | texts
    return Definition(
        version_id=1, number=1, survey_id=1, organisation_id=1, languages=languages, questions=questions, **fields
    )


def asked(kind, texts, **more) -> QuestionDefinition:
    fields = {"options": (), "ends": {}, "prompt": {}, "required": False, "reversed": False, "show_if": {}} | more
    return QuestionDefinition(id=1, key=None, kind=kind, touchpoint_id=1, texts=texts, **fields)


def test_a_version_is_as_slow_as_its_slowest_language():
    long, short = "ord " * 300, "Hur?"
    slow = version(asked(OPEN_TEXT, {"sv": long, "en": short}))
    assert estimating.minutes_to_answer(slow, slow.questions) == 2
    assert estimating.minutes_to_answer(slow, slow.questions, language="en") == 0
    assert estimating.minutes_to_answer(version(), []) == 0


def test_what_is_inserted_is_read_as_words():
    told = version(intro={"sv": "Hej {customer:first_name|" + "du " * 400 + "}!"}, languages=("sv",))
    assert estimating.minutes_to_answer(told, ()) == 2
    assert estimating.minutes_to_answer(version(intro={"sv": "{answer:123456}" * 400}), ()) == 0


def test_half_of_the_conditional_questions_are_counted():
    some = [asked(ONE_TIME, {"sv": ""}, show_if={"question": "x"} if number else {}) for number in range(3)]
    assert estimating.minutes_to_answer(version(*some), some) == 2
    assert estimating.minutes_to_answer(version(*some), some[:1] * 3) == 3

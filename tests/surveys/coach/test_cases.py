"""The handbook's cases come out exactly, and what we measured on our own further cases still holds."""

import pytest

from surveys.coach import RULES, advise
from surveys.coach.scoring import score
from tests.surveys.coach import cases

PRECISION, RECALL = 0.99, 0.99


@pytest.mark.parametrize(
    "case", cases.read("handbook_cases.jsonl"), ids=lambda case: f"{case['language']} {case['question'][:40]}"
)
def test_the_handbooks_case(case):
    found = [advice.rule for advice in advise(case["question"], language=case["language"])]
    assert found == case["expect"]


def test_our_own_cases_are_as_good_as_measured_in_every_language():
    scores = score(cases.read("own_cases.jsonl"))
    assert {
        language: (each.precision >= PRECISION, each.recall >= RECALL) for language, each in scores.by_language.items()
    } == dict.fromkeys(("sv", "da", "nb", "fi", "en"), (True, True))


def test_our_own_cases_try_every_worded_rule_and_clean_questions_in_every_language():
    tried = {(case["language"], rule) for case in cases.read("own_cases.jsonl") for rule in case["expect"] or ["clean"]}
    by_length = {"too_long", "hard_to_read", "shouting"}
    assert tried >= {
        (language, rule) for language in ("sv", "da", "nb", "fi", "en") for rule in {"clean", *RULES.keys() - by_length}
    }

"""Every case of the handbook comes out exactly as written there."""

import pytest

from surveys.coach import advise
from tests.surveys.coach import cases


@pytest.mark.parametrize(
    "case", cases.read("handbook_cases.jsonl"), ids=lambda case: f"{case['language']} {case['question'][:40]}"
)
def test_the_handbooks_case(case):
    found = [advice.rule for advice in advise(case["question"], language=case["language"])]
    assert found == case["expect"]

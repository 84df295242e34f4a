"""How much masking finds, and how much it hides in vain: measured on cases of our own. Everybody in them is invented.

`python -m tests.common.test_masking_measured` prints the table that docs/masking.md shows.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from common.masking import Also, spans
from common.masking.words import LANGUAGES

CASES = [json.loads(line) for line in Path(__file__).with_name("masking_cases.jsonl").read_text("utf-8").splitlines()]
EVERYTHING = Also(health=True)
SURE_KINDS = ("phone", "email", "personal_number")
FLOORS = {"role_name": 0.9, "name": 0.9, "card": 0.9, "address": 0.9, "health": 0.9} | dict.fromkeys(SURE_KINDS, 0.98)


def measured(language: str) -> dict[str, Counter]:
    """For each kind of piece how many there are and were hidden whole; for "all", how many spans were right."""
    counts: dict[str, Counter] = {}
    for case in CASES:
        if case["language"] != language:
            continue
        found = spans(case["text"], language=language, also=EVERYTHING)
        for start, end, kind in case["hide"]:
            is_hidden = any(span.start <= start and end <= span.end for span in found)
            counts.setdefault(kind, Counter()).update(there=1, hidden=is_hidden)
        for span in found:
            is_right = any(span.start < end and start < span.end for start, end, _kind in case["hide"])
            counts.setdefault("all", Counter()).update(spans=1, right=is_right)
    return counts


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_cases_and_many_that_only_look_like_names(language):
    of_it = [case for case in CASES if case["language"] == language]
    harmless = [case for case in of_it if not case["hide"]]
    assert len(of_it) >= 80
    assert len(harmless) / len(of_it) >= 0.4


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_tells_who_somebody_is_is_found(language):
    counts = measured(language)
    recall = {kind: counts[kind]["hidden"] / counts[kind]["there"] for kind in FLOORS}
    assert {kind: value for kind, value in recall.items() if value < FLOORS[kind]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_little_is_hidden_in_vain(language):
    of_all = measured(language)["all"]
    assert of_all["right"] / of_all["spans"] >= 0.9


def table() -> str:
    """The figures as a Markdown table, one line a language."""
    lines = [
        "| language | " + " | ".join([*FLOORS, "hidden rightly"]) + " |",
        "| --- " * (len(FLOORS) + 2) + "|",
    ]
    for language in LANGUAGES:
        counts = measured(language)
        figures = [f"{counts[kind]['hidden']}/{counts[kind]['there']}" for kind in FLOORS]
        lines.append(f"| {language} | {' | '.join(figures)} | {counts['all']['right']}/{counts['all']['spans']} |")
    return "\n".join(lines)


if __name__ == "__main__":
    for case in CASES:
        found = spans(case["text"], language=case["language"], also=EVERYTHING)
        wanted = [(start, end) for start, end, _kind in case["hide"]]
        if [(span.start, span.end) for span in found] != wanted:
            print(case["language"], case["text"], [case["text"][span.start : span.end] for span in found])  # noqa: T201
    print(table())  # noqa: T201

"""Ten organisations with a trade of their own, by which learning is measured: enough of each, and none is a seed.

How they were written and labelled: docs/teaching.md.
"""

import re
from collections import Counter
from pathlib import Path

import pytest

from insights.engine import CATEGORIES, LANGUAGES
from insights.engine.learning import seeds
from insights.engine.simulating import answers_of

TRADES = Path(__file__).parent / "trades"
CODES = {category.code for category in CATEGORIES}
RUN = 6  # words


def runs(text):
    said = re.findall(r"\w+", text.casefold())
    return {tuple(said[n : n + RUN]) for n in range(len(said) - RUN + 1)}


def organisations():
    return sorted(path.stem for path in TRADES.glob("*.jsonl"))


def test_there_are_two_of_each_language():
    assert Counter(name[:2] for name in organisations()) == dict.fromkeys(LANGUAGES, 2)


@pytest.mark.parametrize("name", organisations())
def test_an_organisation_is_heard_as_organisations_are(name):
    answers = answers_of(TRADES / f"{name}.jsonl")
    assert (len(answers), {answer.language for answer in answers}) == (100, {name[:2]})
    assert 25 <= sum(not answer.incident for answer in answers) <= 35
    assert 45 <= sum(answer.rating is not None for answer in answers) <= 65
    causes = Counter(answer.category for answer in answers if answer.incident)
    assert (causes.keys() == CODES, max(causes.values()) >= 8) == (True, True)
    assert {answer.polarity for answer in answers if answer.incident} == {"positive", "negative", "mixed"}
    for incident in (True, False):
        lengths = sorted(len(answer.text) for answer in answers if answer.incident == incident)
        assert (lengths[0] < 45, lengths[-1] > 80) == (True, True), incident


@pytest.mark.parametrize("name", organisations())
def test_an_organisation_is_labelled_by_the_guide(name):
    for answer in answers_of(TRADES / f"{name}.jsonl"):
        grave = answer.incident and answer.polarity in ("negative", "mixed")
        assert (answer.severity in {1, 2, 3, 4, 5}) == bool(grave), answer.text
        assert (answer.category in CODES) == answer.incident, answer.text
        assert answer.incident or answer.polarity != "mixed", answer.text
        assert answer.category != "safety" or answer.severity in (5, None), answer.text


def test_nobody_says_what_a_seed_or_another_answer_says(examples, stories, fresh_stories, fresh_praise):
    answers = [answer for name in organisations() for answer in answers_of(TRADES / f"{name}.jsonl")]
    known = [seed.text for seed in seeds()] + [row["text"] for row in examples + stories + fresh_stories + fresh_praise]
    told = Counter(answer.text.casefold() for answer in answers)
    assert {text for text, times in told.items() if times > 1} == set()
    assert told.keys() & {text.casefold() for text in known} == set()
    known_runs = set().union(*map(runs, known))
    assert [answer.text for answer in answers if runs(answer.text) & known_runs] == []

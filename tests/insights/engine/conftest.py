import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def examples():
    """Labelled answers that the engine must never learn from."""
    return rows("incident_examples.jsonl")


@pytest.fixture(scope="session")
def stories():
    """Stories of ill-treatment kept for measuring alone."""
    return rows("treatment_stories.jsonl")


@pytest.fixture(scope="session")
def fresh_stories():
    """Stories of ill-treatment written after all tuning, measured once."""
    return rows("fresh_stories.jsonl")


@pytest.fixture(scope="session")
def fresh_praise():
    """Stories of being met well, written and measured at the same time."""
    return rows("fresh_praise.jsonl")


@pytest.fixture(scope="session")
def gauged():
    """Answers of several units, rated reviews and problems told in other words: kept for measuring alone."""
    names = ("mixed_answers", "rated_reviews", "theme_paraphrases")
    return [row for name in names for row in rows(f"{name}.jsonl")]


@pytest.fixture(scope="session")
def foreign():
    """Short stories in languages the engine was never taught."""
    return rows("foreign.jsonl")


def rows(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]

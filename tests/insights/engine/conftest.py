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


def rows(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]

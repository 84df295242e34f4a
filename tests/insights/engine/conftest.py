import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def examples():
    """Labelled answers that the engine must never learn from."""
    lines = (HERE / "incident_examples.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]

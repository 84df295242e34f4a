"""Labelled questions: what the coach should find in each."""

import json
from pathlib import Path

HERE = Path(__file__).parent


def read(name: str) -> list[dict]:
    """The cases of one file beside this one."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines() if line.strip()]

"""What the engine hands back: small frozen records, nothing else."""

import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("sv", "da", "nb", "fi", "en")


@dataclass(frozen=True)
class Category:
    """One of the fifteen causes; `names` maps language to the name shown to people."""

    code: str
    group: str
    weight: float
    names: dict[str, str]


@dataclass(frozen=True)
class Unit:
    """One span of an answer: `text` is exactly `answer[start:end]`."""

    start: int
    end: int
    text: str
    incident: bool
    polarity: str
    category: str | None
    severity: int | None
    confidence: float
    flags: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class Analysis:
    """A whole answer. The top level describes its most severe unit (safety first, then severity).

    The one exception: `polarity` is "mixed" when the worst unit is negative and another one praises.
    """

    language: str
    incident: bool
    polarity: str
    category: str | None
    severity: int | None
    units: tuple[Unit, ...]
    why: tuple[str, ...]
    flags: tuple[str, ...]
    engine_version: str


def _categories() -> tuple[Category, ...]:
    rows = json.loads((HERE / "categories.json").read_text(encoding="utf-8"))["categories"]
    return tuple(Category(**row) for row in rows)


CATEGORIES = _categories()
CATEGORY_BY_CODE = {category.code: category for category in CATEGORIES}
TREATMENT_GROUP = frozenset(category.code for category in CATEGORIES if category.group == "treatment")

"""Ready-made surveys: one JSON file each in `surveys/library/`, in all five languages."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from surveys.texts import in_language

SHELF = Path(__file__).parent / "library"


@dataclass(frozen=True)
class ReadyMade:
    key: str
    names: dict[str, str]
    need: dict[str, str]  # what the customer came for
    intro: dict[str, str]
    thanks: dict[str, str]
    questions: tuple[dict, ...]

    def name(self, language: str) -> str:
        return in_language(self.names, language)

    def questions_in(self, language: str) -> list[str]:
        return [in_language(question["text"], language) for question in self.questions]


@lru_cache(maxsize=1)
def all_ready_made() -> tuple[ReadyMade, ...]:
    """Every ready-made survey, the hotel first and then by key."""
    found = [_read(path) for path in sorted(SHELF.glob("*.json"))]
    return tuple(sorted(found, key=lambda one: (one.key != "hotel", one.key)))


def by_key(key: str) -> ReadyMade:
    """The ready-made survey of that key. Raises KeyError for an unknown one."""
    for one in all_ready_made():
        if one.key == key:
            return one
    raise KeyError(key)


def _read(path: Path) -> ReadyMade:
    told = json.loads(path.read_text(encoding="utf-8"))
    return ReadyMade(
        key=told["key"],
        names=told["names"],
        need=told["need"],
        intro=told["intro"],
        thanks=told["thanks"],
        questions=tuple(told["questions"]),
    )

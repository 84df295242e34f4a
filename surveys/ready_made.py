"""Ready-made surveys: one JSON file each in `surveys/library/`, in all five languages."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from surveys.texts import in_language

SHELF = Path(__file__).parent / "library"
ORDER = (
    "hotel",
    "clinic",
    "municipality",
    "ecommerce",
    "transport",
    "bank_insurance",
    "saas",
    "school",
    "staff_pulse",
)


@dataclass(frozen=True)
class ReadyMade:
    key: str
    names: dict[str, str]
    need: dict[str, str]  # what the customer came for
    send_after_days: int | None  # after the use is over; None follows the calendar, in the way send_words say
    send_words: dict[str, str]
    may_be_published: bool
    why_not: dict[str, str]  # empty for one that may
    intro: dict[str, str]
    thanks: dict[str, str]
    questions: tuple[dict, ...]

    def name(self, language: str) -> str:
        return in_language(self.names, language)

    def send_in(self, language: str) -> str:
        """When to ask, as words that can stand inside a sentence: "1 day after departure"."""
        return in_language(self.send_words, language)

    def why_not_in(self, language: str) -> str:
        """Why it may not be published, else an empty string."""
        return in_language(self.why_not, language)

    def questions_in(self, language: str) -> list[str]:
        return [in_language(question["text"], language) for question in self.questions]

    def need_of(self, question: dict) -> dict[str, str]:
        """What the customer needs at the question's moment: the moment's own need, else the survey's."""
        return question["touchpoint"].get("need", self.need)


@lru_cache(maxsize=1)
def all_ready_made() -> tuple[ReadyMade, ...]:
    """Every ready-made survey, in ORDER."""
    return tuple(_read(SHELF / f"{key}.json") for key in ORDER)


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
        send_after_days=told["send"]["after_days"],
        send_words=told["send"]["words"],
        may_be_published=told["may_be_published"],
        why_not=told.get("why_not", {}),
        intro=told["intro"],
        thanks=told["thanks"],
        questions=tuple(told["questions"]),
    )

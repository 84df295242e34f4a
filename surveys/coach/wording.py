"""The coach's words, one JSON file a language, read once."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("sv", "da", "nb", "fi", "en")
_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class RuleWords:
    """What a language has to say for one rule: the advice, an example, and what gives the fault away."""

    message: str
    bad: str
    good: str
    patterns: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """Everything a language file holds."""

    language: str
    rules: dict[str, RuleWords]


def of(language: str) -> Wording:
    """The words of a language; those of English when the coach does not speak it."""
    return _read(language if language in LANGUAGES else "en")


@cache
def _read(language: str) -> Wording:
    written = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return Wording(
        language=language,
        rules={
            rule: RuleWords(words["message"], words["bad"], words["good"], tuple(words.get("patterns", ())))
            for rule, words in written["rules"].items()
        },
    )

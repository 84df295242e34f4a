"""The coach's words, one JSON file a language, read once."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("sv", "da", "nb", "fi", "en")
_FOLDER = Path(__file__).parent / "words"


@dataclass(frozen=True)
class RuleWords:
    """What a language has to say for one rule.

    `finds` are the phrases (see `phrases.py`) that give the fault away. One that `spares` overlap is innocent,
    and none is found when one of `spares_all` stands anywhere in the text.
    """

    message: str
    bad: str
    good: str
    finds: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    spares_all: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wording:
    """Everything a language file holds: classes of words, and what each rule says."""

    language: str
    classes: dict[str, str]
    rules: dict[str, RuleWords]


def of(language: str) -> Wording:
    """The words of a language; those of English when the coach does not speak it."""
    return _read(language if language in LANGUAGES else "en")


@cache
def _read(language: str) -> Wording:
    written = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    rules = {
        rule: RuleWords(**{part: tuple(said) if isinstance(said, list) else said for part, said in words.items()})
        for rule, words in written["rules"].items()
    }
    return Wording(language, written["classes"], rules)

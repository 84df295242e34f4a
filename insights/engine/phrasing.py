"""How a thing is told: the turns of a sentence as tags that all five languages share.

"He did not look up" and "han tittade inte upp" become the same row of tags (he, not, look), so that a construction
learned in one language is known in the others. Tags have no mood of their own; what they weigh is learned.
"""

import json
from functools import cache, lru_cache

from insights.engine.shapes import HERE, LANGUAGES
from insights.engine.wording import TOKEN

LONGEST_ROW = 3  # tags in a row that count as one turn
_NEGATIONS = frozenset({"not", "never", "nobody", "no", "without"})
_BEFORE, _AFTER = 2, 4  # how far a "not" reaches, as the Nordic languages put it last ("tittade inte")


@cache
def tags() -> tuple[str, ...]:
    """The names of all tags, the same in every language."""
    return tuple(sorted(_file("en")))


def entries(language: str) -> list[str]:
    """All words and stems of a language that have a tag."""
    return [entry for words in _file(language).values() for entry in words]


@cache
def _file(language):
    return json.loads((HERE / "turns" / f"{language}.json").read_text(encoding="utf-8"))


@cache
def _shelves(language):
    """Whole word -> tag, and stem -> tag. A word listed twice belongs to the first."""
    words, stems = {}, {}
    for tag, entries in _file(language).items():
        for entry in entries:
            shelf, key = (stems, entry[:-1]) if entry.endswith("*") else (words, entry)
            shelf.setdefault(key, tag)
    return words, stems


@lru_cache(maxsize=20_000)
def _tag(token, language):
    """A whole word first, then the longest stem."""
    words, stems = _shelves(language)
    if token in words:
        return words[token]
    if token.endswith("n't"):
        return "not"
    for length in range(min(len(token), 16), 1, -1):
        if token[:length] in stems:
            return stems[token[:length]]
    return None


def row(text: str, *, language: str) -> list[str]:
    """The tags of a text in order; words without one are passed over."""
    language = language if language in LANGUAGES else "en"
    found = (_tag(match.group().lower().replace("’", "'"), language) for match in TOKEN.finditer(text))
    return [tag for tag in found if tag]


def turns(told: tuple[str, str]) -> list[str]:
    """What `(text, language)` is counted by: tags, tags in a row, and tags that stand beside a "not"."""
    text, language = told
    line = row(text, language=language)
    counted = list(line)
    for length in range(2, LONGEST_ROW + 1):
        counted += ["_".join(line[n : n + length]) for n in range(len(line) - length + 1)]
    for place, tag in enumerate(line):
        if tag in _NEGATIONS:
            near = line[max(0, place - _BEFORE) : place] + line[place + 1 : place + _AFTER]
            counted += [f"~{neighbour}" for neighbour in near]
    return counted

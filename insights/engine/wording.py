"""Word families: what people say when they tell of rudeness, waiting, harm ... as files one can read.

An entry is a word, a stem ("suck*") or a phrase of such; `hits` finds them in one pass over the text.
"""

import json
import re
from functools import cache

from insights.engine.shapes import HERE, LANGUAGES

TOKEN = re.compile(r"[^\W_]+(?:['’&.-][^\W_]+)*")
_LONGEST_STEM = 16
_TURNED = {"warm": "ignored", "good": "bad", "relief": "trouble"}  # what "not" makes of a kind word


@cache
def families() -> tuple[str, ...]:
    """The names of all families, the same in every language, in a fixed order."""
    return tuple(sorted(_file("en")))


def entries(language: str) -> list[str]:
    """All words, stems and phrases of a language."""
    return [entry for family in _file(language).values() for entry in family]


@cache
def _file(language):
    return json.loads((HERE / "words" / f"{language}.json").read_text(encoding="utf-8"))


@cache
def _index(language):
    """First word or stem -> [(all parts, family)]."""
    words, stems = {}, {}
    for family, entries in _file(language).items():
        for entry in entries:
            parts = entry.split()
            first = parts[0]
            shelf, key = (stems, first[:-1]) if first.endswith("*") else (words, first)
            shelf.setdefault(key, []).append((tuple(parts[1:]), family))
    return words, stems


def _fits(token, part):
    return token.startswith(part[:-1]) if part.endswith("*") else token == part


def hits(text: str, *, language: str) -> dict[str, list[str]]:
    """Family -> the passages of the text that belong to it, as written."""
    found = {}
    words, stems = _index(language if language in LANGUAGES else "en")
    matches = list(TOKEN.finditer(text))
    tokens = [match.group().lower().replace("’", "'") for match in matches]
    for place, token in enumerate(tokens):
        candidates = list(words.get(token, ()))
        for length in range(2, min(len(token), _LONGEST_STEM) + 1):
            candidates += stems.get(token[:length], ())
        for rest, family in candidates:
            last = _last(tokens, place, rest)
            if last is not None:
                if family in _TURNED and _is_negated(tokens, place, last, language):
                    family = _TURNED[family]
                passage = text[matches[place].start() : matches[last].end()]
                listed = found.setdefault(family, [])
                if passage not in listed:
                    listed.append(passage)
    return found


def _last(tokens, place, rest):
    """Where the phrase that begins at `place` ends; one word may stand between two of its parts ("lo hun ad")."""
    for part in rest:
        for step in (1, 2):
            if place + step < len(tokens) and _fits(tokens[place + step], part):
                place += step
                break
        else:
            return None
    return place


@cache
def _negations(language):
    return frozenset(_file(language)["negation"])


def _is_negated(tokens, first, last, language):
    """A "not" within three words before, or right after, as the Nordic languages put it ("lyssnade inte")."""
    negations = _negations(language if language in LANGUAGES else "en")
    near = tokens[max(0, first - 3) : first] + tokens[last + 1 : last + 2]
    return any(token in negations or token.endswith("n't") for token in near)

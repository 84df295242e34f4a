"""A small language for wordings, so that one line of data stands for a family of sentences.

A phrase is a row of elements with spaces between:

    word        this word                     a|b       one of several
    word*       words that begin so           *word     words that end so          *word*  words that hold it
    ~word       the word in any inflection    *~word    also as the end of a compound
    <name>      a class of words, listed once a language; in it, and in an element, -word takes a word out
    two_words   words that follow each other  [a|b]     may be there or not
    .           any word                      ..3       up to three words (.. is up to four)
    !a|b        not followed by this          ^  $      first and last in the sentence
    #           a number in digits

A phrase never reaches over the end of a sentence. Each word is looked up once, and a phrase is tried only where
its first element matches, so the work grows with the length of the text and not with the number of phrases.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, product

from surveys.coach.lexicon import Lexicon
from surveys.coach.reading import Text

_GAP = re.compile(r"\.\.(\d*)")
_GAP_WORDS = 4
_PARTS = re.compile(r"<[^>]+>|[^_]+")

Atoms = list[frozenset[str]]


@dataclass(frozen=True)
class Element:
    """One place in a phrase: which words may stand there, and how."""

    words: frozenset[str] = frozenset()
    rows: tuple[tuple[str, ...], ...] = ()
    without: frozenset[str] = frozenset()
    sign: str = ""
    gap: int = 0
    optional: bool = False

    def ends(self, atoms: Atoms, at: int) -> Iterator[int]:
        """Where the phrase may go on when this element is read at a word."""
        if at >= len(atoms):
            return
        here = atoms[at]
        if not self.words.isdisjoint(here) and self.without.isdisjoint(here):
            yield at + 1
        for row in self.rows:
            if all(at + n < len(atoms) and atom in atoms[at + n] for n, atom in enumerate(row)):
                yield at + len(row)


class PhraseBook:
    """Reads phrases as they are written in a language's file."""

    def __init__(self, lexicon: Lexicon, classes: dict[str, str]):
        self.lexicon, self._classes = lexicon, classes

    def elements(self, phrase: str) -> tuple[Element, ...]:
        """A phrase compiled. Raises ValueError when no word could begin it, or a class is unknown."""
        elements = tuple(self._element(part) for part in phrase.split())
        first = elements[1] if elements[0].sign == "^" else elements[0]
        if first.sign or first.optional:
            raise ValueError(f"No word begins the phrase {phrase!r}")
        return elements

    def _element(self, written: str) -> Element:
        optional = written.startswith("[")
        if (sign := written.strip("[]")) in ("^", "$", "."):
            return Element(sign=sign, optional=optional)
        if gap := _GAP.fullmatch(written):
            return Element(sign="..", gap=int(gap[1] or _GAP_WORDS))
        words, rows, without = set(), [], set()
        for row in self._rows(written.lstrip("!").strip("[]")):
            if len(row) > 1:
                rows.append(tuple(self.lexicon.add(word) for word in row))
            elif row[0].startswith("-"):
                without.add(self.lexicon.add(row[0][1:]))
            else:
                words.add(self.lexicon.add(row[0]))
        if not words and not rows:
            raise ValueError(f"No word can stand at {written!r}")
        return Element(
            frozenset(words),
            tuple(rows),
            frozenset(without),
            sign="!" if written.startswith("!") else "",
            optional=optional,
        )

    def _rows(self, written: str) -> Iterator[tuple[str, ...]]:
        """Every row of words that an element stands for; most are one word long."""
        for item in written.split("|"):
            parts = [self._members(part) for part in _PARTS.findall(item)]
            if not parts:
                raise ValueError(f"There is an empty word in {written!r}")
            for chosen in product(*parts):
                yield tuple(chain.from_iterable(chosen))

    def _members(self, part: str) -> list[tuple[str, ...]]:
        if not part.startswith("<"):
            return [(part,)]
        if part[1:-1] not in self._classes:
            raise ValueError(f"There is no class {part}")
        return [row for member in self._classes[part[1:-1]].split() for row in self._rows(member)]


class Finder:
    """A list of phrases, looked for together."""

    def __init__(self, book: PhraseBook, phrases: Iterable[str]):
        self._by_first: dict[str, list[tuple[Element, ...]]] = {}
        for phrase in phrases:
            elements = book.elements(phrase)
            first = elements[1] if elements[0].sign == "^" else elements[0]
            for atom in {*first.words, *(row[0] for row in first.rows)}:
                self._by_first.setdefault(atom, []).append(elements)

    def spans(self, text: Text, atoms: Atoms) -> Iterator[tuple[int, int]]:
        """Every place where one of the phrases stands, as (first word, after the last word)."""
        for at, here in enumerate(atoms):
            for atom in sorted(here & self._by_first.keys()):
                for elements in self._by_first[atom]:
                    after = _match(text, atoms, elements, at, at)
                    if after is not None and after > at:
                        yield (at, after)


def _match(text: Text, atoms: Atoms, elements: tuple[Element, ...], at: int, begun: int) -> int | None:
    """Where the phrase ends when it is read from a word on; None when it does not stand there."""
    if not elements:
        return at
    element, rest = elements[0], elements[1:]
    for after in _steps(text, atoms, element, at):
        if after > begun and text.words[after - 1].sentence != text.words[begun].sentence:
            continue
        if (end := _match(text, atoms, rest, after, begun)) is not None:
            return end
    return None


def _steps(text: Text, atoms: Atoms, element: Element, at: int) -> Iterator[int]:
    if element.sign == "^":
        yield from [at] if text.is_first(at) else []
    elif element.sign == "$":
        yield from [at] if at > 0 and text.is_last(at - 1) else []
    elif element.sign == "!":
        is_next = at < len(atoms) and (at == 0 or text.words[at].sentence == text.words[at - 1].sentence)
        yield from [] if is_next and any(element.ends(atoms, at)) else [at]
    elif element.sign == "..":
        yield from range(at, min(at + element.gap, len(atoms)) + 1)
    elif element.sign == ".":
        yield from [at + 1, at][: 1 + element.optional] if at < len(atoms) else []
    else:
        yield from element.ends(atoms, at)
        if element.optional:
            yield at

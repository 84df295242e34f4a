"""Masking: what staff read shows neither who told it nor whom it is about.

Names, mail addresses, telephones, personal numbers, payment cards and street addresses are replaced by a word in
brackets, in the language of the text. A name too many hidden is better than one too few; dates, times, prices and
room numbers stay readable. The same text always gives the same result, in time that grows with its length.
"""

from dataclasses import dataclass
from functools import lru_cache

from common.masking.finding_addresses import find_mail_addresses, find_streets
from common.masking.finding_names import find_names
from common.masking.finding_numbers import find_numbers
from common.masking.plain_text import PlainText
from common.masking.words import KINDS, words_of

__all__ = ["KINDS", "Span", "label", "mask", "mask_spans_of", "spans"]


@dataclass(frozen=True, order=True)
class Span:
    """A piece of the original text to hide: text[start:end], and what it seems to be, one of KINDS."""

    start: int
    end: int
    kind: str


def spans(text: str, *, language: str) -> list[Span]:
    """What would be hidden, in order, never overlapping; an empty list when there is nothing."""
    return list(_spans(text, language))


@lru_cache(maxsize=64)  # a page cuts several pieces from one answer; few are kept, for they are people's own words
def _spans(text: str, language: str) -> tuple[Span, ...]:
    plain, words = PlainText(text), words_of(language)
    found = []
    for pieces in (
        lambda: find_mail_addresses(plain),
        lambda: find_streets(plain, words),
        lambda: find_numbers(plain, language=language),
        lambda: find_names(plain, words),
    ):
        here = pieces()
        plain.hide(here)
        found += here
    return tuple(sorted(Span(*plain.in_original(start, end), kind) for start, end, kind in found))


def mask(text: str, *, language: str) -> str:
    """The text with every span replaced by its label; the text itself when there is nothing to hide."""
    return mask_spans_of(text, 0, len(text), language=language)


def mask_spans_of(text: str, start: int, end: int, *, language: str) -> str:
    """The masked form of text[start:end], looked for in the whole text.

    A name that the cut goes through is hidden whole, and a word is understood by what stands around it.
    """
    pieces, position = [], start
    for span in spans(text, language=language):
        if span.end <= start or span.start >= end:
            continue
        pieces += [text[position : max(position, span.start)], label(span.kind, language=language)]
        position = span.end
    return "".join([*pieces, text[position:end] if position < end else ""])


def label(kind: str, *, language: str) -> str:
    """The word in brackets shown instead of a hidden piece: "[namn]", "[phone]"."""
    return words_of(language).labels[kind]

"""Masking: what staff read shows neither who told it nor whom it is about.

Names, mail addresses, telephones, personal numbers, payment cards and street addresses are replaced by a word in
brackets, in the language of the text. A name too many hidden is better than one too few; dates, times, prices and
room numbers stay readable. The same text always gives the same result, in time that grows with its length.

Whoever knows more says so in `also`: the names of the organisation's own people, that words about health are to be
hidden too, and the pieces that somebody has hidden by hand.
"""

from dataclasses import dataclass
from functools import lru_cache

from common.masking.finding_addresses import find_mail_addresses, find_streets
from common.masking.finding_codes import find_codes
from common.masking.finding_health import find_health_words
from common.masking.finding_names import find_names
from common.masking.finding_numbers import find_numbers
from common.masking.plain_text import PlainText
from common.masking.words import KINDS, forms_of, words_of

__all__ = ["KINDS", "NOTHING_MORE", "Also", "Span", "label", "mask", "mask_spans_of", "spans"]


@dataclass(frozen=True, order=True)
class Span:
    """A piece of the original text to hide: text[start:end], and what it seems to be, one of KINDS."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Also:
    """What to hide besides what every text hides."""

    names: frozenset[str] = frozenset()  # of colleagues: single words, casefolded
    health: bool = False  # words about illness and care
    spans: tuple[Span, ...] = ()  # hidden by hand, counted in this very text


NOTHING_MORE = Also()


def spans(text: str, *, language: str, also: Also = NOTHING_MORE) -> list[Span]:
    """What would be hidden, in order, never overlapping; an empty list when there is nothing."""
    return list(_spans(text, language, also))


@lru_cache(maxsize=64)  # a page cuts several pieces from one answer; few are kept, for they are people's own words
def _spans(text: str, language: str, also: Also) -> tuple[Span, ...]:
    plain, words = PlainText(text), words_of(language)
    found = []
    for pieces in (
        lambda: find_mail_addresses(plain),
        lambda: find_codes(plain),
        lambda: find_streets(plain, words),
        lambda: find_numbers(plain, language=language),
        lambda: find_names(plain, words, colleagues=forms_of(also.names, language)),
        lambda: find_health_words(plain, language=language) if also.health else [],
    ):
        here = pieces()
        plain.hide(here)
        found += here
    seen = [Span(*plain.in_original(start, end), kind) for start, end, kind in found]
    return _together(seen, [span for span in also.spans if span.end <= len(text)])


def _together(seen: list[Span], by_hand: list[Span]) -> tuple[Span, ...]:
    """All of them in order. Those that reach into each other become one, of the kind that a person gave it."""
    together: list[Span] = []
    decided = set(by_hand)
    for span in sorted({*seen, *by_hand}):
        if together and span.start < together[-1].end:
            before = together.pop()
            kind = before.kind if before in decided or span not in decided else span.kind
            joined = Span(before.start, max(before.end, span.end), kind)
            if before in decided or span in decided:
                decided.add(joined)
            span = joined
        together.append(span)
    return tuple(together)


def mask(text: str, *, language: str, also: Also = NOTHING_MORE) -> str:
    """The text with every span replaced by its label; the text itself when there is nothing to hide."""
    return mask_spans_of(text, 0, len(text), language=language, also=also)


def mask_spans_of(text: str, start: int, end: int, *, language: str, also: Also = NOTHING_MORE) -> str:
    """The masked form of text[start:end], looked for in the whole text.

    A name that the cut goes through is hidden whole, and a word is understood by what stands around it.
    """
    pieces, position = [], start
    for span in _spans(text, language, also):
        if span.end <= start or span.start >= end:
            continue
        pieces += [text[position : max(position, span.start)], label(span.kind, language=language)]
        position = span.end
    return "".join([*pieces, text[position:end] if position < end else ""])


def label(kind: str, *, language: str) -> str:
    """The word in brackets shown instead of a hidden piece: "[namn]", "[phone]"."""
    return words_of(language).labels[kind]

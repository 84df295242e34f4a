"""A text read into words, each with its place, its sentence and the signs before it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

# A letter or digit, with the marks that belong to it: a decomposed "å" and a soft hyphen stay inside their word.
_WORD = re.compile(r"[^\W_][\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]*(?:['’][^\W_][\w\u0300-\u036f]*)*")
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060])
_SENTENCE_ENDS = re.compile(r"[?!:;\n]|\.(?:\s|$)")


@dataclass(frozen=True)
class Word:
    """One word, normalised for looking up, and where it stands in the text as written."""

    text: str
    written: str
    start: int
    end: int
    sentence: int
    before: str


@dataclass(frozen=True)
class Text:
    """A question, a help text or a prompt as the rules see it."""

    written: str
    language: str

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """All words in order."""
        return tuple(_words(self.written))

    @cached_property
    def plain(self) -> str:
        """The normalised text: composed, in lower case, with single spaces."""
        return " ".join(unicodedata.normalize("NFC", self.written).lower().split())

    @property
    def whole(self) -> tuple[int, int]:
        """The span of everything."""
        return (0, len(self.written))


def _words(written: str):
    sentence, end = 0, 0
    for found in _WORD.finditer(written):
        before = written[end : found.start()]
        if end and _SENTENCE_ENDS.search(before):
            sentence += 1
        start, end = found.span()
        yield Word(_normalised(found[0]), found[0], start, end, sentence, before)


def _normalised(word: str) -> str:
    return unicodedata.normalize("NFC", word.translate(_INVISIBLE)).lower().replace("’", "'")

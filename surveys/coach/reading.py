"""A text read into words, each with its place, its sentence and the signs before it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

# A letter or digit, with the marks that belong to it: a decomposed "å" and a soft hyphen stay inside their word,
# and so do an apostrophe ("don't") and the ending after a colon ("sms:et").
_MARKS = r"\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff"
_WORD = re.compile(rf"[^\W_][{_MARKS}]*(?:['’‘´`:](?=[^\W\d_])[{_MARKS}]+)*|[&%]")
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_APOSTROPHES = str.maketrans("’‘´`", "''''")
_SENTENCE_ENDS = re.compile(r"[?!\n]|[.:;](?:\s|$)")
_QUOTES = re.compile(r"[\"“”„»«]")


@dataclass(frozen=True)
class Word:
    """One word, normalised for looking up, and where it stands in the text as written."""

    text: str
    written: str
    start: int
    end: int
    sentence: int
    before: str
    quoted: bool

    @property
    def is_named(self) -> bool:
        """Whether it is written like a name: a capital first, small letters after it."""
        return self.written[:1].isupper() and self.written[1:].islower()


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

    def span(self, first: int, after: int) -> tuple[int, int]:
        """Where the words from `first` up to, not including, `after` stand."""
        return (self.words[first].start, self.words[after - 1].end)

    def between(self, first: int, after: int) -> str:
        """The text as written from one word up to, not including, another, with the signs between."""
        return self.written[self.words[first].start : self.words[after - 1].end]

    @cached_property
    def sentences(self) -> tuple[range, ...]:
        """The sentences, each as the range of its words."""
        begins = [at for at in range(len(self.words)) if self.is_first(at)]
        return tuple(range(*pair) for pair in pairwise([*begins, len(self.words)]))

    def is_first(self, at: int) -> bool:
        """Whether the word is the first of its sentence."""
        return at == 0 or self.words[at - 1].sentence != self.words[at].sentence

    def is_last(self, at: int) -> bool:
        """Whether the word is the last of its sentence."""
        return at + 1 == len(self.words) or self.words[at + 1].sentence != self.words[at].sentence

    def sign_after(self, at: int) -> str:
        """The first sign after a word that is no quote or space: "?" at the end of a question."""
        end = self.words[at + 1].start if at + 1 < len(self.words) else len(self.written)
        return self.written[self.words[at].end : end].lstrip(" \"'”’»)…")[:1]


def _words(written: str):
    sentence, end, quoted = 0, 0, False
    for found in _WORD.finditer(written):
        before = written[end : found.start()]
        if end and _SENTENCE_ENDS.search(before):
            sentence += 1
        quoted ^= len(_QUOTES.findall(before)) % 2 == 1
        start, end = found.span()
        yield Word(_normalised(found[0]), found[0], start, end, sentence, before, quoted)


def _normalised(word: str) -> str:
    composed = unicodedata.normalize("NFC", word.translate(_INVISIBLE)).lower().translate(_APOSTROPHES)
    return composed.partition(":")[0]

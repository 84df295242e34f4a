"""Where a rule's phrases stand in a text."""

from collections.abc import Iterator
from functools import cache, lru_cache

from surveys.coach import wording
from surveys.coach.lexicon import Lexicon
from surveys.coach.phrases import Atoms, Finder, PhraseBook
from surveys.coach.reading import Text

Span = tuple[int, int]

_TEXTS_REMEMBERED = 16


class Language:
    """The phrases of one language, ready to be found."""

    def __init__(self, language: str):
        words = wording.of(language)
        self._lexicon = Lexicon(language)
        book = PhraseBook(self._lexicon, words.classes)
        self._finds = {rule: Finder(book, said.finds) for rule, said in words.rules.items()}
        self._spares = {rule: Finder(book, said.spares) for rule, said in words.rules.items()}
        self._spares_all = {rule: Finder(book, said.spares_all) for rule, said in words.rules.items()}

        self._members = {name: book.elements(f"<{name}>")[0] for name in words.classes}

    def is_a(self, word: str, name: str) -> bool:
        """Whether the word belongs to a class."""
        return any(self._members[name].ends([self._lexicon.atoms(word)], 0))

    def atoms(self, text: Text) -> Atoms:
        """For each word the patterns it answers to."""
        return [self._lexicon.atoms(word.text) for word in text.words]

    def places(self, text: Text, rule: str) -> Iterator[Span]:
        """Where the rule's fault stands, as (first word, after the last word), without what is spared."""
        atoms = _atoms(self, text)
        if any(self._spares_all[rule].spans(text, atoms)):
            return
        spared = None
        for begin, end in self._finds[rule].spans(text, atoms):
            if spared is None:
                spared = {at for place in self._spares[rule].spans(text, atoms) for at in range(*place)}
            if spared.isdisjoint(range(begin, end)):
                yield (begin, end)


@lru_cache(_TEXTS_REMEMBERED)
def _atoms(language: Language, text: Text) -> Atoms:
    """The same for every rule that reads the text."""
    return language.atoms(text)


@cache
def language(code: str) -> Language:
    """A language, read once."""
    return Language(code)


def places(text: Text, rule: str) -> Iterator[Span]:
    """Where the rule's fault stands, counted in words."""
    return language(text.language).places(text, rule)


def first_span(text: Text, rule: str) -> Span | None:
    """The first place of the rule's fault, as a span of the text as written."""
    return next((text.span(*place) for place in places(text, rule)), None)


def first_unquoted_span(text: Text, rule: str) -> Span | None:
    """The same, passing over what somebody else is quoted to have said."""
    return next((text.span(*place) for place in places(text, rule) if not text.words[place[0]].quoted), None)


def is_a(text: Text, at: int, name: str) -> bool:
    """Whether a word belongs to a class of its language; no word belongs to any outside the text."""
    return at < len(text.words) and language(text.language).is_a(text.words[at].text, name)

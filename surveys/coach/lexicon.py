"""Which of the patterns of a language a word answers to. Each word is looked up once and remembered."""

import re
import threading
from functools import lru_cache

import snowballstemmer

_STEMMERS = {"sv": "swedish", "da": "danish", "nb": "norwegian", "fi": "finnish", "en": "english"}
_LONGEST_WORD = 60  # a longer one is no word, and must not cost time
_REMEMBERED = 5_000
_YEAR = re.compile(r"(?:19|20)\d\d")


class Lexicon:
    """The word patterns that occur in a language's phrases."""

    def __init__(self, language: str):
        self._stemmer = snowballstemmer.stemmer(_STEMMERS[language])
        self._stemming = threading.Lock()  # a stemmer keeps the word at hand in itself
        self._exact: set[str] = set()
        self._beginnings: set[str] = set()
        self._endings: set[str] = set()
        self._parts: set[str] = set()
        self._stems: dict[str, set[str]] = {}
        self._last_stems: dict[str, set[str]] = {}
        self.atoms = lru_cache(_REMEMBERED)(self._atoms)

    def add(self, pattern: str) -> str:
        """Make a pattern known; returns it as the atom by which words answer."""
        self.atoms.cache_clear()
        bare = pattern.strip("*").removeprefix("~")
        if "~" in pattern:
            stems = self._last_stems if pattern.startswith("*") else self._stems
            stems.setdefault(self.stem(bare), set()).add(pattern)
        elif pattern.startswith("*") and pattern.endswith("*"):
            self._parts.add(bare)
        elif pattern.startswith("*"):
            self._endings.add(bare)
        elif pattern.endswith("*"):
            self._beginnings.add(bare)
        else:
            self._exact.add(bare)
        return pattern

    def stem(self, word: str) -> str:
        """The word without its endings."""
        with self._stemming:
            return self._stemmer.stemWord(word)

    def _atoms(self, word: str) -> frozenset[str]:
        if word.isdigit():
            return frozenset({"#", word, "#year"} if _YEAR.fullmatch(word) else {"#", word})
        if len(word) > _LONGEST_WORD:
            return frozenset()
        atoms = {word} & self._exact
        for cut in range(1, len(word) + 1):
            if word[:cut] in self._beginnings:
                atoms.add(word[:cut] + "*")
            if word[-cut:] in self._endings:
                atoms.add("*" + word[-cut:])
        atoms.update(f"*{part}*" for part in self._parts if part in word)
        stem = self.stem(word)
        atoms.update(self._stems.get(stem, ()))
        for cut in range(1, len(stem) + 1):
            atoms.update(self._last_stems.get(stem[-cut:], ()))
        return frozenset(atoms)

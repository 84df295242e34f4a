"""Rules on length and volume. They need no words, so they hold in every language."""

import re

from surveys.coach.reading import Text

MOST_WORDS, MOST_WORDS_IN_FINNISH = 25, 18
MOST_CHARACTERS = 180
MOST_LIX, MOST_LIX_IN_FINNISH = 60, 95
FEWEST_WORDS_FOR_LIX = 8
LONG_WORD_LETTERS = 6
SHOUTED_LETTERS = 4

_SENTENCE_SIGNS = re.compile(r"[.!?:]")


def too_long(text: Text) -> tuple[int, int] | None:
    """More words than one breath holds, or more than two lines."""
    most = MOST_WORDS_IN_FINNISH if text.language == "fi" else MOST_WORDS
    is_long = len(_written_words(text)) > most or len(text.plain) > MOST_CHARACTERS
    return text.whole if is_long else None


def hard_to_read(text: Text) -> tuple[int, int] | None:
    """Long words and officialese, measured as LIX."""
    words = _written_words(text)
    most = MOST_LIX_IN_FINNISH if text.language == "fi" else MOST_LIX
    is_hard = len(words) >= FEWEST_WORDS_FOR_LIX and _lix(text, words) > most
    return text.whole if is_hard else None


def shouting(text: Text) -> tuple[int, int] | None:
    """Two exclamation marks, or a word of four letters or more in capitals. Short abbreviations are no shouting."""
    for word in text.words:
        letters = [letter for letter in word.written if letter.isalpha()]
        if len(letters) >= SHOUTED_LETTERS and all(letter.isupper() for letter in letters):
            return (word.start, word.end)
    if text.written.count("!") >= 2:
        return (text.written.index("!"), text.written.rindex("!") + 1)
    return None


def _lix(text: Text, words: list[str]) -> float:
    """LIX = words per sentence, plus long words in a hundred."""
    sentences = max(1, len(_SENTENCE_SIGNS.findall(text.plain)))
    long_words = sum(1 for word in words if sum(map(str.isalpha, word)) > LONG_WORD_LETTERS)
    return len(words) / sentences + 100 * long_words / len(words)


def _written_words(text: Text) -> list[str]:
    """What stands between spaces and has a letter or a digit."""
    return [word for word in text.plain.split() if any(map(str.isalnum, word))]

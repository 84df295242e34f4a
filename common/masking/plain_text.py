"""The text as masking reads it: one sort of space, dash and digit, nothing invisible, letters composed.

Every character keeps its way back to the original, because what is found here is cut out there.
"""

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
HIDDEN = "\0"


@dataclass(frozen=True)
class Word:
    """One word and where it stands; hyphens and apostrophes inside it belong to it."""

    start: int
    end: int
    text: str
    folded: str

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


class PlainText:
    """A text made plain. In `text`, what has been found is blank: it is found once."""

    def __init__(self, original: str):
        self.length = len(original)
        characters, self._origins = _made_plain(original)
        self.text = "".join(characters)

    def hide(self, found: list[tuple[int, int, str]]) -> None:
        """Blank out found pieces, so that later searches neither see them nor see across them."""
        pieces, position = [], 0
        for start, end, _kind in sorted(found):
            pieces += [self.text[position:start], HIDDEN * (end - start)]
            position = end
        self.text = "".join([*pieces, self.text[position:]])

    def in_original(self, start: int, end: int) -> tuple[int, int]:
        """The same piece in the original, with the invisible characters that stood inside it."""
        after = self._origins[end] if end < len(self._origins) else self.length
        return self._origins[start], after

    def words(self) -> list[Word]:
        return [Word(m.start(), m.end(), m[0], m[0].casefold()) for m in WORD.finditer(self.text)]


def _made_plain(original: str) -> tuple[list[str], list[int]]:
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(original):
        if character.isascii():
            plain = character
        elif unicodedata.combining(character) and characters:
            composed = unicodedata.normalize("NFC", characters[-1] + character)
            if len(composed) == 1:
                characters[-1] = composed
                continue
            plain = character
        else:
            plain = _plain(character)
        if plain:
            characters.append(plain)
            origins.append(index)
    return characters, origins


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.digit(character))
    if category == "Zs":
        return " "
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Cf":
        return ""
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character

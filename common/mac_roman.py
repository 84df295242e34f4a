"""Telling lists that an old Mac wrote (Mac Roman) from those of Windows (Windows-1252).

Both give every byte a sign, so only the words can tell: "Søren" from a Mac is "S¿ren" read as Windows, and "Søren"
from Windows is "S¯ren" read as Mac. Where a word makes sense both ways ("Œuvre", "Štefan", "Dušan"), it tells nothing.
"""

import re
from itertools import islice

_WORD = re.compile(rb"[A-Za-z\x80-\xff]{2,60}")
_LETTERS = frozenset("åäöøæéüÅÄÖØÆ")
_MOST_WORDS = 50_000  # to be looked at
_SIGNS_AFTER_WORDS = b"\x80\x83\x85\x86\xae"  # € ƒ … † ®, as in "EUR€" and "ACME®"; on a Mac Ä É Ö Ü Æ
_CELL_END = re.compile(rb'[\r\n;,\t"]')
_INVERTED_QUESTION_MARK, _ELLIPSIS = b"\xbf", b"\x85"
_CONSONANT = "bcdfghjklmnpqrstvwxz"
# š among consonants is a Mac's ö ("Bjšrn"), but not in Krško, Aukštaitis, Pštross, Hiršman or Kiršner.
_O_WITH_DOTS = re.compile(
    rf"šš|[{_CONSONANT}](?<![klnpr])š[{_CONSONANT}]|[klnp]š(?![kt])[{_CONSONANT}]"
    rf"|[{_CONSONANT}]rš(?![kt])[{_CONSONANT}]|rš(?![ktmnlf])[{_CONSONANT}]"
)


def is_mac_roman(content: bytes) -> bool:
    """Whether more words of these bytes, which are no UTF-8, make sense as Mac Roman only than as Windows-1252 only."""
    return sum(_tells(content, word) for word in islice(_WORD.finditer(content), _MOST_WORDS)) > 0


def _tells(content: bytes, found: re.Match[bytes]) -> int:
    """1 where the word can only be a Mac's, -1 where it can only be Windows', 0 where nobody knows."""
    word = found[0].rstrip(_SIGNS_AFTER_WORDS)
    if len(word) < 2 or word.isascii():
        return 0
    on_windows, on_mac = word.decode("cp1252", errors="replace"), word.decode("mac_roman")
    makes_sense_on_mac = _is_word(on_mac) and all(letter.isascii() or letter in _LETTERS for letter in on_mac)
    if not _is_word(on_windows):
        return int(makes_sense_on_mac and _may_begin_so(content, found))
    if not makes_sense_on_mac:
        return -1 if not _is_word(on_mac) or any(letter in _LETTERS for letter in on_windows) else 0
    return int(bool(_O_WITH_DOTS.search(on_windows.lower())))


def _is_word(text: str) -> bool:
    """Letters alone, cased as words are: "jul", "Jul" or "JUL"."""
    return text.isalpha() and (text.islower() or text.isupper() or (text[0].isupper() and text[1:].islower()))


def _may_begin_so(content: bytes, found: re.Match[bytes]) -> bool:
    """Whether the first sign can be a letter here: not "3¾h", "¿como" or "Thanks …and more", but "Eva …berg"."""
    before = content[max(0, found.start() - 60) : found.start()]
    if before[-1:].isdigit() or found[0].startswith(_INVERTED_QUESTION_MARK):
        return False
    if not found[0].startswith(_ELLIPSIS):
        return True
    cell = _CELL_END.split(before)[-1] + _CELL_END.split(content[found.start() : found.end() + 60])[0]
    return not any(word[:1].islower() for word in cell.split())

"""One way to compare what people typed: addresses and searched text alike.

Done in Python and stored, because SQLite's LIKE does not match Å to å.
"""

import unicodedata

_INVISIBLE_AT_THE_EDGES = "\u200b\u200c\u200d\u2060\ufeff\u00ad"


def normalise_email(address: str | None) -> str:
    """The form in which two spellings of one mail address are equal; empty when there is none.

    Trimmed (also of the invisible characters that come along when pasting), casefolded, NFC. It does not
    judge whether the address is a possible one: `reading_csv.looks_like_email` does.
    """
    if not address:
        return ""
    return _folded(_trimmed(address))


def search_text(*parts: str | None) -> str:
    """The searchable form of some texts: casefolded, NFC, every run of white space one space.

    Fold what is searched for with the same function; then a plain "contains" finds Åre for "åre".
    """
    return " ".join(_folded(" ".join(part for part in parts if part)).split())


def _folded(text: str) -> str:
    # Casefolding may take a composed letter apart ("İ"), hence NFC on both sides of it.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _trimmed(text: str) -> str:
    before = None
    while before != text:
        before, text = text, text.strip().strip(_INVISIBLE_AT_THE_EDGES)
    return text

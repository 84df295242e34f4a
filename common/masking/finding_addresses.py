"""Where a person can be reached: mail addresses, names in networks, streets with a number."""

import re

from common.masking.plain_text import PlainText, Word
from common.masking.words import Words

_PIECE = re.compile(r"[\w.+'-]+|@|[(\[](?:at|a|snabel-?a|ät|krøllalfa)[)\]]", re.IGNORECASE)
_NUMBER_AFTER = re.compile(
    r",? \d{1,4}(?: ?[A-Za-zÅÄÖÆØåäöæø]\b)?(?:,? (?:\d{3} \d{2}|\d{4,5}) [A-ZÅÄÖÆØ][^\W\d_]{1,30})?"
)
_NUMBER_BEFORE = re.compile(r"\b\d{1,4}[A-Za-z]?,? $", re.ASCII)
_MOST_WORDS = 4


def find_mail_addresses(plain: PlainText) -> list[tuple[int, int, str]]:
    """Addresses, also with "(at)" for the sign, and @names. One pass over pieces: no pattern to lead astray."""
    pieces, found = list(_PIECE.finditer(plain.text)), []
    for index, sign in enumerate(pieces):
        if sign[0] != "@" and not sign[0].startswith(("(", "[")):
            continue
        before = pieces[index - 1] if index else None
        after = pieces[index + 1] if index + 1 < len(pieces) else None
        loose = 0 if sign[0] == "@" else 1
        if not after or after.start() - sign.end() > loose or not re.match(r"\w", after[0]):
            continue
        is_joined = before and before[0] != "@" and sign.start() - before.end() <= loose
        end = after.start() + len(after[0].rstrip(".'-"))
        if is_joined and not (before[0] + after[0]).isdigit():
            found.append((before.start(), end, "email"))
        elif sign[0] == "@" and after[0][0].isalpha():
            found.append((sign.start(), end, "name"))
    return _apart(found)


def find_streets(plain: PlainText, words: Words) -> list[tuple[int, int, str]]:
    """A street and its number, with post code and town when they follow: Storgatan 12 B, 123 45 Lund."""
    tokens, found = plain.words(), []
    for index, street in enumerate(tokens):
        if not street.folded.endswith(words.street_endings) or street.folded in words.not_streets:
            continue
        first = _first_of_the_name(tokens, index, plain.text)
        after = _NUMBER_AFTER.match(plain.text, street.end)
        start = tokens[first].start
        before = _NUMBER_BEFORE.search(plain.text, max(0, start - 8), start)
        if not (after or before) or not _is_a_street(street, words, is_named=first < index):
            continue
        start, end = before.start() if before else start, after.end() if after else street.end
        found.append((start, end, "address"))
    return _apart(found)


def _apart(found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """The same pieces with those made one that reach into each other (a@b@c)."""
    apart: list[tuple[int, int, str]] = []
    for start, end, kind in sorted(found):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]), apart[-1][2])
        else:
            apart.append((start, end, kind))
    return apart


def _is_a_street(street: Word, words: Words, *, is_named: bool) -> bool:
    """ "vägen 12 mil bort" is no address: a bare "road" needs a name before it."""
    if street.folded in words.street_endings:
        return is_named
    if street.is_capitalised:
        return True
    ending = max((end for end in words.street_endings if street.folded.endswith(end)), key=len)
    return len(ending) >= 3 and len(street.folded) - len(ending) >= 3 and ending not in ("plass", "plan", "ranta")


def _first_of_the_name(tokens: list[Word], index: int, text: str) -> int:
    """Index of the first capitalised word that belongs to the street's name: Karl Johans gate."""
    first = index
    while first > 0 and index - first < _MOST_WORDS - 1:
        previous = tokens[first - 1]
        if not previous.is_capitalised or text[previous.end : tokens[first].start] != " ":
            break
        first -= 1
    return first

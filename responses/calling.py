"""Telephone numbers in the organisation's own words, so that whoever needs one can press it.

A number that is missed costs some copying, a wrong one the call: digits that stand together are read as a whole, and
where they are not clearly one number of a Nordic country, Britain or abroad, they are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Each stands for one character, so that places in the text stay the same.
_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "\u2013": "-"})
_TOGETHER = re.compile(r"[+(]?[0-9](?:[0-9 ()-]*[0-9])?")
_PART_OF_MORE_BEFORE = re.compile(r"(?:[\w+-]|[0-9][.,:/])\Z")  # a word, a time of day, an amount, "112/1177"
_PART_OF_MORE_AFTER = re.compile(r"[\w-]|[.,:/][0-9]|[.,][^\W_]| ?(?:%|€|(?:kr|sek|dkk|nok|eur|euro?a?|km?|m)\b)", re.I)
_EMERGENCY = r"(?!(?:19|20)[0-9]{2}(?![0-9]))[19][0-9]{2,4}"  # 112, 1177, 90101, 999; no year
_SOCIAL = r"116 ?[0-9]{3}"  # the same all over Europe
# Of Denmark and Norway; neither a date nor two years.
_EIGHT = r"(?!(?:19|20)[0-9]{2} ?(?:19|20)?[0-9]{4}\Z)(?=(?:[0-9] ?){8}\Z)[2-9][0-9]+(?: [0-9]{2,4})*"
_WITH_AREA = r"(?=(?:[^0-9]*[0-9]){7,12}\Z)(?:0[0-9]{1,3}|\(0[0-9]{1,3}\))(?: ?-? ?[0-9]{2,8})(?: [0-9]{2,5})*"
_ABROAD = r"(?=(?:[^0-9]*[0-9]){8,15}\Z)\+[1-9][0-9]{0,2} ?(?:\(0\) ?)?[0-9]{1,4}-?[0-9]*(?: [0-9]{2,5})*"
_TOLL_FREE = r"1-[0-9]{3}-[0-9]{3}-[0-9]{4}"
_FROM_TILL = re.compile(r"[0-2][0-9][0-5][0-9]-[0-2][0-9][0-5][0-9]")  # "0800-1700"
_NUMBER = re.compile("|".join((_SOCIAL, _EMERGENCY, _EIGHT, _WITH_AREA, _ABROAD, _TOLL_FREE)))

_HOUR = "(?:[01]?[0-9]|2[0-4])"
_WITH_HOURS = re.compile(rf"({_SOCIAL}|{_EMERGENCY}) {_HOUR}-{_HOUR}")  # "116 111 14-21"
_WITH_HOW_MANY = re.compile(rf"({_SOCIAL}|{_EMERGENCY}) {_HOUR}")  # "1177 24 timmar om dygnet"
_OF_HOURS = re.compile(r" (?:h|t|tim|timmar|timer|tuntia|hours?)\b(?!\.)")


@dataclass(frozen=True)
class Telephone:
    """Where it stands in the text, and what is dialled: digits, after a + where it says its country."""

    start: int
    end: int
    dialled: str


def telephones_in(text: str) -> Iterator[Telephone]:
    """In their order."""
    text = text.translate(_PLAIN)
    for together in _TOGETHER.finditer(text):
        start = together.start() + (together[0][0] == "(" and ")" not in together[0])  # "(113)" is 113
        before, digits, after = text[:start][-2:], text[start : together.end()], text[together.end() :][:12]
        if _PART_OF_MORE_BEFORE.search(before) or _PART_OF_MORE_AFTER.match(after):
            continue
        number = _without_hours(digits, after)
        if _NUMBER.fullmatch(number) and not _FROM_TILL.fullmatch(number):
            yield Telephone(start, start + len(number), re.sub(r"[^0-9+]", "", number.replace("(0)", "")))


def _without_hours(digits: str, after: str) -> str:
    """A short number without the opening hours behind it. After a long one, they could be its end: empty then."""
    says_how_many = _OF_HOURS.match(after)
    found = (_WITH_HOW_MANY if says_how_many else _WITH_HOURS).fullmatch(digits)
    if found:
        return found[1]
    return "" if says_how_many else digits

"""Numbers and days as people write them, by the habits of their language; and written back in the same way."""

import re
from datetime import date
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from django.utils import dates, formats, translation

from surveys.question_kinds import MAX_DECIMALS, MAX_DIGITS

_LAST_DECIMAL = Decimal(1).scaleb(-MAX_DECIMALS)
_AS_STORED = Context(prec=MAX_DIGITS + MAX_DECIMALS)
WRITTEN_WITH_A_POINT = {"en"}  # the others write 1,5 and may write 1.500 for one thousand five hundred
_SPACES = " \u00a0\u2009\u202f'’"
_SIGN = re.compile(r"^[+\-−–]")
_GROUPED = re.compile(rf"\d{{1,3}}(?:[{_SPACES}]\d{{3}})+")
_PLAIN = re.compile(r"\d*(?:\.\d+)?")
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ]{1,2}(\d{1,2})[-/. ]{1,2}(\d{4})")
_DAY_AND_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th|:?[ea])?[. ]*([^\W\d]+)[., ]*(\d{4})")
_NAME_AND_DAY = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?[, ]+(\d{4})")


def number_in(text: str, language: str) -> Decimal | None:
    """The number somebody wrote: 1,5 or 1.5, 1 500 or 1500, and a thousand sign where the language has one.

    None for anything else, so that nothing is guessed: "3-4", "about 5", "1e5".
    """
    text = text.strip()
    is_negative = text[:1] in {"-", "−", "–"}
    text = _ungrouped(_SIGN.sub("", text).strip(), language)
    if not text or not _PLAIN.fullmatch(text):
        return None
    return -Decimal(text) if is_negative else Decimal(text)


def is_number(text: str) -> bool:
    """Whether somebody somewhere writes a number so, of whatever length."""
    return any(number_in(text, language) is not None for language in ("en", "sv"))


def fits(number: Decimal) -> bool:
    """Whether the number can be stored as it is."""
    try:
        return number == number.quantize(_LAST_DECIMAL, context=_AS_STORED)
    except InvalidOperation:
        return False


def written(number: Decimal, *, grouped: bool = False) -> str:
    """The number in the current language's habits, without idle zeros: "1,5"."""
    plain = f"{number.normalize():f}" if number else "0"
    if grouped:
        return formats.number_format(Decimal(plain), use_l10n=True, force_grouping=True)
    return plain.replace(".", formats.get_format("DECIMAL_SEPARATOR"))


def day_in(text: str, language: str) -> date | None:
    """The day somebody wrote: 2026-11-05, 5.11.2026, 5/11 2026, 5 November 2026. None for anything else.

    A day comes before its month where both are numbers, as in all our languages' own countries.
    """
    text = text.strip().casefold()
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found[1], found[3], found[4])
    if found := _DAY_FIRST.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if found := _DAY_AND_NAME.fullmatch(text):
        return _day(found[3], _months(language).get(found[2]), found[1])
    if found := _NAME_AND_DAY.fullmatch(text):
        return _day(found[3], _months(language).get(found[1]), found[2])
    return None


def _ungrouped(text: str, language: str) -> str:
    """The digits with a point as the decimal sign and no other sign."""
    head, sign, tail = _split(text, "." if language in WRITTEN_WITH_A_POINT else ",")
    if _GROUPED.fullmatch(head):
        head = re.sub(rf"[{_SPACES}]", "", head)
    return f"{head}.{tail}" if sign else head


def _split(text: str, decimal_sign: str) -> tuple[str, str, str]:
    """What stands before and after the decimal sign, with the thousand signs taken out of what stands before."""
    other = "," if decimal_sign == "." else "."
    grouped = re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(other)}\d{{3}})+")
    head, sign, tail = text.partition(decimal_sign)
    if grouped.fullmatch(head):
        return head.replace(other, ""), sign, tail
    return text.partition(other) if not sign else (head, sign, tail)


def _day(year: str, month: str | int | None, day: str) -> date | None:
    try:
        return date(int(year), int(month or 0), int(day))
    except ValueError:
        return None


@lru_cache(maxsize=8)
def _months(language: str) -> dict[str, int]:
    """The months by their names in this language: in full, shortened, and as they stand in a date."""
    with translation.override(language):
        named = [(number, name) for names in (dates.MONTHS, dates.MONTHS_ALT) for number, name in names.items()]
        named += [(number, name) for number, name in dates.MONTHS_3.items()]
        return {str(name).casefold().rstrip("."): number for number, name in named}

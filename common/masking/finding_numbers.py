"""Digits that lead to a person: personal numbers of four countries, payment cards, telephones.

Ordinary dates, years, times, prices and room numbers are put aside first and stay readable; of what remains, seven
digits or more are masked, because a number too many hidden is better than one too few.
"""

import re

from common.masking.plain_text import HIDDEN, PlainText
from common.masking.words import patterns

PERSONAL_NUMBERS = {
    "sv": "sv_personal_number",
    "da": "da_cpr",
    "nb": "nb_fodselsnummer",
    "fi": "fi_henkilotunnus",
}
FEWEST_DIGITS = 7
_RUN = re.compile(r"(?:\+ ?)?(?:\((?=\d{1,5}\)))?\d(?:[ ()/.\-]{0,3}\d)*", re.ASCII)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20)\d\d"
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d"
_MONEY = r"(?:kr\b|kronor\b|kroner\b|kruunua\b|sek\b|dkk\b|nok\b|eur\b|usd\b|gbp\b|euro|pounds?\b|[€$£]|:-|,-)"
_THOUSANDS = r"[1-9]\d{0,2}(?:[ .]\d{3}){1,4}|[1-9]\d{0,6}"
_READABLE = re.compile(
    "|".join(
        [
            rf"(?<![\d-]){_YEAR}[-/.]{_MONTH}[-/.]{_DAY}(?!-?\d)",
            rf"(?<![\d-]){_DAY}[-/.] ?{_MONTH}[-/.] ?{_YEAR}(?!-?\d)",
            rf"(?<![\d-]){_YEAR} ?[-/] ?{_YEAR}(?![-/ ]?\d)",
            rf"(?<![\d.-]){_CLOCK} ?- ?{_CLOCK}(?!-|\.?\d)",
            rf"(?<![\d+(/.-])(?<!\d )(?:{_THOUSANDS})(?:,\d\d)?(?: ?- ?(?:{_THOUSANDS})(?:,\d\d)?)? ?{_MONEY}",
            rf"(?:[€$£]|\b(?:sek|dkk|nok|eur)) ?(?:{_THOUSANDS})(?![\d-])",
            r"\b(?:rum|rummet|rom|rommet|værelse|huone|huoneessa|room)(?: nr\.?)? \d{1,4}(?:-\d{1,4})?\b",
        ]
    ),
    re.ASCII | re.IGNORECASE,
)


def find_numbers(plain: PlainText, *, language: str) -> list[tuple[int, int, str]]:
    """Pieces (start, end, kind) of the plain text, none across another."""
    text, found = plain.text, []
    for with_letter in patterns()["fi_henkilotunnus"].finditer(text):
        found.append((with_letter.start(), with_letter.end(), "personal_number"))
    text = patterns()["fi_henkilotunnus"].sub(_blank, text)
    for run in _RUN.finditer(_READABLE.sub(_blank, text)):
        digits = re.sub(r"\D", "", run[0])
        if len(digits) >= FEWEST_DIGITS:
            found.append((run.start(), run.end(), _kind(run[0], digits, language)))
    return found


def _blank(found: re.Match) -> str:
    return HIDDEN * len(found[0])


def passes_luhn(digits: str) -> bool:
    """The check digit of payment cards and Swedish personal numbers."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _kind(written: str, digits: str, language: str) -> str:
    if _is_personal(written, digits, language):
        return "personal_number"
    if len(digits) > 15 or (len(digits) >= 13 and passes_luhn(digits)):
        return "card"
    return "phone"


def _is_personal(written: str, digits: str, language: str) -> bool:
    """Whether to call it a personal number; a telephone that could be one is masked all the same."""
    if written.startswith(("+", "00")):
        return False
    if re.fullmatch(r"(?:\d\d)?\d{6} ?[-+] ?\d{4,5}", written, re.ASCII):
        return _matches_any(digits)
    own = PERSONAL_NUMBERS.get(language)
    if own and patterns()[own].fullmatch(digits):
        return not (language == "sv" and digits[:2] == "07" and not passes_luhn(digits))
    return not digits.startswith("0") and len(digits) in (10, 11, 12) and _matches_any(digits)


def _matches_any(digits: str) -> bool:
    return any(patterns()[name].fullmatch(digits) for name in PERSONAL_NUMBERS.values())

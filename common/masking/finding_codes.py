"""Codes that lead to a person: account numbers (IBAN), and number plates where a vehicle is spoken of."""

import re

from common.masking.plain_text import PlainText

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.ASCII)
_PLATE = re.compile(r"\b(?:[A-ZÅÄÖÆØ]{3}[ -]?\d{2}[0-9A-Z]|[A-Z]{2} ?\d{5})\b")
_VEHICLE = re.compile(
    r"\b(?:bil|bilen|taxi|taxin|taxien|taksi|drosje|drosjen|reg|regnr|registrerings\w*|nummerplade\w*|nummerplate\w*|"
    r"skylten|skiltet|auto|auton|autoni|rekisteri\w*|car|cab|van|plate|registration)\b[^.!?\n]{0,30}$",
    re.IGNORECASE,
)
_AS_FAR_BACK = 60


def find_codes(plain: PlainText) -> list[tuple[int, int, str]]:
    """Pieces (start, end, kind) of the plain text, none across another."""
    text = plain.text
    found = [(one.start(), one.end(), "card") for one in _IBAN.finditer(text) if passes_mod_97(one[0])]
    for plate in _PLATE.finditer(text):
        is_free = all(plate.end() <= start or end <= plate.start() for start, end, _kind in found)
        if is_free and _VEHICLE.search(text[max(0, plate.start() - _AS_FAR_BACK) : plate.start()]):
            found.append((plate.start(), plate.end(), "other"))
    return found


def passes_mod_97(account: str) -> bool:
    """The check digits of an IBAN (ISO 13616)."""
    turned = "".join(account.split())
    turned = turned[4:] + turned[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1

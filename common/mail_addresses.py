"""What a mail address may look like, strictly: it goes into headers and on to a mail server."""

import re
import unicodedata
from functools import lru_cache

LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_{}~-]+"
_LOCAL_PART = re.compile(rf"{_ATOM}(?:\.{_ATOM})*", re.ASCII)
_LABEL = re.compile(r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?")
_SPELLED = {"å": "a", "ä": "a", "ö": "o", "ø": "o", "æ": "ae", "ð": "d", "þ": "th", "ß": "ss", "œ": "oe", "ł": "l"}
_NAMED = re.compile(r'"?(?P<name>[^"<>@]{0,200}?)"?\s{0,5}<\s{0,5}(?P<address>[^<>\s]{1,320})\s{0,5}>')


def looks_like_email(address: str) -> bool:
    """Whether mail can be sent to it: one plain address, at most 254 characters, nothing around it.

    No line end, control character or space passes (they could add headers), no quoted local part, no
    bare host or number, nothing a spreadsheet would take for a formula. Letters like ö may stand in the domain only.
    """
    if not 6 <= len(address) <= LONGEST_ADDRESS or address[0] in "=+-'" or address.count("@") != 1:
        return False
    local, _, domain = address.partition("@")
    return len(local) <= LONGEST_LOCAL_PART and bool(_LOCAL_PART.fullmatch(local)) and _is_a_domain(domain)


def letters_to_spell(address: str) -> dict[str, str]:
    """{letter: how addresses spell it} where letters like å before the @ are all that is wrong; else empty."""
    local, at, domain = unicodedata.normalize("NFC", address).lower().partition("@")
    spelled = {letter: _spelled(letter) for letter in dict.fromkeys(local) if not letter.isascii()}
    plain = "".join(spelled.get(letter, letter) for letter in local)
    return spelled if all(spelled.values()) and looks_like_email(f"{plain}{at}{domain}") else {}


def _spelled(letter: str) -> str:
    """With the letters of addresses; empty where nobody knows how."""
    bare = unicodedata.normalize("NFD", letter)[:1]
    return _SPELLED.get(letter) or (bare if bare.isascii() and bare.isalpha() else "")


@lru_cache(maxsize=2048)  # the people of one list have few different ones
def _is_a_domain(domain: str) -> bool:
    labels = domain.split(".")
    if len(labels) < 2 or not all(_LABEL.fullmatch(label) for label in labels):
        return False
    if len(labels[-1]) < 2 or any(character.isdigit() for character in labels[-1]):
        return labels[-1].casefold().startswith("xn--")
    try:
        return len(domain.encode("idna")) <= 253
    except UnicodeError:
        return False


def name_and_address(written: str) -> tuple[str, str]:
    """ "Carl Berg <carl@example.org>" taken apart; a name of "" when there is only an address or something else."""
    written = written.strip()
    if found := _NAMED.fullmatch(written):
        return found["name"].strip(), found["address"]
    return "", written.removeprefix("mailto:").removeprefix("<").removesuffix(">").strip()

"""Guessing what the columns of a list are: by their headings, or by what the first lines hold."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from common import list_headings
from common.csv_records import Record
from common.list_headings import EMAIL, KEEP, LANGUAGE, NAME
from common.mail_addresses import looks_like_email, name_and_address

MOST_COLUMNS = 100
LOOKED_AT = 50  # lines that decide what a column holds
_LANGUAGES = frozenset(["sv", "da", "nb", "fi", "en"])
_HEADING = re.compile(r"[^\W\d_]{1,30}(?:[ _/-][^\W\d_]{1,30}){0,4}")
_BETWEEN_ADDRESSES = re.compile(r"[\s;,]+")
_NAMED_ADDRESS = re.compile(r"([^<>]*)<([^<>]*)>")


def is_header(good: Sequence[Record]) -> bool:
    """Whether the first line has headings: no address in it, and words that are or look like headings."""
    cells = [cell for cell in good[0].cells if cell]
    if any("@" in cell for cell in cells):
        return False
    if any(list_headings.is_known(cell) for cell in cells):
        return True
    if not all(_HEADING.fullmatch(cell) for cell in cells):
        return False
    addresses = _address_column(good[1:], ()) if any(map(_has_address, good[1:LOOKED_AT])) else None
    return addresses is not None and bool("".join(good[0].cells[addresses : addresses + 1]))


def _has_address(record: Record) -> bool:
    return any(cell and addresses_in([cell]) for cell in record.cells)


def guessed_roles(body: Sequence[Record], header: tuple[str, ...], is_kept: Callable[[str], bool]) -> list[str]:
    """A role for each column: of its heading, or of what it holds. Without EMAIL where no column has addresses."""
    addresses = _address_column(body, header)
    if header:
        roles = list_headings.roles_of(header)
        roles = [
            KEEP if not role and heading and is_kept(heading) else role
            for role, heading in zip(roles, header, strict=True)
        ]
        roles = ["" if role == EMAIL else role for role in roles]  # the addresses may stand elsewhere
    else:
        roles = _roles_by_content(body, addresses)
    if addresses is not None:
        roles += [""] * (addresses + 1 - len(roles))
        roles[addresses] = EMAIL
    return roles


def _address_column(body: Sequence[Record], header: tuple[str, ...]) -> int | None:
    """Where the addresses are: where most are, or where the headings say, or in the only column; else None."""
    counts: Counter[int] = Counter()
    for record in body[:LOOKED_AT]:
        counts.update(place for place, cell in enumerate(record.cells) if addresses_in([cell]))
    named = [place for place, cell in enumerate(header) if list_headings.says_email(cell)]
    if counts:
        return max(counts, key=lambda place: (counts[place], place in named, -place))
    if named:
        return named[0]
    return 0 if max((len(record.cells) for record in body), default=1) == 1 else None


def _roles_by_content(body: Sequence[Record], addresses: int | None) -> list[str]:
    roles: list[str] = []
    for place in range(min(max((len(record.cells) for record in body), default=0), MOST_COLUMNS)):
        held = held_in(body, place)
        if held and all(cell.casefold() in _LANGUAGES for cell in held) and LANGUAGE not in roles:
            roles.append(LANGUAGE)
        elif place != addresses and NAME not in roles and _are_mostly_words(held):
            roles.append(NAME)
        else:
            roles.append("")
    return roles


def held_in(body: Sequence[Record], place: int) -> list[str]:
    """The cells of a column in the first lines, without empty ones."""
    return [r.cells[place] for r in body[:LOOKED_AT] if place < len(r.cells) and r.cells[place]]


def _are_mostly_words(held: Sequence[str]) -> bool:
    return 2 * sum(1 for cell in held if not re.search(r"[\d@]", cell)) > len(held)


def addresses_in(cells: Sequence[str]) -> list[tuple[str, str]]:
    """The (name, address) pairs of cells that hold addresses and nothing else; empty if any cell holds more."""
    found: list[tuple[str, str]] = []
    for cell in cells:
        pieces = _pieces(cell)
        if not all(looks_like_email(address) for _name, address in pieces):
            return []
        found += pieces
    return found


def _pieces(cell: str) -> list[tuple[str, str]]:
    """The (name, address) pairs a cell seems to hold, one after another; whether they are addresses is not judged."""
    if "<" not in cell:
        return [name_and_address(piece) for piece in _BETWEEN_ADDRESSES.split(cell) if piece]
    if _NAMED_ADDRESS.sub("", cell).strip(" ,;"):
        return [("", cell)]
    return [(name.strip(' ,;"'), address.strip()) for name, address in _NAMED_ADDRESS.findall(cell)]

"""Reading lists of people as they are: pasted from a mail, exported from a spreadsheet, in any usual encoding.

Nothing in the content raises. What cannot be used is told line by line, and a list that cannot be used at all is
told by a `Refusal`. Both carry codes; the page that shows them has the words.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from common.casefolding import search_text
from common.csv_records import BadLine, Record, declared_separator, excerpt, guessed_separator, records
from common.decoding import decode, is_no_text
from common.mail_addresses import looks_like_email, name_and_address

__all__ = ["BadLine", "Reading", "Refusal", "Row", "looks_like_email", "read"]

MOST_ROWS = 20_000
MOST_BYTES = 5 * 1024 * 1024
LOOKED_AT = 50  # lines that decide what a column holds
HEADINGS = {
    "email": "email;e-mail;mail;e-post;epost;e-postadress;epostadress;mailadress;mailadresse;e-mailadresse;"
    "e-postadresse;epostadresse;sähköposti;sähköpostiosoite;address;email address;e-mail address",
    "name": "name;namn;navn;nimi;full name;förnamn;fornavn;etunimi;kund;kunde;asiakas;customer",
    "language": "language;språk;sprog;kieli;lang",
    "unit": "unit;enhet;enhed;yksikkö;hotell;hotel;hotelli;klinik;klinikk;klinikka",
}
_COLUMN_OF = {heading: column for column, headings in HEADINGS.items() for heading in headings.split(";")}
_LANGUAGES = frozenset(["sv", "da", "nb", "fi", "en"])
_LINE_END = re.compile(r"\r\n|\r|\n")
_HEADING = re.compile(r"[^\W\d_]{1,30}(?:[ _/-][^\W\d_]{1,30}){0,4}")
_BETWEEN_ADDRESSES = re.compile(r"[\s;,]+")
_NAMED_ADDRESS = re.compile(r"([^<>]*)<([^<>]*)>")


@dataclass(frozen=True)
class Refusal:
    """Why nothing of the list was used. Codes: empty, not_text, too_large, too_many_rows, no_address_column.

    `limit` and `found` are bytes or rows where a limit was passed, else 0.
    """

    reason_code: str
    limit: int = 0
    found: int = 0


@dataclass(frozen=True)
class Row:
    """One person of the list. `email` is as written and may be anything, also empty.

    `values` are the other cells that hold something, by column: name, language, unit where they are known, else
    the heading casefolded, or column_3 where there is no heading.
    """

    line: int
    email: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What was read. `header` is empty when the first line was already a person. A refusal leaves no rows."""

    rows: tuple[Row, ...] = ()
    bad_lines: tuple[BadLine, ...] = ()
    refusal: Refusal | None = None
    header: tuple[str, ...] = ()


def read(source: bytes | str) -> Reading:
    """Read an uploaded file (bytes) or pasted text. Whether addresses are valid or told twice, the caller judges.

    The first line counts as headings only if it has no address and looks like headings; without headings the
    column with the addresses is found by looking. A line of nothing but addresses is as many people.
    """
    size = len(source) if isinstance(source, bytes) else len(source.encode("utf-8", errors="surrogatepass"))
    if size > MOST_BYTES:
        return Reading(refusal=Refusal("too_large", limit=MOST_BYTES, found=size))
    if isinstance(source, bytes) and is_no_text(source):
        return Reading(refusal=Refusal("not_text"))
    text = decode(source) if isinstance(source, bytes) else source
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    declared = declared_separator(lines[0])
    first = 1 if declared else 0
    found = sum(1 for line in lines[first:] if line.strip())
    if found > MOST_ROWS + 1:  # one may be the headings
        return Reading(refusal=Refusal("too_many_rows", limit=MOST_ROWS, found=found))
    separator = declared or guessed_separator(lines[first:])
    return _people(*records(lines, separator=separator, first=first))


def _people(good: list[Record], bad: list[BadLine]) -> Reading:
    if not good:
        return Reading(bad_lines=tuple(bad), refusal=None if bad else Refusal("empty"))
    header = good[0].cells if _is_header(good) else ()
    body = good[1:] if header else good
    addresses = _address_column(body, header)
    if addresses is None:
        return Reading(bad_lines=tuple(bad), refusal=Refusal("no_address_column"), header=header)
    columns = _columns(body, header, addresses)
    rows: list[Row] = []
    for record in body:
        if header and any(record.cells[len(header) :]):
            bad.append(BadLine(record.line, "too_many_columns", excerpt(" ".join(record.cells))))
        else:
            rows += _rows(record, columns, addresses)
    if len(rows) > MOST_ROWS:
        return Reading(refusal=Refusal("too_many_rows", limit=MOST_ROWS, found=len(rows)), header=header)
    return Reading(tuple(rows), tuple(sorted(bad, key=lambda line: line.line)), header=header)


def _is_header(good: Sequence[Record]) -> bool:
    cells = [cell for cell in good[0].cells if cell]
    if any("@" in cell for cell in cells):
        return False
    if any(search_text(cell) in _COLUMN_OF for cell in cells):
        return True
    look_like_headings = all(_HEADING.fullmatch(cell) for cell in cells)
    return look_like_headings and any(_addresses(record.cells) for record in good[1:LOOKED_AT])


def _address_column(body: Sequence[Record], header: tuple[str, ...]) -> int | None:
    """Where the addresses are: where most are, or where the headings say, or in the only column; else None."""
    counts: Counter[int] = Counter()
    for record in body[:LOOKED_AT]:
        counts.update(place for place, cell in enumerate(record.cells) if _addresses([cell]))
    named = [place for place, cell in enumerate(header) if _COLUMN_OF.get(search_text(cell)) == "email"]
    if counts:
        return max(counts, key=lambda place: (counts[place], place in named, -place))
    if named:
        return named[0]
    return 0 if max((len(record.cells) for record in body), default=1) == 1 else None


def _columns(body: Sequence[Record], header: tuple[str, ...], addresses: int) -> list[str]:
    """A name for each column: of its heading, or of what it holds."""
    if header:
        folded = [search_text(cell) for cell in header]
        return [_COLUMN_OF.get(heading, heading) or f"column_{n}" for n, heading in enumerate(folded, start=1)]
    columns: list[str] = []
    for place in range(max(len(record.cells) for record in body)):
        held = [r.cells[place] for r in body[:LOOKED_AT] if place < len(r.cells) and r.cells[place]]
        if held and all(cell.casefold() in _LANGUAGES for cell in held) and "language" not in columns:
            columns.append("language")
        elif place != addresses and "name" not in columns and _are_mostly_words(held):
            columns.append("name")
        else:
            columns.append(f"column_{place + 1}")
    return columns


def _are_mostly_words(held: Sequence[str]) -> bool:
    return 2 * sum(1 for cell in held if not re.search(r"[\d@]", cell)) > len(held)


def _rows(record: Record, columns: Sequence[str], addresses: int) -> Iterator[Row]:
    cells = [cell for cell in record.cells if cell]
    several = _addresses(cells)
    if len(several) > 1 and len(several) >= len(cells):
        for name, address in several:
            yield Row(record.line, address, {"name": name} if name else {})
        return
    written = record.cells[addresses] if addresses < len(record.cells) else ""
    name, address = name_and_address(written)
    values = {"name": name} if name else {}
    for place, (column, cell) in enumerate(zip(columns, record.cells, strict=False)):
        if place != addresses and cell:
            values.setdefault(column, cell)
    yield Row(record.line, address, values)


def _addresses(cells: Sequence[str]) -> list[tuple[str, str]]:
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

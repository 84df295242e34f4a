"""Reading lists of people as they are: pasted from a mail, exported from a spreadsheet, in any usual encoding.

Nothing in the content raises. What cannot be used is told line by line, and a list that cannot be used at all is
told by a `Refusal`. Both carry codes; the page that shows them has the words.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from common import list_headings
from common.casefolding import search_text
from common.csv_records import BadLine, Record, declared_separator, excerpt, fault_in, guessed_separator, records
from common.decoding import decode, is_no_text
from common.guessing_columns import LOOKED_AT, MOST_COLUMNS, addresses_in, guessed_roles, held_in, is_header
from common.list_headings import EMAIL, KEEP, LEAVE, NAME
from common.mail_addresses import looks_like_email, name_and_address

__all__ = ["BadLine", "Reading", "Refusal", "Row", "looks_like_email", "read"]

MOST_ROWS = 20_000
MOST_BYTES = 5 * 1024 * 1024
SAMPLES = 3  # of a column's cells, to show
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Refusal:
    """Why nothing of the list was used.

    Codes: empty, not_text, too_large, too_many_rows, too_many_columns, no_address_column. `limit` and `found` are
    bytes, rows or columns where a limit was passed, else 0.
    """

    reason_code: str
    limit: int = 0
    found: int = 0


@dataclass(frozen=True)
class Row:
    """One person of the list. `email` is as written and may be anything, also empty.

    `values` are the other cells that hold something, by what they are: name, language, unit, use_happened_at. Where
    nobody said what the columns are, unknown ones stand there too, by the heading casefolded, or as column_3 where
    there is no heading. `kept` are the cells of the columns to keep, by the heading as it is written.
    """

    line: int
    email: str
    values: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """One column of the list, to be shown: its heading (may be empty), what it is taken for, and some of its cells."""

    heading: str
    role: str  # one of those in list_headings; empty where nobody knows
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What was read. `header` is empty when the first line was already a person. A refusal leaves no rows."""

    rows: tuple[Row, ...] = ()
    bad_lines: tuple[BadLine, ...] = ()
    refusal: Refusal | None = None
    header: tuple[str, ...] = ()
    columns: tuple[Column, ...] = field(default=(), compare=False)


def read(
    source: bytes | str,
    *,
    roles: Sequence[str] | None = None,
    is_kept: Callable[[str], bool] = lambda heading: False,
) -> Reading:
    """Read an uploaded file (bytes) or pasted text. Whether addresses are valid or told twice, the caller judges.

    `roles` says what each column is; columns beyond them are left out. Without it the headings say so, or what the
    columns hold, and `is_kept` is asked of unknown headings. The first line counts as headings only if it has no
    address and looks like headings. A line of nothing but addresses is as many people.
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
    return _people(*records(lines, separator=separator, first=first), roles=roles, is_kept=is_kept)


def _people(
    good: list[Record], bad: list[BadLine], *, roles: Sequence[str] | None, is_kept: Callable[[str], bool]
) -> Reading:
    while good and not any("@" in cell for cell in good[0].cells) and any(map(fault_in, good[0].cells)):
        bad.append(_told(good.pop(0)))  # a line of formulas has no headings
    if not good:
        return Reading(bad_lines=tuple(bad), refusal=None if bad else Refusal("empty"))
    header = good[0].cells if is_header(good) else ()
    body = good[1:] if header else good
    if len(header) > MOST_COLUMNS:
        return Reading(refusal=Refusal("too_many_columns", limit=MOST_COLUMNS, found=len(header)), header=header)
    guessed = roles is None
    roles = guessed_roles(body, header, is_kept) if guessed else list(roles)
    if EMAIL not in roles:
        return Reading(
            bad_lines=tuple(bad),
            refusal=Refusal("no_address_column"),
            header=header,
            columns=_columns(body, header, roles),
        )
    line = _Line(header, tuple(roles), tells_all=guessed)
    rows: list[Row] = []
    for record in body:
        if fault := line.fault_in(record):
            bad.append(fault)
        else:
            rows += line.rows(record)
    if len(rows) > MOST_ROWS:
        return Reading(refusal=Refusal("too_many_rows", limit=MOST_ROWS, found=len(rows)), header=header)
    in_order = tuple(sorted(bad, key=lambda one: one.line))
    return Reading(tuple(rows), in_order, header=header, columns=_columns(body, header, roles))


def _told(record: Record) -> BadLine:
    return BadLine(record.line, next(filter(None, map(fault_in, record.cells))), excerpt(record.written))


class _Line:
    """How the lines of one list are read. `tells_all`: nobody said what the columns are, so unknown ones come along."""

    def __init__(self, header: tuple[str, ...], roles: tuple[str, ...], *, tells_all: bool) -> None:
        self.header, self.tells_all, self.email = header, tells_all, roles.index(EMAIL)
        self.kept: dict[int, str] = {}
        self.known: dict[int, str] = {}
        for place, role in enumerate(roles):
            heading = header[place] if place < len(header) else ""
            if role == KEEP:
                self.kept[place] = heading or f"{place + 1}"
            elif role not in ("", LEAVE, EMAIL):
                self.known[place] = role
        names = [place for place, role in self.known.items() if role == NAME]
        self.names = sorted(names, key=lambda place: list_headings.is_family_name("".join(header[place : place + 1])))
        self.used = {self.email, *self.kept, *self.known}

    def fault_in(self, record: Record) -> BadLine | None:
        """Why the line cannot be used; None when it can. Columns that are not read may hold what they like."""
        cells = record.cells
        if self.header and len(cells) > len(self.header) and any(cells[len(self.header) :]):
            return BadLine(record.line, "too_many_columns", excerpt(" ".join(cells)))
        if not self.header and len(cells) > MOST_COLUMNS and not addresses_in(cells):
            return BadLine(record.line, "too_wide", excerpt(record.written))
        reads_all = self.tells_all and not self.header
        for place, cell in enumerate(cells):
            if cell and (reads_all or place in self.used) and (code := fault_in(cell)):
                return BadLine(record.line, code, excerpt(record.written))
        return None

    def rows(self, record: Record) -> Iterator[Row]:
        cells = record.cells
        if record.written.count("@") > 1 and (self.tells_all or not self.header):
            filled = [cell for cell in cells if cell]
            several = addresses_in(filled)
            if len(several) > 1 and len(several) >= len(filled):
                for name, address in several:
                    yield Row(record.line, address, {"name": name} if name else {})
                return
        written = cells[self.email] if self.email < len(cells) else ""
        name, address = name_and_address(written)
        values = {"name": name} if name else {}
        told = [cells[place] for place in self.names if place < len(cells) and cells[place]]
        if told:
            values.setdefault("name", " ".join(told))
        for place, cell in enumerate(cells):
            if not cell or place == self.email:
                continue
            if place in self.known:
                values.setdefault(self.known[place], cell)
            elif self.tells_all and place not in self.kept:
                heading = search_text(self.header[place]) if place < len(self.header) else ""
                values.setdefault(heading or f"column_{place + 1}", cell)
        kept = {heading: cells[place] for place, heading in self.kept.items() if place < len(cells) and cells[place]}
        yield Row(record.line, address, values, kept)


def _columns(body: Sequence[Record], header: tuple[str, ...], roles: Sequence[str]) -> tuple[Column, ...]:
    wide = max((len(record.cells) for record in body[:LOOKED_AT]), default=0)
    count = len(header) or min(wide, MOST_COLUMNS)
    return tuple(
        Column(
            heading=header[place] if header else "",
            role=roles[place] if place < len(roles) else "",
            samples=tuple(dict.fromkeys(held_in(body, place)))[:SAMPLES],
        )
        for place in range(count)
    )

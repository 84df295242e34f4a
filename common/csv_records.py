"""Lines of a list taken apart into cells, one bad line at a time.

Written line by line around the standard reader, which would let one forgotten quote swallow the rest of a file.
"""

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

LONGEST_LINE = 5_000
LONGEST_CELL = 500
LONGEST_EXCERPT = 80
MOST_LINES_IN_QUOTES = 5
SEPARATORS = "\t;,"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_UNDECODABLE = re.compile("[\ufffd\ud800-\udfff]")
# A telephone may begin with a plus; a cell that begins like a sum and calls or points somewhere is a formula.
_BEGINS_A_FORMULA = frozenset("=@+-")
_FORMULA = re.compile(r"[=@]|[+-][^\d\s(].*[(|!]|[+-].*[|!]")


@dataclass(frozen=True)
class BadLine:
    """A line that could not be used, counted from 1. `excerpt` is its beginning, on one line.

    Codes: control_characters, undecodable, too_long, unbalanced_quotes, too_many_columns, formula, cell_too_long.
    """

    line: int
    reason_code: str
    excerpt: str


@dataclass(frozen=True)
class Record:
    """A line that could be read: its number, counted from 1, and its cells without white space around.

    What a cell holds is not judged here: a long remark in a column nobody reads must not cost the line.
    """

    line: int
    cells: tuple[str, ...]
    written: str = field(default="", compare=False, repr=False)


def fault_in(cell: str) -> str:
    """Why this cell cannot be used; empty when it can. A formula is told, and never worked out."""
    if len(cell) > LONGEST_CELL:
        return "cell_too_long"
    return "formula" if cell[:1] in _BEGINS_A_FORMULA and _FORMULA.match(cell) else ""


def declared_separator(first_line: str) -> str:
    """What a spreadsheet says with "sep=;" on a first line of its own; empty when it says nothing."""
    declared = re.fullmatch(r'"?sep=([;,\t])"?', first_line.strip(" "), re.IGNORECASE)
    return declared[1] if declared else ""


def guessed_separator(lines: Sequence[str]) -> str:
    """The separator that most lines agree upon; a comma when there is none (a lone column)."""
    sample = [re.sub(r'"[^"]*"', "", line[:LONGEST_LINE]) for line in lines[:200] if line.strip()][:50]
    best, most_agreeing = ",", 0
    for separator in SEPARATORS:
        counts = Counter(line.count(separator) for line in sample if separator in line)
        agreeing = max(counts.values(), default=0)
        if agreeing > most_agreeing:
            best, most_agreeing = separator, agreeing
    return best


def records(lines: Sequence[str], *, separator: str, first: int = 0) -> tuple[list[Record], list[BadLine]]:
    """The lines that can be read and those that cannot; empty ones are passed over. Never raises."""
    good: list[Record] = []
    bad: list[BadLine] = []
    index = first
    while index < len(lines):
        record, taken = _whole_record(lines, index, separator)
        number, index = index + 1, index + taken
        if not record.strip(f' \t\xa0"{separator}'):
            continue
        cells, reason = _read(record, separator)
        if reason:
            bad.append(BadLine(number, reason, excerpt(record)))
        else:
            good.append(Record(number, cells, record))
    return good, bad


def excerpt(record: str) -> str:
    """The beginning of a line, fit to be shown."""
    return " ".join(_CONTROL.sub(" ", record[: 4 * LONGEST_EXCERPT]).split())[:LONGEST_EXCERPT]


def _whole_record(lines: Sequence[str], index: int, separator: str) -> tuple[str, int]:
    """The line, with the next ones while a quoted cell goes on; the line alone when the quote never ends."""
    record, taken = lines[index], 1
    while '"' in record and len(record) <= LONGEST_LINE and _is_open(record, separator):
        if taken == MOST_LINES_IN_QUOTES or index + taken >= len(lines):
            return lines[index], 1
        record = f"{record}\n{lines[index + taken]}"
        taken += 1
    return (record, taken) if len(record) <= LONGEST_LINE else (lines[index], 1)


def _is_open(record: str, separator: str) -> bool:
    """Whether a quoted cell has begun and not ended. A quote inside a cell (5" tall) begins nothing."""
    is_quoted, at_cell_start = False, True
    for character in record:
        if is_quoted:
            is_quoted = character != '"'  # a doubled quote ends the cell and begins it again
            at_cell_start = character == '"'
        elif character == '"' and at_cell_start:
            is_quoted = True
        else:
            at_cell_start = character == separator or (at_cell_start and character == " ")
    return is_quoted


def _read(record: str, separator: str) -> tuple[tuple[str, ...], str]:
    """The cells, or why there are none."""
    if reason := _unreadable(record, separator):
        return (), reason
    if '"' not in record:
        return tuple([" ".join(cell.split()) for cell in record.split(separator)]), ""  # most lines, in half the time
    try:
        cells = next(csv.reader([record], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:  # a line end outside quotes, after quotes that only seemed to hold it
        return (), "unbalanced_quotes"
    return tuple(" ".join(cell.split()) for cell in cells), ""


def _unreadable(record: str, separator: str) -> str:
    if len(record) > LONGEST_LINE:
        return "too_long"
    if _CONTROL.search(record):
        return "control_characters"
    if _UNDECODABLE.search(record):
        return "undecodable"
    return "unbalanced_quotes" if '"' in record and _is_open(record, separator) else ""

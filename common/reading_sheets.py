"""A spreadsheet (.xlsx) becomes the text of a list: a line a row, tabs between the cells.

Nothing in it is ever worked out: a formula becomes its own words, "=A1&B1", and is then met as one. Neither pictures,
links nor macros are looked at. What would take long to unpack or to read is refused before it is read.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from common import workbooks
from common.csv_records import LONGEST_CELL
from common.reading_csv import MOST_COLUMNS, MOST_ROWS
from common.sheet_days import FROM_1900, FROM_1904

LIMITS = workbooks.Limits(
    unpacked_bytes=40 * 1024 * 1024,
    parts=500,
    tags=1_600_000,  # 10,000 rows of 20 cells: four seconds
)
MOST_SHEET_ROWS = 30_000  # empty ones between the people too


class NotReadable(Exception):
    """No rows come out of this file. `code`: not_text (no spreadsheet we can read), too_large, too_many_columns."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class SheetText:
    """The text of a sheet, and from when its days are counted where they stand there as numbers (see sheet_days)."""

    text: str
    days_from: str


def read(content: bytes) -> SheetText:
    """The first sheet that has an address in it, or else the first that has anything; hidden sheets last.

    A line of the text has the number of its row. Raises NotReadable.
    """
    _refuse_what_is_too_much(content)
    import openpyxl  # here, because it takes 30 MB that few requests need
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheets = sorted(book.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
        days_from = FROM_1904 if book.epoch == CALENDAR_MAC_1904 else FROM_1900
        texts = []
        for sheet in sheets[:20]:
            text = _text_of(sheet)
            if "@" in text:
                return SheetText(text, days_from)
            texts.append(text)
    except NotReadable:
        raise
    except Exception as broken:  # a damaged file breaks the reader in ways nobody can list
        raise NotReadable("not_text") from broken
    return SheetText(next(filter(str.strip, texts), ""), days_from)


def _refuse_what_is_too_much(content: bytes) -> None:
    try:
        workbooks.look_through(content, LIMITS)
    except workbooks.TooMuch as much:
        raise NotReadable("too_large") from much
    except (workbooks.NotAWorkbook, workbooks.Damaged) as broken:
        raise NotReadable("not_text") from broken


def _text_of(sheet) -> str:
    written = io.StringIO()
    writer = csv.writer(written, delimiter="\t", lineterminator="\n")
    filled = 0
    for row in _rows(sheet):
        writer.writerow(row)
        filled += any(row)
        if filled > MOST_ROWS + 1:
            break  # more than is taken; whoever reads the text counts and says so
    return written.getvalue()


def _rows(sheet) -> Iterator[list[str]]:
    """The rows' words, all as wide as the widest so far. What is wider than we read must be empty there."""
    width = 1
    for number, cells in enumerate(sheet.iter_rows(max_row=MOST_SHEET_ROWS + 1, max_col=MOST_COLUMNS + 1), start=1):
        if number > MOST_SHEET_ROWS:
            raise NotReadable("too_large")
        words = [_words(cell) for cell in cells]
        while words and not words[-1]:
            words.pop()
        if len(words) > MOST_COLUMNS:
            raise NotReadable("too_many_columns")
        width = max(width, len(words))
        yield words + [""] * (width - len(words))


def _words(cell) -> str:
    """A cell's words on one line, cut where no list is read any further. Days and times as ISO writes them."""
    value = cell.value
    if value is None or value == "":
        return ""
    if cell.data_type == "f":
        formula = str(getattr(value, "text", value) or "")
        return _one_line(formula if formula.startswith("=") else f"={formula}")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return _one_line(str(value))


def _one_line(words: str) -> str:
    words = words[: 4 * LONGEST_CELL].replace("_x000D_", " ").replace("_x000d_", " ")  # Excel's line ends
    return " ".join(words.split())[: LONGEST_CELL + 1]

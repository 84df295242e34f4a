"""Cells of exported tables: a text must stay a text in whatever program opens the file."""

import csv
from collections.abc import Iterable, Iterator

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def safe_cell(value: object) -> str:
    """The value as text; one that a spreadsheet would take for a formula gets an apostrophe before it."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int | float):
        return text
    return f"'{text}" if text.lstrip().startswith(_BEGINS_A_FORMULA) or text[:1] in _BEGINS_A_FORMULA else text


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as lines of a CSV file that spreadsheets open as UTF-8, one string a row, for a streaming response."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


class _Echo:
    """A file that hands back what is written."""

    def write(self, text: str) -> str:
        return text

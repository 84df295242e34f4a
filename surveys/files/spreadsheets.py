"""A survey's texts as a spreadsheet for a translator: what every such file looks like, and reading one that comes back.

One sheet: a key that must stay, where the text stands, and a column a language. Whoever saves it, and however its
columns and rows were moved, it is read again by its keys and by the languages' codes in its first row.
"""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from common import languages, workbooks

MOST_BYTES = 5 * 1024 * 1024
LIMITS = workbooks.Limits(
    unpacked_bytes=25 * 1024 * 1024,
    parts=500,
    tags=1_000_000,  # a survey of 200 questions with 50 answers in five languages has half of that
)
MOST_ROWS, MOST_COLUMNS = 15_000, 60

KEY = "key"
DAMAGED = gettext_noop("This file is damaged. Save it once more as .xlsx, and choose it again.")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]|_x000[dD]_")
_IDENTITY = re.compile(r"(\d{1,18})\.(\d{1,9})\.(\d{1,9})")  # survey, version, revision
_CODE = re.compile(r"\(([a-z]{2})\)|^([a-z]{2})$")


class NotReadable(Exception):
    """The file is no spreadsheet of texts; the words say why."""


@dataclass(frozen=True)
class Cell:
    row: int  # as the spreadsheet numbers it
    key: str
    language: str
    text: str


@dataclass
class Sheet:
    """What a spreadsheet says. `identity` is the survey, version and revision it was made from, where it still says."""

    identity: tuple[int, int, int] | None
    cells: list[Cell] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read(stored: bytes) -> Sheet:
    """What a spreadsheet says. Raises NotReadable for what is none, is too large, or has no column of keys."""
    _refuse_unless_spreadsheet(stored)
    import openpyxl  # here, because it takes 30 MB that few requests need

    try:
        book = openpyxl.load_workbook(io.BytesIO(stored), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
            head = next(rows, ())
            if (key_column := _key_column(head)) is not None:
                return _read(head, rows, key_column)
    except NotReadable:
        raise
    except Exception as broken:  # a damaged file breaks the reader in ways nobody can list
        raise NotReadable(_(DAMAGED)) from broken
    raise NotReadable(_("There is no column of keys in this file. Download the spreadsheet here, and write in that."))


def _refuse_unless_spreadsheet(stored: bytes) -> None:
    if not stored:
        raise NotReadable(_("This file is empty."))
    if len(stored) > MOST_BYTES:
        raise NotReadable(_("This file is larger than %(count)d MB.") % {"count": MOST_BYTES // 1024**2})
    try:
        workbooks.look_through(stored, LIMITS)
    except workbooks.NotAWorkbook as broken:
        words = _("We cannot read this as a spreadsheet. Save it as an Excel workbook (.xlsx), and choose it again.")
        raise NotReadable(words) from broken
    except workbooks.TooMuch as much:
        words = _("There is more in this file than a survey’s texts. Download a new spreadsheet from here.")
        raise NotReadable(words) from much
    except workbooks.Damaged as broken:
        raise NotReadable(_(DAMAGED)) from broken


def _key_column(head: Iterable) -> int | None:
    for place, cell in enumerate(head):
        if isinstance(cell.value, str) and cell.value.strip().lower().partition(" ")[0] == KEY:
            return place
    return None


def _read(head: tuple, rows: Iterable[tuple], key_column: int) -> Sheet:
    identity = _IDENTITY.search(head[key_column].value)
    sheet = Sheet(tuple(int(number) for number in identity.groups()) if identity else None)
    spoken = _languages_in(head, sheet)
    for number, row in enumerate(rows, start=2):
        if number > MOST_ROWS:
            raise NotReadable(_("There are more than %(count)d rows in this file.") % {"count": MOST_ROWS})
        key = _text(row[key_column].value) if len(row) > key_column else ""
        for place, code in spoken.items():
            if place < len(row) and row[place].value is not None:
                _read_cell(sheet, number, key.strip(), code, row[place])
    return sheet


def _languages_in(head: tuple, sheet: Sheet) -> dict[int, str]:
    """The column of each language we speak, by the code in its first row; other columns are the translator's own."""
    found: dict[int, str] = {}
    for place, cell in enumerate(head):
        named = _CODE.search(_text(cell.value).strip().lower())
        code = (named[1] or named[2]) if named else ""
        if code in found.values():
            words = _("There are two columns for %(language)s; the first one counts.")
            sheet.problems.append(words % {"language": languages.name_of(code)})
        elif code in languages.NAMES:
            found[place] = code
    if not found:
        raise NotReadable(_("No column says its language. The first row should say “Suomi (fi)” or just “fi”."))
    return found


def _read_cell(sheet: Sheet, number: int, key: str, code: str, cell) -> None:
    if cell.data_type in {"f", "e", "d"}:
        words = _("Row %(number)d, %(language)s: this is a formula or a date, and we take only words.")
        sheet.problems.append(words % {"number": number, "language": languages.name_of(code)})
    elif text := _text(cell.value).strip():
        sheet.cells.append(Cell(number, key, code, text))


def _text(value) -> str:
    """A cell's words. A number that was typed as an answer to choose from is words too."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return UNPRINTABLE.sub("", str(value)).replace("\r\n", "\n")

"""A chosen file becomes the text of a list, whatever program wrote it."""

from dataclasses import dataclass
from typing import BinaryIO

from common import decoding, reading_csv, reading_sheets, workbooks
from common.reading_csv import Refusal
from invitations.customers import import_words


class NotReadable(Exception):
    """Nothing was imported; the text says in the reader's language why, and what to do."""


@dataclass(frozen=True)
class ChosenList:
    """What a file says. `days_from` is empty but for sheets, where days may stand as numbers (common.sheet_days)."""

    text: str
    days_from: str = ""


def list_of(file: BinaryIO) -> ChosenList:
    """The list in an uploaded file: a text of any usual encoding, or a spreadsheet (.xlsx). Raises NotReadable."""
    content = file.read(reading_csv.MOST_BYTES + 1)
    if len(content) > reading_csv.MOST_BYTES:
        raise _refused("too_large")
    if workbooks.is_workbook(content):
        return _list_of_sheet(content)
    if decoding.is_no_text(content):
        raise _refused("not_text")
    return ChosenList(decoding.decode(content))


def _list_of_sheet(content: bytes) -> ChosenList:
    try:
        sheet = reading_sheets.read(content)
    except reading_sheets.NotReadable as reason:
        raise _refused(reason.code) from reason
    if len(sheet.text.encode()) > reading_csv.MOST_BYTES:
        raise _refused("too_large")
    return ChosenList(sheet.text, sheet.days_from)


def _refused(code: str) -> NotReadable:
    return NotReadable(import_words.of_refusal(Refusal(code)))

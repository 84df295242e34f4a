"""A chosen file becomes the text of a list, whatever program wrote it."""

from typing import BinaryIO

from common import decoding, reading_csv, reading_sheets, workbooks
from common.reading_csv import Refusal
from invitations.customers import import_words


class NotReadable(Exception):
    """Nothing was imported; the text says in the reader's language why, and what to do."""


def text_of(file: BinaryIO) -> str:
    """The text of an uploaded file: a text of any usual encoding, or a spreadsheet (.xlsx). Raises NotReadable."""
    content = file.read(reading_csv.MOST_BYTES + 1)
    if len(content) > reading_csv.MOST_BYTES:
        raise _refused("too_large")
    if workbooks.is_workbook(content):
        return _text_of_sheet(content)
    if decoding.is_no_text(content):
        raise _refused("not_text")
    return decoding.decode(content)


def _text_of_sheet(content: bytes) -> str:
    try:
        text = reading_sheets.text_of(content)
    except reading_sheets.NotReadable as reason:
        raise _refused(reason.code) from reason
    if len(text.encode()) > reading_csv.MOST_BYTES:
        raise _refused("too_large")
    return text


def _refused(code: str) -> NotReadable:
    return NotReadable(import_words.of_refusal(Refusal(code)))

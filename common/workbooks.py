"""A spreadsheet (.xlsx) as the archive it is: whether a file is one, and what in it would take too long to read.

Nothing is given to a reader of spreadsheets before it has passed here.
"""

import io
import zipfile
from dataclasses import dataclass

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BEGINNING = b"PK\x03\x04"
_WORKBOOK = "xl/workbook.xml"
_FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")  # no spreadsheet has them; they are how a small file becomes a large one
_PIECE = 1024**2


class NotAWorkbook(Exception):
    """Another kind of file, or of archive."""


class TooMuch(Exception):
    """It would take long to unpack or to read."""


class Damaged(Exception):
    """Broken, locked with a password, packed in an unknown way, or made to do harm."""


@dataclass(frozen=True)
class Limits:
    unpacked_bytes: int
    parts: int  # files inside the file
    tags: int  # a tag of four bytes becomes an object of hundreds


def is_workbook(content: bytes) -> bool:
    try:
        archive_of(content)
    except NotAWorkbook:
        return False
    return True


def archive_of(content: bytes) -> zipfile.ZipFile:
    """The file, opened. Raises NotAWorkbook."""
    if not content.startswith(_BEGINNING):
        raise NotAWorkbook
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as broken:
        raise NotAWorkbook from broken
    if _WORKBOOK not in archive.namelist():
        raise NotAWorkbook
    return archive


def look_through(content: bytes, limits: Limits) -> None:
    """Raises NotAWorkbook, TooMuch or Damaged for what must not be read.

    Unpacked a piece at a time: what a part says of its size is also all that is read of it.
    """
    archive = archive_of(content)
    parts = archive.infolist()
    if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked_bytes:
        raise TooMuch
    tags = 0
    try:
        for part in parts:
            is_markup = part.filename.endswith((".xml", ".rels"))
            with archive.open(part) as unpacked:
                before = b""
                while piece := unpacked.read(_PIECE):
                    tags += piece.count(b"<")
                    if tags > limits.tags:
                        raise TooMuch
                    if is_markup and any(one in before + piece for one in _FORBIDDEN):
                        raise Damaged
                    before = piece[-16:]
    except (TooMuch, Damaged):
        raise
    except Exception as broken:  # an archive breaks its reader in ways nobody can list
        raise Damaged from broken

"""Uploaded bytes become text, whatever program wrote them."""

import codecs
import re

from common.mac_roman import is_mac_roman

_BYTE_ORDER_MARKS = [  # the longer ones first: UTF-32's begins as UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_NOT_TEXT = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
)
_SAMPLE_BYTES = 4096
_LOOKED_THROUGH_BYTES = 64 * 1024
_NOT_WRITTEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ue000-\uf8ff]")
_NOT_ASCII = bytes(range(0x80, 0x100))
_MOST_NOT_WRITTEN = 0.05  # of the signs of a text; what programs write for themselves has twice as many


def is_no_text(content: bytes) -> bool:
    """Whether this is a spreadsheet's own format, a picture, a document or an archive rather than text.

    It is known by its first bytes, or else by the many signs nobody writes; a few of them are a few bad lines.
    """
    if content.startswith(_NOT_TEXT):
        return True
    sample = content[:_LOOKED_THROUGH_BYTES]
    if len(content) > len(sample):
        sample = sample.rstrip(_NOT_ASCII)  # the cut may go through a letter
    text = decode(sample).rstrip("\x00\x1a")  # some programs fill the last block so
    strange = len(_NOT_WRITTEN.findall(text))
    return strange > 3 and strange > _MOST_NOT_WRITTEN * len(text)


def decode(content: bytes) -> str:
    """The text of some bytes: UTF-8, UTF-16 or UTF-32 by their marks, else UTF-8, else Windows-1252 or Mac Roman.

    Never raises; what cannot be read becomes U+FFFD. Without a mark each line is tried by itself, because lists
    pasted together from two programs are common; which of the last two it is, all the lines say together, because
    one word seldom can. In UTF-16 without a mark every other byte of plain text is zero.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    sample = content[:_SAMPLE_BYTES]
    half = len(sample) // 2
    if half >= 4 and sample[1::2].count(0) > 0.7 * half and not sample[0::2].count(0):
        return content.decode("utf-16-le", errors="replace")
    if half >= 4 and sample[0::2].count(0) > 0.7 * half and not sample[1::2].count(0):
        return content.decode("utf-16-be", errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded_by_lines(content.split(b"\n"))


def _decoded_by_lines(lines: list[bytes]) -> str:
    others = b"\n".join(line for line in lines if not _is_utf8(line))
    encodings = ("utf-8", "mac_roman" if is_mac_roman(others) else "cp1252")
    return "\n".join(_decoded_line(line, encodings) for line in lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decoded_line(line: bytes, encodings: tuple[str, str]) -> str:
    for encoding in encodings:
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")

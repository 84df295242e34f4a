"""Uploaded bytes become text, whatever program wrote them."""

import codecs

_BYTE_ORDER_MARKS = [  # the longer ones first: UTF-32's begins as UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]
_NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
_SAMPLE_BYTES = 4096


def is_no_text(content: bytes) -> bool:
    """Whether this is a spreadsheet's own format, a picture, a document or an archive rather than text."""
    return content.startswith(_NOT_TEXT)


def decode(content: bytes) -> str:
    """The text of some bytes: UTF-8, UTF-16 or UTF-32 by their marks, else UTF-8, else Windows-1252.

    Never raises; what cannot be read becomes U+FFFD. Without a mark each line is tried by itself, because lists
    pasted together from two programs are common. In UTF-16 without a mark every other byte of plain text is zero.
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
        return "\n".join(_decoded_line(line) for line in content.split(b"\n"))


def _decoded_line(line: bytes) -> str:
    for encoding in ("utf-8", "cp1252"):
        try:
            return line.decode(encoding)
        except UnicodeDecodeError:
            continue
    return line.decode("latin-1")

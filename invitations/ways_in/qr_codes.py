"""QR codes as SVG: dark on white with a quiet zone, in the dark theme too, because cameras expect it."""

import io

import segno
from django.utils.safestring import SafeString, mark_safe

from invitations.models import PublicLink

QUIET_ZONE = 4  # modules of white around it, as the standard asks
COLOURS = {"dark": "#000", "light": "#fff"}


def address(link: PublicLink, language: str = "") -> str:
    """What the code holds: the link, with a language only where one was chosen."""
    return f"{link.link}?language={language}" if language else link.link


def _code(text: str) -> segno.QRCode:
    return segno.make(text, error="m", boost_error=False, micro=False)


def drawn(text: str) -> SafeString:
    """An <svg> for a page, as large as the place it is put in. Name it around it: role="img" and aria-label."""
    svg = _code(text).svg_inline(border=QUIET_ZONE, omitsize=True, svgclass="qr-code", lineclass=None, **COLOURS)
    return mark_safe(svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308  # drawn by us


def as_file(text: str, *, title: str) -> bytes:
    """The same as a file of its own, for whoever lays out a poster elsewhere."""
    kept = io.BytesIO()
    code = _code(text)
    code.save(kept, kind="svg", border=QUIET_ZONE, scale=10, title=title, svgclass=None, lineclass=None, **COLOURS)
    return kept.getvalue()

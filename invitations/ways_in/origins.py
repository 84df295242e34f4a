"""Which web sites may show a link in a frame: read from what people paste, and fit for a header."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

MOST = 10
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*"
_ORIGIN = re.compile(rf"(?:https://{_HOST}|http://(?:localhost|127\.0\.0\.1))(?::[0-9]{{1,5}})?")


class NotAnOrigin(ValueError):
    """A line that names no site we could allow; says why in words for a person."""


def is_origin(text: str) -> bool:
    """A scheme, a host and perhaps a port, nothing else: nothing that could say more in a header than it should."""
    return isinstance(text, str) and bool(_ORIGIN.fullmatch(text)) and len(text) <= 260


def read(text: str) -> list[str]:
    """The sites named in these lines, each once, in their order. Of a whole address only its site is taken.

    Raises NotAnOrigin for the first line that names none.
    """
    found = list(dict.fromkeys(_origin(word) for word in text.split()))
    if not found:
        raise NotAnOrigin(_("Please write the address of the web site, for example https://hotel.example"))
    if len(found) > MOST:
        raise NotAnOrigin(_("At most %(most)d web sites may show one link.") % {"most": MOST})
    return found


def _origin(word: str) -> str:
    word = word.strip(",;<>\"'")
    address = word if "://" in word else f"https://{word}"
    try:
        parts = urlsplit(address)
        host, port, named = (parts.hostname or "").encode("idna").decode(), parts.port, "@" in parts.netloc
    except (ValueError, UnicodeError):
        host, port, named, parts = "", None, False, urlsplit("")
    is_here = host in {"localhost", "127.0.0.1"}
    if parts.scheme == "http" and host and not is_here:
        told = _("“%(address)s” begins with http://. Only sites with https:// can show the link safely.")
        raise NotAnOrigin(told % {"address": word[:80]})
    origin = f"{parts.scheme}://{host}" + (f":{port}" if port else "")
    if named or not is_origin(origin) or not (is_here or "." in host):
        told = _("We could not read “%(address)s” as the address of a web site, like https://hotel.example")
        raise NotAnOrigin(told % {"address": word[:80]})
    return origin

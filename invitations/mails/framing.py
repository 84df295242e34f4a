"""A mail on a page of ours: a frame that may draw the mail's own styles and open its links elsewhere, nothing more."""

import base64
import hashlib
import re

from django.http import HttpResponse

_STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)


def framed(html: str) -> HttpResponse:
    """The whole answer for such a frame. The view needs `xframe_options_sameorigin` too."""
    html = html.replace("<head>", '<head><base target="_blank">', 1)
    response = HttpResponse(html)
    styles = " ".join(f"'sha256-{_digest(style)}'" for style in _STYLE.findall(html))
    response["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox"
    )
    response["Cache-Control"] = "no-store"
    return response


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

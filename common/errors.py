"""Pages for when something went otherwise.

They need no database, no session and no whole request, and set no cookie.
"""

import logging

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

logger = logging.getLogger(__name__)

LAST_RESORT = "<!doctype html><title>Enmil</title><p>Something went wrong here. Please try again later.</p>"


def _language(request) -> str:
    """The language chosen for this request, else the browser's, else the installation's."""
    try:
        return getattr(request, "LANGUAGE_CODE", None) or translation.get_language_from_request(request)
    except Exception:
        logger.debug("The language of a broken request is unknown", exc_info=True)
        return settings.LANGUAGE_CODE


def page(request, template: str, *, status: int, language: str = "") -> HttpResponse:
    """The named error page in the reader's language; a bare sentence if even that cannot be drawn."""
    language = language or _language(request)
    try:
        with translation.override(language):
            html = render_to_string(template, {"status": status, "language": translation.get_language()})
    except Exception:
        logger.exception("The page %s could not be drawn", template)
        html = LAST_RESORT
    response = HttpResponse(html, status=status, headers={"Content-Language": language})
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception=None, *, language: str = "") -> HttpResponse:
    return page(request, "400.html", status=400, language=language)


def permission_denied(request, exception=None, *, language: str = "") -> HttpResponse:
    return page(request, "403.html", status=403, language=language)


def csrf_failure(request, reason="", *, language: str = "") -> HttpResponse:
    """The answer to a form that was open too long or in a browser that keeps no cookies."""
    return page(request, "403_csrf.html", status=403, language=language)


def page_not_found(request, exception=None, *, language: str = "") -> HttpResponse:
    return page(request, "404.html", status=404, language=language)


def too_large(request, exception=None, *, language: str = "") -> HttpResponse:
    return page(request, "413.html", status=413, language=language)


def too_many(request, exception=None, *, language: str = "", retry_after_s: int = 600) -> HttpResponse:
    response = page(request, "429.html", status=429, language=language)
    response["Retry-After"] = str(retry_after_s)
    return response


def server_error(request, *, language: str = "") -> HttpResponse:
    return page(request, "500.html", status=500, language=language)

"""The page for a link that leads nowhere: the same for unknown, malformed and mistyped ones."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation.trans_real import parse_accept_lang_header

from common import errors, throttling
from common.languages import own_name_of

COUNTED_AS = "link"
LANGUAGE_CODES = [code for code, _name in settings.LANGUAGES]


def unknown_link_page(request: HttpRequest) -> HttpResponse:
    """404 in the reader's language; 429 for a network that tried too many. Counts one failure. Sets no cookie.

    Ask the database for the token's hash first, whatever the token looks like: then every wrong link takes
    the same time.
    """
    language = readers_language(request)
    if throttling.has_failed_too_often(request, what=COUNTED_AS):
        return as_link_page(errors.too_many(request, language=language))
    throttling.count_failure(request, what=COUNTED_AS)
    with translation.override(language):
        context = {"language": language, "organisation_name": "Enmil", "languages": language_links(language)}
        return as_link_page(render(request, "invitations/link_unknown.html", context, status=404))


def to_the_link_itself(request: HttpRequest, name: str, token: str) -> HttpResponse:
    """From an address with something stuck to its end, a bracket or a full stop of a letter's, to that of the link."""
    query = request.META.get("QUERY_STRING", "")
    address = reverse(name, args=[token])
    return as_link_page(HttpResponseRedirect(f"{address}?{query}" if query else address))


def as_link_page(response: HttpResponse) -> HttpResponse:
    """The headers of every page behind a link: not kept, not indexed, its address told to nobody."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def readers_language(request: HttpRequest, default: str = "") -> str:
    """The language chosen in the address, else `default` (the customer's), else the browser's, else the installation's.

    No cookie and no session are asked.
    """
    chosen = request.GET.get("language", "")
    if chosen in LANGUAGE_CODES:
        return chosen
    return default if default in LANGUAGE_CODES else _browsers_language(request)


def _browsers_language(request: HttpRequest) -> str:
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        short = code.split("-")[0]
        short = "nb" if short in {"no", "nn"} else short
        if short in LANGUAGE_CODES:
            return short
    return settings.LANGUAGE_CODE


def language_links(current: str, codes: list[str] | None = None) -> list[dict]:
    """What base_public.html draws as its languages: the same address in another language."""
    return [
        {
            "code": code,
            "name": capfirst(own_name_of(code)),
            "url": f"?language={code}",
            "current": code == current,
        }
        for code in (codes or LANGUAGE_CODES)
    ]

"""The page where the short code of a letter or a poster is typed. No cookie, no script; a GET records nothing."""

from urllib.parse import urlsplit

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from accounts.access import anonymous_allowed
from common import errors, throttling
from invitations.ways_in import typed_codes
from invitations.ways_in.opening_links import LANGUAGE_CODES, as_link_page, language_links, readers_language

COUNTED_AS = "code"
LONGEST = 100  # characters of what was typed that are shown again


@anonymous_allowed("a code is a shorter spelling of a link that hangs on a wall, and wrong ones are counted")
@csrf_exempt
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
def typed_code(request):
    language = readers_language(request, _chosen(request.POST))
    with translation.override(language):
        answer = _opened(request, language) if request.method == "POST" else _page(request, language)
    patch_vary_headers(answer, ("Accept-Language",))
    return as_link_page(answer)


def _opened(request, language: str):
    """Lead on to the survey; who types at random is slowed down before anything is looked up."""
    typed = request.POST.get("code", "")[:LONGEST].replace("\0", "")
    if throttling.has_failed_too_often(request, what=COUNTED_AS):
        return errors.too_many(request, language=language)
    if not typed_codes.read(typed):
        return _page(request, language, error=_("Please type the code that stands beside the address."))
    link = typed_codes.link_behind(typed)
    if link is None:
        throttling.count_failure(request, what=COUNTED_AS)
        return _page(request, language, typed=typed, error=_("We do not know this code. Please look at it once more."))
    address = urlsplit(link.link).path  # here, whatever name this installation is reached by
    chosen = _chosen(request.GET) or _chosen(request.POST)
    answer = HttpResponseRedirect(f"{address}?language={chosen}" if chosen else address)
    answer.status_code = 303
    return answer


def _chosen(told) -> str:
    """The language somebody chose on the page; empty where the browser's was taken."""
    return code if (code := told.get("language", "")) in LANGUAGE_CODES else ""


def _page(request, language: str, *, typed: str = "", error: str = ""):
    context = {
        "language": language,
        "languages": language_links(language),
        "organisation_name": "Enmil",
        "chosen": _chosen(request.GET) or _chosen(request.POST),
        "typed": typed,
        "error": error,
        "groups": typed_codes.LENGTH // 2,
    }
    return render(request, "invitations/code.html", context, status=422 if error else 200)

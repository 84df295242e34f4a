"""What every page behind a customer's link has in common: its headers and its language."""

from contextlib import contextmanager
from functools import wraps

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from invitations.models import PublicLink
from invitations.ways_in import framing
from invitations.ways_in.opening_links import as_link_page
from responses import presenting
from responses.opening import Opened

AS_NORWEGIAN = {"no": "nb", "nn": "nb"}


def customers_page(view):
    """No form token, no cookie: the token in the address is the authority. Compressed here, because nothing else does.

    (WhiteNoise compresses files only.) Compressing is safe on these pages: they repeat no secret of anybody's beside
    what a visitor sends, and Django varies the length at random.
    """

    @csrf_exempt
    @gzip_page
    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = as_link_page(view(request, *args, **kwargs))
        patch_vary_headers(response, ("Accept-Language",))
        return response

    return wrapper


@contextmanager
def speaking(request, opened: Opened):
    """Speak the customer's language and the organisation's time inside; gives the language's code."""
    language = language_for(request, opened)
    with translation.override(language), timezone.override(opened.organisation.zone):
        yield language


def language_for(request, opened: Opened) -> str:
    """The one chosen on the page, else that answered in so far, else the customer's, the browser's, the survey's."""
    offered = opened.languages or tuple(code for code, _name in settings.LANGUAGES)
    invitation = opened.invitation
    wishes = [request.POST.get("switch"), request.POST.get("language"), request.GET.get("language")]
    if stored := opened.response or opened.begun:
        wishes.append(stored.language)
    if invitation and invitation.customer:
        wishes.append(invitation.customer.language)
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        short = code.split("-")[0]
        wishes.append(AS_NORWEGIAN.get(short, short))
    if invitation:
        wishes.append(invitation.language)
    return next((wish for wish in [*wishes, opened.survey.language] if wish in offered), offered[0])


def page_context(opened: Opened, language: str) -> dict:
    """What each of the customer's pages needs."""
    definition, link = opened.definition, opened.public_link
    is_kiosk = link is not None and link.kind == PublicLink.Kind.KIOSK
    return {
        "is_kiosk": is_kiosk,
        "start_url": reverse("responses:page", args=[link.token]) if is_kiosk else "",
        "language": language,
        "languages": presenting.languages(opened, language),
        "organisation": opened.organisation,
        "organisation_name": presenting.asker(opened),
        "survey": opened.survey,
        "definition": definition,
        "title": presenting.wording_for(opened, language).of(definition.title) if definition else "",
    }


def told(response, opened: Opened, language: str):
    """The page with what its headers say of this link: the language it speaks, and who may show it in a frame."""
    response["Content-Language"] = language
    return framing.allow_frames(response, opened.public_link)

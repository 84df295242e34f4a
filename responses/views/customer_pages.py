"""What every page behind a customer's link has in common: its headers, its language, and the drawing of its form."""

from contextlib import contextmanager
from functools import wraps
from uuid import uuid4

from django.conf import settings
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page

from invitations.opening_links import as_link_page
from responses import answer_fields, presenting, reading_forms, showing
from responses.answer_values import AnswerValue, Problem, kept
from responses.opening import Opened
from responses.showing import Showing

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
    """The one chosen on the page, else the customer's, else the browser's, else the survey's."""
    offered = opened.languages or tuple(code for code, _name in settings.LANGUAGES)
    invitation = opened.invitation
    wishes = [request.POST.get("switch"), request.POST.get("language"), request.GET.get("language")]
    if invitation and invitation.customer:
        wishes.append(invitation.customer.language)
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        short = code.split("-")[0]
        wishes.append(AS_NORWEGIAN.get(short, short))
    if invitation:
        wishes.append(invitation.language)
    return next((wish for wish in [*wishes, opened.survey.language] if wish in offered), offered[0])


def form_page(
    request,
    opened: Opened,
    *,
    language: str,
    page: Showing | None = None,
    values: list[AnswerValue] = (),
    problems: list[Problem] = (),
    form_number=None,
    changes: int | None = None,
    action: str = "./",
    status: int = 200,
):
    """The survey's page with these answers filled in and these problems pointed out; without `page`, the first one."""
    definition = opened.definition
    page = page or showing.at_first(definition)
    wording = presenting.wording_for(opened, language).after(kept(definition, values))
    fields = answer_fields.fields(wording, page.questions, values=values, problems=problems, new=page.new)
    context = page_context(opened, language) | {
        "title": wording.of(definition.title),
        "intro": wording.of(definition.intro),
        "minutes_words": presenting.minutes_words(definition, language),
        "about_words": presenting.about_words(),
        "anonymity_words": presenting.anonymity_words(opened),
        "about_facts": presenting.about_facts(opened),
        "fields": fields,
        "problems": problems,
        "general": [problem.message for problem in problems if problem.key is None],
        "form_number": form_number or uuid4(),
        "changes": changes,
        "shown": " ".join(str(question.key) for question in page.questions) if definition.waits_for else "",
        "more_may_come": page.more_may_come,
        "number_of_new": len(page.new),
        "carried": reading_forms.carried(definition, values, besides=page.keys),
        "action": action,
        "stop_url": _stop_url(opened),
    }
    return in_own_language(render(request, "responses/page.html", context, status=status), language)


def page_context(opened: Opened, language: str) -> dict:
    """What each of the customer's pages needs."""
    definition = opened.definition
    return {
        "language": language,
        "languages": presenting.languages(opened, language),
        "organisation": opened.organisation,
        "organisation_name": presenting.asker(opened),
        "survey": opened.survey,
        "definition": definition,
        "title": presenting.wording_for(opened, language).of(definition.title) if definition else "",
    }


def in_own_language(response, language: str):
    response["Content-Language"] = language
    return response


def _stop_url(opened: Opened) -> str:
    """Where a customer who was asked by mail can say no to the next one."""
    if not (opened.invitation and opened.invitation.customer_id):
        return ""
    try:
        return reverse("invitations:stop", args=[opened.invitation.stop_token])
    except NoReverseMatch:
        return ""

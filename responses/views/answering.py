"""The customer's three addresses: the survey, its thank-you, what was written before. Only a POST stores anything."""

from dataclasses import replace

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import anonymous_allowed
from common import clock
from invitations.opening_links import LANGUAGE_CODES, unknown_link_page
from responses import presenting, reading_forms, showing, submitting
from responses.answer_values import NotFitting, Problem
from responses.models import Response
from responses.opening import CLOSED, EXPIRED, NOT_OPEN, UNKNOWN, USED, Opened, open_link
from responses.views.customer_pages import customers_page, form_page, in_own_language, page_context, speaking
from responses.views.flowing import Posted, before_sending, page_sent
from surveys.definitions import published_definition

THE_LINK_OPENS = "the token in the address opens this one survey and nothing else"
STATUS = {USED: 200, NOT_OPEN: 403, CLOSED: 410, EXPIRED: 410}
ANSWERED_BEFORE = _("An answer has already come by this link. Send again to replace it with what stands here.")


@anonymous_allowed(THE_LINK_OPENS)
@require_http_methods(["GET", "HEAD", "POST"])
@customers_page
def page(request, token: str):
    opened = open_link(token)
    if opened.problem == UNKNOWN:
        return unknown_link_page(request)
    with speaking(request, opened) as language:
        if request.method == "POST":
            return _receive(request, opened, token, language)
        if opened.problem:
            return _state_page(request, opened, language)
        values = reading_forms.preselected(opened.definition, request.GET.get("a", ""))
        return form_page(request, opened, language=language, values=values)


@anonymous_allowed(THE_LINK_OPENS)
@require_http_methods(["GET", "HEAD"])
@customers_page
def thanks(request, token: str):
    opened = open_link(token)
    if opened.problem == UNKNOWN:
        return unknown_link_page(request)
    if opened.is_personal and opened.response is None:
        return _see_other("responses:page", token, request.GET.get("language", ""))
    with speaking(request, opened) as language:
        return _thanks_page(request, opened, language)


@anonymous_allowed(THE_LINK_OPENS)
@require_http_methods(["GET", "HEAD", "POST"])
@customers_page
def earlier(request, token: str):
    """What was written before, for whoever presses the button: a forwarded link alone does not show it."""
    opened = open_link(token)
    if opened.problem == UNKNOWN:
        return unknown_link_page(request)
    if request.method != "POST" or not opened.can_change:
        return _see_other("responses:page", token, request.GET.get("language", ""))
    with speaking(request, opened) as language:
        values = submitting.values_of(opened.response)
        return form_page(
            request,
            opened,
            language=language,
            page=showing.all_of(opened.definition, values),
            values=values,
            changes=opened.response.revision,
            action="../",
        )


def _receive(request, opened: Opened, token: str, language: str):
    posted = Posted.read(request.POST)
    if opened.definition and (seen := submitting.definition_for(opened, posted.version_id)):
        opened = replace(opened, definition=seen)  # what is drawn again is what the customer saw
    values = reading_forms.read(opened.definition, request.POST) if opened.definition else []
    again = {"language": language, "values": values, "form_number": posted.form_number}
    if _may_go_on(request, opened, posted):
        unfinished = before_sending(request, opened, posted, language=language, values=values)
        if unfinished:
            return unfinished
    try:
        submitting.submit(
            opened,
            values=values,
            form_number=posted.form_number,
            language=language,
            version_id=posted.version_id,
            changes=posted.changes,
        )
    except submitting.NotAnswerable:
        return _state_page(request, opened, language, values=values)
    except NotFitting as refusal:
        page = page_sent(opened, posted, values, refusal.problems)
        again |= {"page": page, "problems": refusal.problems}
        return form_page(request, opened, changes=posted.changes, status=422, **again)
    except submitting.AlreadyAnswered as before:
        return _ask_before_replacing(request, opened, before.response, again)
    return _see_other("responses:thanks", token, language)


def _may_go_on(request, opened: Opened, posted: Posted) -> bool:
    """The survey takes answers now, and this is not the form of somebody who has answered already."""
    if opened.problem and not opened.can_change:
        return False
    return opened.response is None or posted.changes is not None or "switch" in request.POST


def _ask_before_replacing(request, opened: Opened, stored: Response, again: dict):
    """Two people with one link, or one with two tabs: nothing is written over, and nothing typed is lost."""
    opened = replace(opened, response=stored, definition=published_definition(stored.version_id), can_change=True)
    again |= {"page": showing.all_of(opened.definition, again["values"])}
    problems = [Problem("answered_before", ANSWERED_BEFORE)]
    return form_page(request, opened, problems=problems, changes=stored.revision, status=409, **again)


def _thanks_page(request, opened: Opened, language: str):
    # What was answered is never inserted here: a forwarded link shows no earlier words.
    heading, own_words = presenting.thanks_texts(presenting.wording_for(opened, language))
    sent_at = opened.response.submitted_at if opened.response else clock.now()
    context = page_context(opened, language) | {
        "heading": heading,
        "own_words": own_words,
        "read_by_words": presenting.read_by_words(opened, sent_at=sent_at),
        "change_url": f"../?language={language}" if opened.can_change else "",
    }
    return in_own_language(render(request, "responses/thanks.html", context), language)


def _state_page(request, opened: Opened, language: str, *, values=()):
    """Why this link takes no answer now, whom to ask, and what was just written, so that it can be kept."""
    answered = opened.response
    context = page_context(opened, language) | {
        "problem": opened.problem,
        "can_change": opened.can_change,
        "read_by_words": presenting.read_by_words(opened, sent_at=answered.submitted_at) if answered else "",
        "words_written": [value.words for value in values if value.words],
    }
    status = STATUS[opened.problem] if request.method != "POST" else max(STATUS[opened.problem], 409)
    return in_own_language(render(request, "responses/state.html", context, status=status), language)


def _see_other(name: str, token: str, language: str):
    address = reverse(name, args=[token])
    if language in LANGUAGE_CODES:
        address = f"{address}?language={language}"
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response

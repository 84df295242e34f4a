"""The customer's three addresses: the survey, its thank-you, what was written before. Only a POST stores anything."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import anonymous_allowed
from invitations.ways_in.opening_links import to_the_link_itself, unknown_link_page
from responses import changing, reading_forms, showing, stepping, submitting
from responses.answer_values import NotFitting, Problem
from responses.models import Response
from responses.opening import UNKNOWN, Opened, open_link
from responses.views import leaving, page_by_page
from responses.views.customer_pages import customers_page, speaking
from responses.views.drawing import form_page
from responses.views.flowing import Posted, before_sending, page_sent, store, uuid_in
from responses.views.leaving import see_other, state_page, thanks_page
from responses.wishing import Wishes
from surveys.definitions import published_definition

THE_LINK_OPENS = "the token in the address opens this one survey and nothing else"
MOST_BROWSERS = 50  # that may write by one link at the same moment
ANSWERED_BEFORE = _("An answer has already come by this link. Send again to replace it with what stands here.")


@anonymous_allowed(THE_LINK_OPENS)
@require_http_methods(["GET", "HEAD", "POST"])
@customers_page
def page(request, token: str):
    for other_browsers in range(MOST_BROWSERS):
        # An open link's answer is named by the address, and by the form as well where the address was cut short.
        told = request.GET.get("form", "") or (request.POST.get("form", "") if other_browsers else "")
        opened = open_link(token, form_number=uuid_in(told))
        if opened.problem == UNKNOWN:
            return unknown_link_page(request)
        try:
            with speaking(request, opened) as language:
                if request.method == "POST":
                    return _receive(request, opened, token, language)
                return _look(request, opened, language)
        except submitting.Overtaken:
            continue
    raise submitting.Overtaken


@anonymous_allowed(THE_LINK_OPENS)
@require_http_methods(["GET", "HEAD"])
@customers_page
def thanks(request, token: str):
    opened = open_link(token)
    if opened.problem == UNKNOWN:
        return unknown_link_page(request)
    if opened.is_personal and opened.response is None:
        return see_other("responses:page", token, language=request.GET.get("language", ""))
    with speaking(request, opened) as language:
        return thanks_page(request, opened, language)


@anonymous_allowed(THE_LINK_OPENS)
@require_safe
def stray(request, token: str, stray: str):
    return to_the_link_itself(request, "responses:thanks" if stray == "thanks" else "responses:page", token)


@anonymous_allowed(THE_LINK_OPENS)
@require_http_methods(["GET", "HEAD", "POST"])
@customers_page
def earlier(request, token: str):
    """What was written before, for whoever presses the button: a forwarded link alone does not show it."""
    opened = open_link(token)
    if opened.problem == UNKNOWN:
        return unknown_link_page(request)
    if request.method != "POST" or not opened.can_change:
        return see_other("responses:page", token, language=request.GET.get("language", ""))
    with speaking(request, opened) as language:
        values = changing.values_of(opened.response)
        return form_page(
            request,
            opened,
            language=language,
            page=showing.all_of(opened.definition, values),
            values=values,
            wishes=Wishes.of(opened.response),
            changes=opened.response.revision,
            action="../",
        )


def _look(request, opened: Opened, language: str):
    if opened.problem:
        if opened.can_change and opened.response.flagged and "anew" in request.GET:
            anew = {"changes": opened.response.revision, "is_anew": True}
            return form_page(request, opened, language=language, **anew)
        return state_page(request, opened, language)
    if stepping.is_paged(opened.definition):
        return page_by_page.look(request, opened, language=language)
    values = reading_forms.preselected(opened.definition, request.GET.get("a", ""))
    return form_page(request, opened, language=language, values=values, is_preselected=bool(values))


def _receive(request, opened: Opened, token: str, language: str):
    posted = Posted.read(request.POST)
    if opened.definition and (seen := submitting.definition_for(opened, posted.version_id)):
        opened = replace(opened, definition=seen)  # what is drawn again is what the customer saw
    if posted.is_by_page:
        return page_by_page.receive(request, opened, token, posted, language=language)
    values = reading_forms.read(opened.definition, request.POST) if opened.definition else []
    wishes = Wishes.read(request.POST)
    again = {"language": language, "values": values, "form_number": posted.form_number, "wishes": wishes}
    if _may_go_on(request, opened, posted):
        unfinished = before_sending(request, opened, posted, language=language, values=values)
        if unfinished:
            return unfinished
    try:
        store(
            request,
            opened,
            values=values,
            form_number=posted.form_number,
            language=language,
            version_id=posted.version_id,
            changes=posted.changes,
            wishes=wishes,
        )
    except submitting.NotAnswerable:
        return state_page(request, opened, language, values=values)
    except NotFitting as refusal:
        again |= {"page": page_sent(opened, posted, values, refusal.problems), "problems": refusal.problems}
        again |= {"changes": posted.changes, "is_anew": posted.is_anew}
        return form_page(request, opened, status=422, **again)
    except submitting.AlreadyAnswered as before:
        return _ask_before_replacing(request, opened, before.response, again)
    changes = posted.changes is not None and not posted.is_anew
    return leaving.to_thanks(request, opened, token, values=values, wishes=wishes, language=language, changes=changes)


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

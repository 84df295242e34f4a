"""What stands after the form, or in its place: the thanks, why a link takes no answer now, another address."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import clock
from invitations.models import PublicLink
from invitations.ways_in import kiosks
from invitations.ways_in.opening_links import LANGUAGE_CODES
from responses import presenting
from responses.answer_values import AnswerValue
from responses.noticing_need import HELP, may_need_help
from responses.opening import CLOSED, ENDED, EXPIRED, NOT_OPEN, USED, Opened
from responses.views.customer_pages import page_context, told
from responses.wishing import OUTCOME, REPLY, Wishes
from responses.wording import Wording

CHANGED = "changed"  # in the address of the thanks: they are for a change
_SAID = (CHANGED, HELP, OUTCOME, REPLY)
STATUS = {USED: 200, NOT_OPEN: 403, CLOSED: 410, ENDED: 410, EXPIRED: 410}
KIOSK_WITH_HELP_S = 40  # somebody may want to write a number down


def thanks_page(request, opened: Opened, language: str):
    """The end, without anything that was answered: a forwarded link shows no earlier words.

    By an open link nobody is known again, so what was wished for stands in the address, which says nothing of who did.
    """
    heading, own_words = presenting.thanks_texts(presenting.wording_for(opened, language))
    wishes = Wishes.of(opened.response) if opened.response else Wishes.read(request.GET)
    sent_at = opened.response.submitted_at if opened.response else clock.now()
    context = page_context(opened, language) | {
        "languages": presenting.languages(opened, language, said={name: 1 for name in _SAID if name in request.GET}),
        "heading": heading,
        "own_words": own_words,
        "read_by_words": presenting.read_by_words(opened, sent_at=sent_at),
        "saved_words": _("Your changes are saved.") if opened.response and CHANGED in request.GET else "",
        "wishes_words": presenting.wishes_words(wishes),
        "help_words": presenting.help_words(opened, language, is_needed=HELP in request.GET),
        "change_url": f"../?language={language}" if opened.can_change else "",
    }
    response = told(render(request, "responses/thanks.html", context), opened, language)
    if context["is_kiosk"]:
        seconds = KIOSK_WITH_HELP_S if context["help_words"] else kiosks.THANKED_S
        return kiosks.return_to_start(response, context["start_url"], seconds=seconds)
    return response


def help_said(request, opened: Opened, values: Iterable[AnswerValue]) -> dict:
    """For an address of this browser's alone: whoever wrote these values here, or others before, may need help.

    Never at a screen that many people use one after the other.
    """
    is_kiosk = opened.public_link is not None and opened.public_link.kind == PublicLink.Kind.KIOSK
    if is_kiosk or not opened.organisation.help_lines:
        return {}
    return {HELP: 1} if HELP in request.POST or may_need_help(values) else {}


def to_thanks(request, opened: Opened, token: str, *, values: Iterable[AnswerValue], wishes: Wishes, **how):
    """Go to the thanks for what was sent: these values by this very browser. `how`: language, changes."""
    said = ({CHANGED: 1} if how.get("changes") else {}) | help_said(request, opened, values)
    if not opened.is_personal:
        said |= {name: 1 for name, wished in ((OUTCOME, wishes.outcome), (REPLY, wishes.reply)) if wished}
    return see_other("responses:thanks", token, language=how["language"], **said)


def state_page(request, opened: Opened, language: str, *, values: Iterable[AnswerValue] = ()):
    """Why this link takes no answer now, whom to ask, and what was just written, so that it can be kept."""
    answered = opened.response
    context = page_context(opened, language) | {
        "problem": opened.problem,
        "can_change": opened.can_change,
        "is_doubtful": opened.can_change and answered.flagged,
        "read_by_words": presenting.read_by_words(opened, sent_at=answered.submitted_at) if answered else "",
        "is_pressed_in_mail": bool(request.GET.get("a")),
        "just_said": _in_words(opened, language, values),
    }
    status = STATUS[opened.problem] if request.method != "POST" else max(STATUS[opened.problem], 409)
    return told(render(request, "responses/state.html", context, status=status), opened, language)


def see_other(name: str, token: str, **query):
    """Go there with a GET. Looking again there sends nothing twice."""
    if query.get("language") not in LANGUAGE_CODES:
        query.pop("language", None)
    address = reverse(name, args=[token])
    response = HttpResponseRedirect(f"{address}?{urlencode(query)}" if query else address)
    response.status_code = 303
    return response


def _in_words(opened: Opened, language: str, values: Iterable[AnswerValue]) -> list[str]:
    if opened.definition is None:
        return [value.words for value in values if value.words]
    wording, questions = Wording(opened.definition, language), {one.key: one for one in opened.definition.questions}
    said = []
    for value in values:
        said += [wording.label(questions[value.key], value)] if value.key in questions else []
        said += [value.words]
    return [one for one in said if one]

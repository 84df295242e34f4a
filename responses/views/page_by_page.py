"""A survey of four questions or more: each page's POST is saved, then the next page is looked at.

So going back, forward and looking again never send anything twice. Nothing that was answered is shown to somebody who
only looks: the link may have been forwarded. It takes the press of a button, which is a POST.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from responses import changing, reading_forms, resuming, saving_pages, stepping, submitting, suspecting, wishing
from responses.answer_values import SURVEY_CHANGED, AnswerValue, NotFitting, Problem
from responses.opening import Opened
from responses.stepping import Saved, Step, Turn
from responses.views import leaving
from responses.views.drawing import step_page
from responses.views.flowing import Posted, number_in, store
from responses.views.leaving import see_other, state_page
from responses.wishing import Wishes

OWN = {True: "mine", False: "form"}  # how an address names the visitor's own way, by a personal link and an open one
ANOTHERS = _("Another answer to this question has come by this link. Press the button again to put yours in its place.")


def look(request, opened: Opened, *, language: str):
    """The page somebody comes to: of the number in the address on their own way, else the next one."""
    definition, begun = opened.definition, opened.begun
    saved = resuming.saved_of(begun)
    if not saved.seen:
        return _first(request, opened, language)
    is_own = request.GET.get(OWN[opened.is_personal]) == str(begun.form_number)
    if not is_own and (chosen := reading_forms.preselected(definition, request.GET.get("a", ""))):
        return _again_from_mail(request, opened, chosen[0], saved, language=language)
    step = stepping.step_at(definition, saved, number_in(request.GET.get("page", "")) if is_own else None)
    hides = step.question is not None and step.question.key in saved.seen
    return step_page(
        request,
        opened,
        step,
        language=language,
        form_number=begun.form_number if is_own else None,
        saved=saved if is_own else None,
        hidden=[("hides", 1)] if hides else (),
        hides=hides,
        is_resumed=not is_own,
    )


def receive(request, opened: Opened, token: str, posted: Posted, *, language: str):
    """Save the page, then show the next one; send everything where that was pressed and nothing is left to ask.

    Raises Overtaken where another browser was quicker: open the link anew and receive the same once more.
    """
    if opened.public_link and opened.begun:
        posted = replace(posted, form_number=opened.begun.form_number)  # what the address says is what is meant
    definition, begun = opened.definition, opened.begun
    pressed = posted.pressed(definition, request.POST) if definition else None
    if opened.problem:
        return _too_late(request, opened, token, pressed.value if pressed else None, language)
    saved = resuming.saved_of(begun)
    turn = stepping.press(definition, saved, pressed)
    again = {"language": language, "form_number": posted.form_number, "wishes": Wishes.read(request.POST)}
    again |= {"saved": saved if begun is None or begun.form_number == posted.form_number else None}
    here = stepping.step_of(definition, saved, pressed.asked) or turn.step
    typed = again | {"shown": pressed.value, "hidden": _told(posted), "hides": posted.hides}
    if posted.form_number is None or posted.version_id != definition.version_id:
        changed = [Problem("questions_changed", SURVEY_CHANGED)]
        return step_page(request, opened, here, problems=changed, status=422, **typed)
    if turn.stays:
        status = 422 if turn.problems else 200
        return step_page(request, opened, turn.step, problems=turn.problems, status=status, **typed)
    if turn.saves and saving_pages.is_anothers(begun, saved, turn.saves, posted.form_number, replaces=posted.replaces):
        typed |= {"hidden": [("replaces", begun.revision), *_retracing(posted)], "hides": False}
        return step_page(request, opened, here, problems=[Problem("anothers", ANOTHERS)], status=409, **typed)
    if turn.is_sent:
        return _send(request, opened, token, posted, turn, here, typed)
    if turn.saves:
        flagged = suspecting.may_be_automatic(request, opened)
        by = {"form_number": posted.form_number, "language": language, "flagged": flagged}
        opened = replace(opened, begun=saving_pages.save_page(opened, turn.saves, **by))
    if turn.shows:
        return _show(request, opened, turn, again)
    own_way = _own_way(opened, posted, turn) | leaving.help_said(request, opened, _brought(turn))
    return see_other("responses:page", token, language=language, **own_way)


def _first(request, opened: Opened, language: str):
    definition = opened.definition
    step = stepping.next_step(definition, Saved())
    chosen = reading_forms.preselected(definition, request.GET.get("a", ""))
    shown = next((value for value in chosen if step.question and value.key == step.question.key), None)
    look = {"shown": shown, "is_preselected": shown is not None}
    return step_page(request, opened, step, language=language, form_number=None, **look)


def _again_from_mail(request, opened: Opened, chosen: AnswerValue, saved: Saved, *, language: str):
    """An answer pressed in the mail once more, when pages are saved: that question, and what was pressed now."""
    step = stepping.step_of(opened.definition, saved, chosen.key)
    hidden = [("replaces", opened.begun.revision), ("hides", 1)] if chosen.key in saved.seen else []
    look = {"shown": chosen, "hidden": hidden, "is_preselected": True, "is_again": bool(hidden)}
    return step_page(request, opened, step, language=language, form_number=None, **look)


def _show(request, opened: Opened, turn: Turn, again: dict):
    """A page with what was answered there, for whoever pressed a button to see it."""
    key = turn.step.question.key if turn.step.question else None
    shown, revision = turn.saved.of(key), opened.begun.revision if opened.begun else 0
    hidden = [("replaces", revision), ("retraces", 1)]
    again |= {"shown": shown, "saved": turn.saved, "hidden": hidden, "wishes": wishing.NONE}
    return step_page(request, opened, turn.step, **again)


def _send(request, opened: Opened, token: str, posted: Posted, turn: Turn, here: Step, typed: dict):
    language, wishes = typed["language"], typed["wishes"]
    try:
        store(
            request,
            opened,
            values=turn.saved.values,
            form_number=posted.form_number,
            language=language,
            version_id=posted.version_id,
            wishes=wishes,
        )
    except NotFitting as refusal:
        keys = {problem.key for problem in refusal.problems}
        wrong = next((one for one in opened.definition.questions if one.key in keys), None)
        if wrong and (not here.question or wrong.key != here.question.key):
            here = stepping.step_of(opened.definition, turn.saved, wrong.key) or here
            typed |= {"shown": turn.saved.of(wrong.key), "hides": False}
        return step_page(request, opened, here, problems=refusal.problems, status=422, **typed)
    except submitting.AlreadyAnswered:
        raise submitting.Overtaken from None
    return leaving.to_thanks(request, opened, token, values=_brought(turn), wishes=wishes, language=language)


def _brought(turn: Turn) -> list[AnswerValue]:
    """What this press itself brought: pages saved before may be somebody else's."""
    return [turn.saves] if turn.saves else []


def _too_late(request, opened: Opened, token: str, value: AnswerValue | None, language: str):
    """The survey takes no answers by this link now; what is stored already is thanked for once more."""
    if opened.response and (value is None or value.is_empty or value in changing.values_of(opened.response)):
        return see_other("responses:thanks", token, language=language)
    return state_page(request, opened, language, values=[value] if value else [])


def _told(posted: Posted) -> list[tuple[str, object]]:
    """What the page knew of earlier answers, to be sent along with it once more."""
    hidden = [("replaces", posted.replaces)] if posted.replaces is not None else []
    hidden += _retracing(posted)
    return [*hidden, ("hides", 1)] if posted.hides else hidden


def _retracing(posted: Posted) -> list[tuple[str, object]]:
    return [("retraces", 1)] if posted.retraces else []


def _own_way(opened: Opened, posted: Posted, turn: Turn) -> dict:
    """Where the visitor is on a way of their own, for an address that only their browser has."""
    return {OWN[opened.is_personal]: posted.form_number, "page": turn.step.number} if opened.begun else {}

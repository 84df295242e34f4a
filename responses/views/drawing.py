"""Drawing the customer's form: a short survey on one page, a longer one a question a page."""

from collections.abc import Iterable, Sequence
from uuid import UUID, uuid4

from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from responses import answer_fields, presenting, reading_forms, showing
from responses.answer_fields import Field
from responses.answer_values import NOTHING, AnswerValue, Problem, kept
from responses.noticing_need import HELP
from responses.opening import Opened
from responses.showing import Showing
from responses.stepping import Saved, Step
from responses.views.customer_pages import page_context, told
from responses.wishing import NONE, Wishes
from responses.wording import Wording
from surveys.question_kinds import DATE, MULTIPLE_CHOICE, NUMBER, ONE_TIME, SCALES, SHORT_TEXT, SINGLE_CHOICE, YES_NO

THREE_IN_A_ROW = "css/respondent/three.css"
ABOUT_CONTACT = {"contact_missing", "not_a_contact"}
_SHEETS = {
    YES_NO: "three",
    **dict.fromkeys(SCALES, "scale"),
    **dict.fromkeys((SINGLE_CHOICE, MULTIPLE_CHOICE), "lists"),
    **dict.fromkeys((SHORT_TEXT, NUMBER, DATE), "lines"),
    ONE_TIME: "steps",
}


def form_page(
    request,
    opened: Opened,
    *,
    language: str,
    page: Showing | None = None,
    values: Sequence[AnswerValue] = (),
    problems: Sequence[Problem] = (),
    form_number: UUID | None = None,
    changes: int | None = None,
    wishes: Wishes = NONE,
    action: str = "./",
    status: int = 200,
    is_preselected: bool = False,
    is_anew: bool = False,
):
    """The survey's page with these answers filled in and these problems pointed out; without `page`, the first one."""
    definition = opened.definition
    page = page or showing.at_first(definition)
    wording = presenting.wording_for(opened, language).after(kept(definition, values))
    fields = answer_fields.fields(wording, page.questions, values=values, problems=problems, new=page.new)
    hidden = [("changes", changes)] if changes else []
    hidden += [("shown", " ".join(str(question.key) for question in page.questions))] if definition.waits_for else []
    hidden += [("more", 1)] if page.more_may_come else []
    hidden += [("anew", 1)] if is_anew else []
    context = _common(opened, language, wording, fields, problems) | {
        "form_number": form_number or uuid4(),
        "changes": changes,
        "number_of_new": len(page.new),
        "hidden": [*hidden, *reading_forms.carried(definition, values, besides=page.keys)],
        "action": action,
        "wishes": wishes,
        "is_sending": not page.more_may_come,
        "is_first": not changes,
        "is_anew": is_anew,
    }
    if is_preselected:
        most = presenting.most_pages(definition) if page.more_may_come else 1
        others = [question for question in page.questions[1:] if question.required]
        context["one_click"] = presenting.steps_left(most, is_exact=not page.more_may_come, questions=len(others))
        context["sends_at_once"] = not page.more_may_come and not others
    return _drawn(request, opened, context, language, status)


def step_page(
    request,
    opened: Opened,
    step: Step,
    *,
    language: str,
    form_number: UUID | None,
    shown: AnswerValue | None = None,
    saved: Saved | None = None,
    problems: Sequence[Problem] = (),
    hidden: Iterable[tuple[str, object]] = (),
    wishes: Wishes = NONE,
    status: int = 200,
    **said,
):
    """The page of one question, or the last one, where only sending is left.

    `shown` stands filled in; `saved` is what may be inserted in the words: only where this visitor wrote it. `said` is
    what else the page says: hides, is_resumed, is_preselected, is_again.
    """
    wording = presenting.wording_for(opened, language).after(saved.values if saved else ())
    questions = [step.question] if step.question else []
    values = [shown] if shown else []
    fields = answer_fields.fields(wording, questions, values=values, problems=problems)
    form_number = form_number or uuid4()
    context = _common(opened, language, wording, fields, problems) | {
        "step": step,
        "form_number": form_number,
        "hidden": [("asked", step.question.key if step.question else "end"), *hidden, *_carried(request)],
        "action": "./" if opened.public_link is None else f"./?form={form_number}",
        "wishes": wishes,
        "is_sending": step.is_last,
        "is_first": step.number == 1 and not said.get("is_resumed"),
        **said,
    }
    context["sheets"].append("css/respondent/paging.css")
    if said.get("is_preselected"):
        steps_left = presenting.steps_left(step.most, is_exact=step.is_exact)
        context["one_click"] = _("Is this your answer now? Press Continue") if said.get("is_again") else steps_left
    return _drawn(request, opened, context, language, status)


def _carried(request) -> list[tuple[str, int]]:
    """What this browser's own way tells from page to page."""
    return [(HELP, 1)] if HELP in request.GET or HELP in request.POST else []


def _common(opened: Opened, language: str, wording: Wording, fields: list[Field], problems: Sequence[Problem]) -> dict:
    definition = opened.definition
    return page_context(opened, language) | {
        "title": wording.of(definition.title),
        "intro": wording.of(definition.intro),
        "minutes_words": presenting.minutes_words(definition, language),
        "about_words": presenting.about_words(),
        "anonymity_words": presenting.anonymity_words(opened),
        "about_facts": presenting.about_facts(opened),
        "fields": fields,
        "problems": problems,
        "general": [one.message for one in problems if one.key is None and one.rule not in ABOUT_CONTACT],
        "is_empty": any(one.rule == NOTHING for one in problems),
        "wishes_error": next((one.message for one in problems if one.rule in ABOUT_CONTACT), ""),
        "has_trap": opened.invitation is not None,
        "is_personal": opened.is_preview or bool(opened.invitation and opened.invitation.customer),
        "sheets": _sheets(fields, has_problems=bool(problems)),
        "stop_url": _stop_url(opened),
    }


def _drawn(request, opened: Opened, context: dict, language: str, status: int):
    wanted = {
        "about": any(context.get(name) for name in ("is_first", "one_click", "hides", "is_resumed", "changes"))
        or not context["fields"],
        "wishes": context["is_sending"],
        "one-click": context.get("one_click"),
    }
    context["sheets"] += [f"css/respondent/{name}.css" for name, is_wanted in wanted.items() if is_wanted]
    context["sheets"] += ["css/components/boxes.css"] if context["is_sending"] else []
    if context.get("one_click") and all(field.kind != YES_NO for field in context["fields"][1:]):
        context["sheets"] = [
            name for name in context["sheets"] if name != THREE_IN_A_ROW
        ]  # the chosen one stands alone
    return told(render(request, "responses/page.html", context, status=status), opened, language)


def _sheets(fields: list[Field], *, has_problems: bool) -> list[str]:
    """The small files of rules that these fields need."""
    names = ["question", *dict.fromkeys(_SHEETS[field.kind] for field in fields if field.kind in _SHEETS)]
    names += ["errors"] if has_problems else []
    names += ["more"] if any(field.is_new for field in fields) else []
    return [f"css/respondent/{name}.css" for name in names]


def _stop_url(opened: Opened) -> str:
    """Where a customer who was asked by mail can say no to the next one."""
    if not (opened.invitation and opened.invitation.customer_id):
        return ""
    try:
        return reverse("invitations:stop", args=[opened.invitation.stop_token])
    except NoReverseMatch:
        return ""

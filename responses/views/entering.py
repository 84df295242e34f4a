"""Colleagues enter what came on paper or by telephone, one answer after the other."""

from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import staff_required
from invitations.ways_in import kinds, links
from responses import answer_fields, entering, presenting, reading_forms, submitting
from responses.answer_values import NotFitting, Problem
from responses.entering_form import EnteringForm
from responses.opening import Opened
from responses.views.drawing import ABOUT_CONTACT
from responses.views.flowing import Posted
from responses.wishing import NONE, Wishes
from surveys import saying_conditions
from surveys.models import Survey
from surveys.seeing import visible_to


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request, survey_id: int):
    surveys = visible_to(request.membership).select_related("organisation", "unit", "published_version")
    survey = get_object_or_404(surveys, pk=survey_id)
    if request.method == "POST":
        return _receive(request, survey)
    units = entering.units_for(survey, request.membership)
    start = {"way": kinds.Kind.PAPER, "unit": units.first()} | request.GET.dict()
    form = EnteringForm(survey=survey, membership=request.membership, initial=start)
    return _page(request, survey, form, language=_language(survey, request.GET.get("language")))


def _receive(request, survey: Survey):
    form = EnteringForm(request.POST, survey=survey, membership=request.membership)
    posted = Posted.read(request.POST)
    opened = _opened(survey)
    if opened.definition and (seen := submitting.definition_for(opened, posted.version_id)):
        opened = replace(opened, definition=seen)  # what is drawn again is what was typed into
    language = _language(survey, request.POST.get("switch"), request.POST.get("language"))
    values = reading_forms.read(opened.definition, request.POST) if opened.definition else []
    wishes = Wishes.read(request.POST)
    again = {"language": language, "opened": opened, "values": values, "form_number": posted.form_number}
    again |= {"wishes": wishes}
    if "switch" in request.POST:
        return _page(request, survey, form, **again, is_checked=False)
    if not form.is_valid():
        return _page(request, survey, form, **again, status=422)
    told = form.cleaned_data
    try:
        submission = entering.enter(
            survey,
            told["unit"],
            way=told["way"],
            by=request.user,
            values=values,
            form_number=posted.form_number,
            language=language,
            version_id=posted.version_id,
            wishes=wishes,
        )
    except (links.NotOpen, submitting.NotAnswerable):
        return _page(request, survey, form, **again, status=409)
    except NotFitting as refusal:
        return _page(request, survey, form, **again, problems=refusal.problems, status=422)
    messages.success(request, _("It was saved already.") if submission.is_replay else _("Saved. Here is the next one."))
    kept = urlencode({"way": told["way"], "unit": told["unit"].pk, "language": language})
    return redirect(f"{reverse('responses:entering', args=[survey.pk])}?{kept}")


def _opened(survey: Survey) -> Opened:
    return entering.opened_for(survey, survey.unit, way=kinds.Kind.PAPER)


def _language(survey: Survey, *wishes: str | None) -> str:
    """Of the paper and of the words typed from it."""
    version = survey.published_version
    offered = version.languages if version else [survey.language]
    return next((code for code in (*wishes, get_language()) if code in offered), offered[0])


def _page(
    request,
    survey: Survey,
    form: EnteringForm,
    *,
    language: str,
    opened: Opened | None = None,
    values: list = (),
    wishes: Wishes = NONE,
    problems: list[Problem] = (),
    form_number: UUID | None = None,
    is_checked: bool = True,
    status: int = 200,
):
    """Every question at once, as on the paper. `is_checked` is False where nobody has pressed Save yet."""
    opened = opened or _opened(survey)
    if not is_checked:
        form = EnteringForm(survey=survey, membership=request.membership, initial=request.POST.dict())
    context = {
        "survey": survey,
        "form": form,
        "is_open": survey.state == Survey.State.OPEN,
        "language": language,
        "languages": opened.languages,
        "asked": _asked(opened, language, values, problems) if opened.definition else [],
        "general": [one.message for one in problems if one.key is None and one.rule not in ABOUT_CONTACT],
        "problems": problems,
        "wishes": wishes,
        "wishes_error": next((one.message for one in problems if one.rule in ABOUT_CONTACT), ""),
        "definition": opened.definition,
        "form_number": form_number or uuid4(),
        "today": entering.entered_today(survey, request.membership),
    }
    return render(request, "responses/entering.html", context, status=status)


def _asked(opened: Opened, language: str, values: list, problems: list[Problem]) -> list[tuple]:
    """Each question as its customers met it, with the sentence that says when it is asked at all."""
    questions = opened.definition.questions
    with override(language):
        drawn = answer_fields.fields(
            presenting.wording_for(opened, language), questions, values=values, problems=problems
        )
    reader = get_language()
    said = [saying_conditions.in_words(question, questions, language=reader) for question in questions]
    return list(zip(drawn, said, strict=True))

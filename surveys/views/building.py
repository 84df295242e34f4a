"""Starting, building and arranging a survey. Managers only."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import manager_required
from surveys import arranging, building, estimating, publishing, question_kinds, ready_made, seeing
from surveys.draft_page import DraftPage
from surveys.drafts import LostUpdate
from surveys.forms import BLANK, SettingsForm, StartForm
from surveys.frozen import Frozen
from surveys.models import Survey, Touchpoint
from surveys.question_kinds import CHOICES
from surveys.views.listing import starter_card
from surveys.wishes import Wish

KIND_ICONS = {
    question_kinds.YES_NO: "circle-check",
    question_kinds.OPEN_TEXT: "pen-line",
    question_kinds.ONE_TIME: "footprints",
    question_kinds.SINGLE_CHOICE: "circle-dot",
    question_kinds.MULTIPLE_CHOICE: "list-checks",
    question_kinds.SCALE: "gauge",
    question_kinds.SCALE_1_5: "gauge",
    question_kinds.NPS: "megaphone",
    question_kinds.SHORT_TEXT: "text-cursor-input",
    question_kinds.NUMBER: "hash",
    question_kinds.DATE: "calendar",
}
KIND_EXAMPLES = {
    question_kinds.YES_NO: gettext_lazy("“Did you sleep well?” And why."),
    question_kinds.OPEN_TEXT: gettext_lazy("“How were you treated?” In their own words."),
    question_kinds.ONE_TIME: gettext_lazy("What happened, how were you met, what did it lead to?"),
    question_kinds.SINGLE_CHOICE: gettext_lazy("One of the answers you offer. And why."),
    question_kinds.MULTIPLE_CHOICE: gettext_lazy("As many as fit of the answers you offer. And why."),
    question_kinds.SCALE: gettext_lazy("“How rested did you wake up?” And why."),
    question_kinds.SCALE_1_5: gettext_lazy("Five steps between two ends. And why."),
    question_kinds.NPS: gettext_lazy("Would they recommend you? It says little about what happened."),
    question_kinds.SHORT_TEXT: gettext_lazy("A few words, such as the name of a place."),
    question_kinds.NUMBER: gettext_lazy("“How many minutes did you wait?”"),
    question_kinds.DATE: gettext_lazy("“Which day did it arrive?”"),
}

WORDS_WHEN_PUBLISHED = {
    Survey.State.OPEN: gettext_lazy("Published. The survey takes answers now."),
    Survey.State.SCHEDULED: gettext_lazy("Waiting for its opening day"),
    Survey.State.CLOSED: gettext_lazy("The survey is closed"),  # published before, and closed since
}


def changeable(request, survey_id: int) -> Survey:
    surveys = seeing.changeable_by(request.membership).select_related("organisation", "published_version", "unit")
    return get_object_or_404(surveys, pk=survey_id)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """Start a survey, from blank or from a ready-made one."""
    form = StartForm(request.POST or None, membership=request.membership, start=request.GET.get("start", ""))
    if request.method == "POST" and form.is_valid():
        return redirect("surveys:build", _start(request, form).pk)
    starters = [starter_card(one) for one in ready_made.all_ready_made()]
    context = {"form": form, "starters": starters, "chosen": form["start"].value()}
    return render(request, "surveys/new.html", context, status=422 if form.errors else 200)


def _start(request, form: StartForm) -> Survey:
    told = form.cleaned_data
    common = {name: told[name] for name in ("name", "unit", "contact_name", "contact_email")}
    common |= {"languages": form.languages, "by": request.user}
    if told["start"] == BLANK:
        return building.start_blank(request.organisation, **common)
    return building.start_from_library(request.organisation, told["start"], **common)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def build(request, survey_id):
    """The draft as one form; every button saves all that is typed, and then does what it says."""
    survey = changeable(request, survey_id)
    if request.method == "POST":
        return _save(request, survey)
    draft = survey.draft
    if draft is None:
        return redirect(survey)
    return _show(request, DraftPage(draft, language=request.GET.get("language", "")))


def _save(request, survey: Survey) -> HttpResponse:
    wish, posted = Wish.read(request.POST), request.POST
    language, draft, expected = posted.get("language", ""), survey.draft, None
    if draft is None:
        # Published while somebody was writing: the words stay on the page, and may go into the next draft.
        if wish.verb != "next-draft":
            page = DraftPage(survey.published_version, language=language, posted=posted)
            return _show(request, page, status=409, is_published=True)
        draft = publishing.start_next_draft(survey, by=request.user)
        expected = draft.revision
    page = DraftPage(draft, language=language, posted=posted, expected_revision=expected)
    if not page.is_valid():
        return _show(request, page, status=422)
    try:
        saved = page.save(by=request.user)
        return _carry_out(request, wish, page, saved)
    except LostUpdate as lost:
        page = DraftPage(lost.draft, language=language, posted=posted)
        page.keep_both()
        return _show(request, page, status=409)
    except Frozen:
        page = DraftPage(survey.latest_version, language=language, posted=posted)
        return _show(request, page, status=409, is_published=True)


def _carry_out(request, wish: Wish, page: DraftPage, draft) -> HttpResponse:
    seen = {"language": wish.about if wish.verb == "language" else page.language}
    if wish.verb == "publish":
        return publish_and_answer(request, draft)
    try:
        seen["at"] = wish.carry_out(draft, new_key=request.POST.get("new_key", ""), by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    if wish.verb in {"save", "next-draft"}:
        messages.success(request, _("Saved."))
    return redirect(
        f"{reverse('surveys:build', args=[page.survey.pk])}?{urlencode({k: v for k, v in seen.items() if v})}"
    )


def publish_and_answer(request, draft) -> HttpResponse:
    """Publish, and go to the survey's page; or back to the builder, where each problem stands in its place."""
    try:
        publishing.publish(draft, by=request.user)
    except publishing.NotReady as not_ready:
        count = len(not_ready.problems)
        messages.warning(request, _("Almost there. Things to look at first: %(count)d.") % {"count": count})
        return redirect(f"{reverse('surveys:build', args=[draft.survey_id])}?check=1")
    survey = changeable(request, draft.survey_id)
    messages.success(request, WORDS_WHEN_PUBLISHED[survey.state])
    return redirect(survey)


def _show(request, page: DraftPage, *, status: int = 200, is_published: bool = False) -> HttpResponse:
    page.go_on_at(request.GET.get("at", ""))
    problems = publishing.problems(page.draft)
    checked = "check" in request.GET
    for card in page.cards:
        card.problems = [one for one in problems if one.where == card.question.pk] if checked else []
        card.icon = KIND_ICONS[card.question.kind]
    questions = [card.question for card in page.cards]
    moments = Touchpoint.objects.for_organisation(request.organisation).filter(is_default=False).order_by("id")
    context = {
        "page": page,
        "survey": page.survey,
        "is_published": is_published,
        "checked": checked,
        "problems": problems,
        "own_problems": [one for one in problems if one.where is None],
        "checklist": _checklist(problems, page),
        "minutes": estimating.minutes_to_answer(page.draft, questions),
        "kinds": [(kind, name, KIND_ICONS[kind], KIND_EXAMPLES[kind]) for kind, name in CHOICES],
        "moments": moments[:200],
        "at": request.GET.get("at", ""),
        "new_key": uuid.uuid4().hex,
    }
    return render(request, "surveys/build.html", context, status=status)


def _checklist(problems: list, page: DraftPage) -> list[dict]:
    """Each problem with the question it is about: its number and its place on the page."""
    places = {card.question.pk: (number, card.question.key.hex) for number, card in enumerate(page.cards, start=1)}
    return [
        {"problem": problem, "number": number, "place": place}
        for problem in problems
        for number, place in [places.get(problem.where, (None, None))]
    ]


@manager_required
@require_POST
def order(request, survey_id):
    """The order after a drag: nothing is drawn again, so that nobody's typing is disturbed."""
    survey = changeable(request, survey_id)
    keys = [key for text in request.POST.getlist("order") if (key := _key(text))]
    draft = survey.draft
    if draft is None:
        raise Http404
    try:
        building.put_in_order(draft, keys=keys, by=request.user)
    except Frozen as published_meanwhile:
        raise Http404 from published_meanwhile
    return HttpResponse(status=204)


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request, survey_id):
    """What does not belong to one version: name, place, contact, anonymity, dates, how long answers are kept."""
    survey = changeable(request, survey_id)
    name = survey.name  # the form writes what is typed into its instance, also when it is refused
    form = SettingsForm(request.POST or None, instance=survey, membership=request.membership)
    if request.method == "POST" and form.is_valid():
        try:
            arranging.change_settings(survey, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("surveys:detail", survey_id)
    context = {"form": form, "survey": survey, "name": name}
    return render(request, "surveys/settings.html", context, status=422 if form.errors else 200)

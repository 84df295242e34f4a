"""The builder: a survey's draft as one form. Managers only."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import manager_required
from surveys import coaching, publishing, seeing
from surveys.builder import saving_drafts
from surveys.builder.draft_page import MOST_OPEN, DraftPage, whole
from surveys.builder.moment_step import MomentStep
from surveys.builder.wishes import UNDO_REMOVAL, Outcome, Wish
from surveys.drafts.undoing import CannotUndo
from surveys.frozen import Frozen
from surveys.models import Survey, SurveyVersion
from surveys.views import builder_pages

DECIDING = {"save", "keep", "take"}  # the wishes that may be carried out while texts are undecided between two people


def changeable(request, survey_id: int) -> Survey:
    surveys = seeing.changeable_by(request.membership).select_related("organisation", "published_version", "unit")
    return get_object_or_404(surveys, pk=survey_id)


class HttpResponseTemporaryPost(HttpResponseRedirect):
    """Sends the same form on to another address."""

    status_code = 307


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
    seen, at = request.GET, request.GET.get("at", "")
    page = DraftPage(draft, language=seen.get("language", ""), opened=[*seen.getlist("open"), _key_in(at)])
    outcome = Outcome(at)
    if at == UNDO_REMOVAL:
        outcome = Outcome(at, _("The question is removed."), may_be_undone=True, change=whole(seen.get("change", "")))
    return builder_pages.show(request, page, outcome=outcome, typed_moment=seen)


@manager_required
@require_safe
def told(request, survey_id):
    """What the page says of the draft as it is stored now, without any field."""
    survey = changeable(request, survey_id)
    draft = survey.draft
    if draft is None:
        raise Http404
    return builder_pages.show_told(request, DraftPage(draft, language=request.GET.get("language", "")))


@manager_required
@require_safe
def card(request, survey_id, question_key):
    """One question of the page, as an open form or, with `open=0`, as a row. What is in the address is not saved."""
    survey = changeable(request, survey_id)
    draft = survey.draft
    if draft is None:
        raise Http404
    page = DraftPage(draft, language=request.GET.get("language", ""), opened=[question_key])
    if question_key not in page.everyone:
        raise Http404
    return builder_pages.show_card(request, page, question_key, is_open=request.GET.get("open") != "0")


def _save(request, survey: Survey) -> HttpResponse:
    wish, posted = Wish.read(request.POST), request.POST.copy()
    language, draft, expected = posted.get("language", ""), survey.draft, None
    opened = _opened(posted)
    if draft is None:
        # Published while somebody was writing: the words stay on the page, and may go into the next draft.
        if wish.verb != "next-draft":
            page = DraftPage(survey.published_version, language=language, posted=posted)
            return builder_pages.show(request, page, status=409, is_published=True)
        draft = publishing.start_next_draft(survey, by=request.user)
        expected = draft.revision
    undecided = _undecided(wish, posted)
    page = DraftPage(draft, language=language, posted=posted, expected_revision=expected, opened=opened)
    step = MomentStep(posted, moments=page.moments)
    if not page.is_valid() or (wish.verb == "add" and not step.is_valid()):
        page.keep_both(undecided)
        return builder_pages.show(request, page, step=step, status=422)
    try:
        saved = saving_drafts.save(page, by=request.user, undecided=undecided)
        if saved.conflicts:
            page = page.with_only(saved.conflicts, saved.draft, opened=opened)
            return builder_pages.show(request, page, step=step, status=409)
        return _carry_out(request, wish, page, step, saved.draft)
    except Frozen:  # published a moment ago, which the survey in hand does not know yet
        page = DraftPage(changeable(request, survey.pk).latest_version, language=language, posted=posted)
        return builder_pages.show(request, page, status=409, is_published=True)


def _opened(posted) -> list[str]:
    """The keys of the questions that stood open on the sender's page, as hex."""
    return [key for key in posted.getlist("open") if len(key) == 32][-MOST_OPEN:]


def _undecided(wish: Wish, posted) -> list[str]:
    """The controls that were told to be in conflict and still are. A plain save keeps one's own words everywhere."""
    undecided = posted.getlist("conflict")
    if wish.verb == "save":
        return []
    if wish.verb == "take":
        posted.pop(wish.about, None)
    return [name for name in undecided if wish.verb not in DECIDING or name != wish.about]


def _carry_out(request, wish: Wish, page: DraftPage, step: MomentStep, draft: SurveyVersion) -> HttpResponse:
    """What the pressed button asks for, once everything is saved."""
    survey = page.survey
    if leave := _leave(request, wish, page):
        return leave
    language = wish.about if wish.verb == "language" else page.language
    opened, outcome = _opened(request.POST), Outcome()
    if wish.verb in {"open", "close"}:
        opened = [key for key in opened if key != wish.about]
        outcome = Outcome(f"q-{wish.about}-open" if wish.verb == "close" else f"id_q-{wish.about}-text")
    moment = None
    if wish.verb == "add":
        try:
            moment = step.place(request.organisation)
        except ValidationError as one_too_many:
            step.add_error("name", one_too_many)
            return builder_pages.show(request, _page(survey, language, opened), step=step, status=422)
    try:
        carried_out = wish.carry_out(draft, posted=request.POST, language=page.language, by=request.user, moment=moment)
        outcome = carried_out if carried_out.at else outcome
    except CannotUndo as cannot:
        outcome = Outcome(wish.verb, cannot.words)
    except ValidationError as refused:
        words = " ".join(refused.messages)
        reason = coaching.reason_field(wish.about, wish.option)
        if wish.verb == "keep-anyway" and reason in request.POST:  # what was typed stays, and is told about there
            refusal = {"name": reason, "words": words}
            return builder_pages.show(request, _page(survey, language, opened), step=step, refusal=refusal, status=422)
        messages.warning(request, words)
    if wish.verb in {"save", "next-draft", "keep", "take"}:
        outcome = Outcome("save", _("Saved."))
    if not page.is_long and len(opened) < MOST_OPEN:
        opened = []  # all of a short survey is open anyway
    return _answer(request, survey, language, opened, outcome, {} if wish.verb == "add" else step.typed())


def _leave(request, wish: Wish, page: DraftPage) -> HttpResponse | None:
    """The way to another page, for the wishes that go there."""
    arguments = [page.survey.pk]
    match wish.verb:
        case "publish":
            return _go(request, reverse("surveys:publication", args=arguments))
        case "preview":
            return _go(request, f"{reverse('responses:preview', args=arguments)}?language={page.language}")
        case "test-mail":
            return HttpResponseTemporaryPost(reverse("invitations:test_mail", args=arguments))
    return None


def _answer(request, survey, language: str, opened: list[str], outcome: Outcome, typed: dict) -> HttpResponse:
    """The page again: at once for htmx, else by way of a redirect, so that a reload repeats nothing."""
    if request.htmx:
        if outcome.at == "save":
            outcome = Outcome(words=outcome.words)  # the focus stays where it is
        if outcome.is_news:
            messages.success(request, outcome.words)
            outcome = Outcome(outcome.at)
        page = _page(survey, language, opened, outcome)
        return builder_pages.show(request, page, outcome=outcome, typed_moment=typed)
    if outcome.words and outcome.at != UNDO_REMOVAL:
        messages.success(request, outcome.words)
    seen = {"language": language, "at": outcome.at, "change": outcome.change, "open": opened, **typed}
    query = urlencode({name: value for name, value in seen.items() if value}, doseq=True)
    return redirect(f"{reverse('surveys:build', args=[survey.pk])}?{query}")


def _page(survey: Survey, language: str, opened: list[str], outcome: Outcome | None = None) -> DraftPage:
    """The draft as it is stored now. Raises Frozen where it was published or thrown away meanwhile."""
    draft = survey.draft
    if draft is None:
        raise Frozen(f"survey {survey.pk} has no draft any more")
    return DraftPage(draft, language=language, opened=[*opened, _key_in(outcome.at if outcome else "")])


def _key_in(control_id: str) -> str:
    """The question to open for a control, by its key as hex; the id is "id_q-<key>-text" or "q-<key>-add-option"."""
    name = control_id.removeprefix("id_")
    is_of_a_row = name.endswith(("-open", "-up", "-down"))
    return name[2:34] if name.startswith("q-") and not is_of_a_row else ""


def _go(request, url: str) -> HttpResponse:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)

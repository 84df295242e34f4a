"""The list of surveys, and one survey's page."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from surveys import estimating, publishing, ready_made, seeing
from surveys.forms import ANONYMITY_WORDS
from surveys.models import Survey, SurveyVersion
from surveys.texts import in_language

PAGE_SIZE = 50


@staff_required
@require_safe
def survey_list(request):
    """The organisation's surveys, newest first."""
    drafts = Prefetch(
        "versions",
        SurveyVersion.objects.for_organisation(request.organisation).filter(published_at__isnull=True),
        to_attr="drafts",
    )
    surveys = seeing.visible_to(request.membership).select_related("unit", "published_version")
    page = Paginator(surveys.prefetch_related(drafts).order_by("-id"), PAGE_SIZE).get_page(request.GET.get("page"))
    starters = ready_made.all_ready_made() if not page.object_list else ()
    return render(
        request,
        "surveys/list.html",
        {
            "page": page,
            "rows": [_row(survey) for survey in page.object_list],
            "newer_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
            "older_url": f"?page={page.next_page_number()}" if page.has_next() else "",
            "starters": [starter_card(one) for one in starters],
        },
    )


def _row(survey: Survey) -> dict:
    draft = survey.drafts[0] if survey.drafts else None
    return {
        "survey": survey,
        "languages": (draft or survey.published_version).languages,
        "published_at": survey.published_version.published_at if survey.published_version else None,
        "has_changes": bool(draft and survey.published_version_id),
    }


def starter_card(one: ready_made.ReadyMade) -> dict:
    """What a card says of a ready-made survey, in the reader's language."""
    language = get_language() or "en"
    return {
        "key": one.key,
        "name": one.name(language),
        "need": in_language(one.need, language),
        "questions": one.questions_in(language),
    }


@staff_required
@require_safe
def detail(request, survey_id):
    """One survey: its state, its questions in words, and where to go from here."""
    surveys = seeing.visible_to(request.membership).select_related("unit", "published_version", "organisation")
    survey = get_object_or_404(surveys, pk=survey_id)
    draft = survey.draft
    version = draft or survey.published_version
    questions = list(version.questions.select_related("touchpoint"))
    may_change = seeing.changeable_by(request.membership).filter(pk=survey.pk).exists()
    return render(
        request,
        "surveys/detail.html",
        {
            "survey": survey,
            "draft": draft,
            "version": version,
            "language": _language(version),
            "questions": [_told(question, _language(version)) for question in questions],
            "minutes": estimating.minutes_to_answer(version, questions),
            "anonymity_words": ANONYMITY_WORDS[survey.anonymity],
            "may_change": may_change,
            "problems": publishing.problems(draft) if draft and may_change else [],
        },
    )


def _language(version: SurveyVersion) -> str:
    """The reader's language if the survey speaks it, else the survey's own."""
    return get_language() if get_language() in version.languages else version.languages[0]


def _told(question, language: str) -> dict:
    return {
        "question": question,
        "text": in_language(question.texts, language),
        "why": in_language(question.prompt.get("neutral"), language),
        "answers": [in_language(option["texts"], language) for option in question.options],
        "low": in_language(question.ends.get("low"), language),
        "high": in_language(question.ends.get("high"), language),
    }

"""The list of surveys."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from common import addresses
from surveys import ready_made, seeing
from surveys.finding import SurveyFilter
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
    everything = seeing.visible_to(request.membership)
    chooser = SurveyFilter(request.GET)
    surveys = chooser.of(everything).select_related("unit", "published_version").prefetch_related(drafts)
    page = Paginator(surveys.order_by("-id"), PAGE_SIZE).get_page(request.GET.get("page"))
    has_any = bool(page.object_list) or everything.exists()
    starters = () if has_any else ready_made.all_ready_made()
    return render(
        request,
        "surveys/list.html",
        {
            "page": page,
            "rows": [_row(survey) for survey in page.object_list],
            **addresses.beside(request, page),
            "chooser": chooser,
            "has_any": has_any,
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
        "when": one.send_in(language),
        "questions": one.questions_in(language),
    }

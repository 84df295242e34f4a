"""A survey as a paper form, for a counter, a waiting room or a meeting."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from surveys import paper, seeing
from surveys.views.copying import version_asked_for


@staff_required
@require_safe
def print_sheet(request, survey_id):
    """The draft or the published version, or the one whose number is named, in one of its languages."""
    surveys = seeing.visible_to(request.membership).select_related("organisation", "published_version", "unit")
    survey = get_object_or_404(surveys, pk=survey_id)
    version = version_asked_for(survey, request.GET)
    wanted = (request.GET.get("language"), get_language(), version.languages[0])
    language = next(code for code in wanted if code in version.languages)
    context = {
        "survey": survey,
        "version": version,
        "sheet": paper.sheet_of(version, language=language),
        "asker": survey.organisation.sender_name or survey.organisation.name,
    }
    return render(request, "surveys/print.html", context)

"""The survey as customers will meet it, for colleagues: the same template, the same rules, nothing stored."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import staff_required
from common import clock
from responses import answer_fields, presenting
from responses.answer_values import problems
from responses.opening import as_preview
from responses.views.customer_pages import customers_page, form_page, in_own_language, page_context, speaking
from surveys.models import Survey
from surveys.seeing import visible_to


def _survey(request, survey_id: int) -> Survey:
    surveys = visible_to(request.membership)
    return get_object_or_404(surveys.select_related("organisation", "unit", "published_version"), pk=survey_id)


@staff_required
@require_safe
def preview(request, survey_id: int):
    survey = _survey(request, survey_id)
    opened = as_preview(survey)
    chosen = request.GET.get("language")
    language = chosen if chosen in opened.languages else opened.languages[0]
    context = {
        "survey": survey,
        "language": language,
        "languages": presenting.languages(opened, language),
        "is_draft": opened.definition.version_id != survey.published_version_id,
    }
    return render(request, "responses/preview.html", context)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})
@customers_page  # no form token: it is the customers' form, and nothing is stored
def preview_page(request, survey_id: int):
    opened = as_preview(_survey(request, survey_id))
    with speaking(request, opened) as language:
        if request.method != "POST":
            return form_page(request, opened, language=language)
        values = answer_fields.read(opened.definition, request.POST)
        if "switch" in request.POST:
            return form_page(request, opened, language=language, values=values)
        if found := problems(opened.definition, values):
            return form_page(request, opened, language=language, values=values, problems=found, status=422)
        heading, own_words = presenting.thanks_texts(opened.definition, language)
        context = page_context(opened, language) | {
            "heading": heading,
            "own_words": own_words,
            "read_by_words": presenting.read_by_words(opened, sent_at=clock.now()),
            "change_url": f"./?language={language}",
            "is_preview": True,
        }
        return in_own_language(render(request, "responses/thanks.html", context), language)

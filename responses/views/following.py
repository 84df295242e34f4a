"""How a mailing goes, or all mailings of a survey: on a page that follows along, and as a table to take along."""

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import manager_required
from common import safe_cells
from invitations import seeing
from invitations.mailings import telling
from invitations.models import EmailDelivery
from responses import following
from surveys import small_groups
from surveys.definitions import published_definition
from surveys.models import Survey
from surveys.seeing import changeable_by


@manager_required
@require_safe
def mailing(request, mailing_id: int):
    mailings = seeing.mailings_of(request.membership).select_related("survey__organisation")
    row = get_object_or_404(mailings, pk=mailing_id)
    deliveries = seeing.deliveries_of(request.membership).filter(invitation__mailing=row)
    responses = following.visible_responses(request.membership).filter(invitation__mailing=row)
    return _page(request, row.survey, deliveries, responses, mailing=row)


@manager_required
@require_safe
def survey(request, survey_id: int):
    row = get_object_or_404(changeable_by(request.membership), pk=survey_id)
    return _page(request, row, _deliveries(request, row), _responses(request, row))


@manager_required
@require_safe
def survey_table(request, survey_id: int):
    row = get_object_or_404(changeable_by(request.membership), pk=survey_id)
    course = following.course_of(_deliveries(request, row), **_limits(row))
    rows = following.table(course)
    response = StreamingHttpResponse(safe_cells.csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(row.name) or "survey"}.csv"'
    response["Cache-Control"] = "no-store"
    return response


def _limits(survey: Survey) -> dict:
    return {"fewest": small_groups.fewest(survey), "outbox_answers": small_groups.outbox_answers(survey)}


def _deliveries(request, survey: Survey):
    mails = seeing.deliveries_of(request.membership)
    return mails.filter(invitation__survey=survey, kind=EmailDelivery.Kind.INVITATION)


def _responses(request, survey: Survey):
    return following.visible_responses(request.membership).filter(survey=survey)


def _page(request, survey: Survey, deliveries, responses, *, mailing=None):
    definition = published_definition(survey.published_version_id) if survey.published_version_id else None
    language, fewest = get_language(), small_groups.fewest(survey)
    course = following.course_of(deliveries, **_limits(survey), total_label=_("All"))
    tells_answers = True
    if mailing and fewest:
        tells_answers = telling.tells_answers(mailing, by=request.membership)
        course = following.of_one_mailing(course, tells_answers=tells_answers)
    is_told = definition and tells_answers
    leaving = following.leaving(definition, responses, language=language, fewest=fewest) if is_told else []
    context = {"survey": survey, "mailing": mailing, "fewest": fewest, "course": course, "leaving": leaving}
    template = "responses/following.html"
    return render(request, f"{template}#course" if request.htmx else template, context)

"""Copying a survey, also an archived or a closed one. Managers only, by POST."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import manager_required
from common.addresses import whole_number
from surveys import copying, seeing
from surveys.models import Survey, SurveyVersion


@manager_required
@require_POST
def copy(request, survey_id):
    """Whoever sees a survey may copy it into a house of their own; an older version by its number."""
    surveys = seeing.visible_to(request.membership).select_related("organisation", "published_version", "unit")
    survey = get_object_or_404(surveys, pk=survey_id)
    units = request.membership.visible_units()
    unit = survey.unit if units.filter(pk=survey.unit_id).exists() else units.in_tree_order().first()
    made = copying.copy(version_asked_for(survey, request.POST), by=request.user, unit=unit)
    messages.success(request, _("Here is your copy. None of it has been published."))
    return redirect("surveys:build", made.pk)


def version_asked_for(survey: Survey, told) -> SurveyVersion:
    """The version whose number is named, else the draft or the published one. 404 for one that is not there."""
    if not told.get("version"):
        version = survey.latest_version
    else:
        version = get_object_or_404(survey.versions, number=whole_number(told, "version"))
    version.survey, version.organisation = survey, survey.organisation
    return version

"""Publishing, closing, opening again, and going on with the next draft. Managers only, each by POST."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import manager_required
from surveys import publishing
from surveys.models import Survey
from surveys.views.building import changeable, publish_and_answer


@manager_required
@require_POST
def publication(request, survey_id):
    survey = changeable(request, survey_id)
    return publish_and_answer(request, survey.latest_version)


@manager_required
@require_POST
def closing(request, survey_id):
    if publishing.close(changeable(request, survey_id), by=request.user).closed_at:
        messages.success(request, _("Closed. No more answers are taken."))
    return redirect("surveys:detail", survey_id)


@manager_required
@require_POST
def reopening(request, survey_id):
    survey = publishing.reopen(changeable(request, survey_id), by=request.user)
    if survey.state == Survey.State.OPEN:
        messages.success(request, _("The survey takes answers again."))
    return redirect("surveys:detail", survey_id)


@manager_required
@require_POST
def next_draft(request, survey_id):
    publishing.start_next_draft(changeable(request, survey_id), by=request.user)
    return redirect("surveys:build", survey_id)

"""Putting a survey away and taking it out again. Managers only, each by POST."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import manager_required
from surveys import archiving
from surveys.views.building import changeable


@manager_required
@require_POST
def archive(request, survey_id):
    try:
        archiving.archive(changeable(request, survey_id), by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect("surveys:detail", survey_id)
    messages.success(request, _("Archived. You find it in the list under “Archived”."))
    return redirect("surveys:list")


@manager_required
@require_POST
def take_out(request, survey_id):
    archiving.take_out(changeable(request, survey_id), by=request.user)
    messages.success(request, _("The survey is among those in use again."))
    return redirect("surveys:detail", survey_id)

"""A survey's settings: what does not belong to one version. Managers only."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import manager_required
from surveys import arranging
from surveys.forms import SettingsForm
from surveys.views.building import changeable


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request, survey_id):
    """Name, place, contact, anonymity, dates, how long answers are kept."""
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

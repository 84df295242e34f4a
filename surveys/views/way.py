"""The customer's way: the moments that matter, before, in use and after. Everybody reads it, managers change it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import manager_required, staff_required
from surveys import touchpoints
from surveys.models import Touchpoint
from surveys.moment_form import MomentForm


@staff_required
@require_safe
def way(request):
    """All moments, step by step: at most nine, so there are no pages of them."""
    return render(request, "surveys/way.html", _way(request))


@manager_required
@require_POST
def add(request):
    form = MomentForm(request.POST)
    if form.is_valid():
        values = form.values(None)
        try:
            made = touchpoints.named(request.organisation, values.pop("names"), by=request.user, **values)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Added: %(name)s") % {"name": made.name})
            return redirect("surveys:way")
    return render(request, "surveys/way.html", _way(request, form), status=422)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def moment(request, touchpoint_id):
    found = _moment(request, touchpoint_id)
    form = MomentForm(request.POST or None, touchpoint=found)
    if request.method == "POST" and form.is_valid():
        touchpoints.change(found, by=request.user, **form.values(found))
        messages.success(request, _("Saved."))
        return redirect("surveys:way")
    context = {"form": form, "moment": found}
    return render(request, "surveys/moment.html", context, status=422 if form.errors else 200)


@manager_required
@require_POST
def order(request, touchpoint_id):
    """One place up or down among the moments of its step."""
    found = _moment(request, touchpoint_id)
    rows = [one.pk for one in touchpoints.all_of(request.organisation) if one.step == found.step]
    step = {"up": -1, "down": 1}.get(request.POST.get("to", ""), 0)
    touchpoints.move(found, to=rows.index(found.pk) + step, by=request.user)
    return redirect("surveys:way")


@manager_required
@require_POST
def removal(request, touchpoint_id):
    found = _moment(request, touchpoint_id)
    try:
        touchpoints.remove(found, by=request.user)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect("surveys:moment", touchpoint_id)
    messages.success(request, _("Removed: %(name)s") % {"name": found.name})
    return redirect("surveys:way")


def _moment(request, touchpoint_id: int) -> Touchpoint:
    moments = Touchpoint.objects.for_organisation(request.organisation).filter(is_default=False)
    return get_object_or_404(moments.select_related("organisation"), pk=touchpoint_id)


def _way(request, form: MomentForm | None = None) -> dict:
    moments = touchpoints.all_of(request.organisation)
    return {
        "steps": [
            {"label": step.label, "value": step.value, "moments": [one for one in moments if one.step == step]}
            for step in Touchpoint.Step
        ],
        "form": form or MomentForm(),
        "has_room": len(moments) < touchpoints.MOST_MOMENTS,
        "most": touchpoints.MOST_MOMENTS,
    }

"""How the organisation looks to its customers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import dressing, settings_pages
from accounts.access import owner_required
from accounts.forms.look import LookForm
from common import colours


@owner_required
@require_http_methods(["GET", "HEAD", "POST"])
def look(request):
    form = LookForm(request.POST or None, request.FILES or None, organisation=request.organisation)
    if request.method == "POST" and form.is_valid():
        dressing.dress(request.organisation, by=request.user, **form.look())
        messages.success(request, _("Saved."))
        return redirect("accounts:look")
    context = {
        "form": form,
        "swatches": _swatches(request.organisation.colour),
        "tabs": settings_pages.tabs(request.membership, current="look"),
    }
    return render(request, "accounts/look.html", context)


def _swatches(colour: str) -> list[dict]:
    """How a button of the customer's page looks in this colour; nothing without one."""
    if not colour:
        return []
    themes = [
        (_("In light"), "#ffffff", colours.for_light(colour)),
        (_("In dark"), "#1a2220", colours.for_dark(colour)),
    ]
    return [
        {"label": label, "ground": ground, "accent": shades.accent, "on_accent": shades.on_accent}
        for label, ground, shades in themes
    ]

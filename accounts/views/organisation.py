"""The organisation's name, purpose, language and zone."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import purpose_coach, settings_pages
from accounts.access import anonymous_allowed, owner_required
from accounts.changing_organisation import change, has_demo
from accounts.forms.settings import OrganisationForm, zones
from accounts.models import Organisation


@owner_required
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request):
    shown = Organisation.objects.get(pk=request.organisation.pk)
    form = OrganisationForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        change(request.organisation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("accounts:organisation")
    purpose = form["purpose"].value() or ""
    context = {
        "form": form,
        "hint": purpose_coach.hint(purpose, form["language"].value() or ""),
        "zones": zones(),
        "has_demo": has_demo(),
        "tabs": settings_pages.tabs(request.membership, current="organisation"),
    }
    return render(request, "accounts/organisation.html", context)


@anonymous_allowed("says something about a sentence somebody is typing; knows and keeps nothing")
@require_safe
def purpose_hint(request):
    """The coach while one writes; the field names may carry a form's prefix."""
    typed = {name.rpartition("-")[2]: value for name, value in request.GET.items()}
    hint = purpose_coach.hint(typed.get("purpose", "")[:240], typed.get("language", ""))
    return render(request, "accounts/purpose_hint.html", {"hint": hint})

"""The tree of units: add one, rename one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import arranging_units, settings_pages
from accounts.access import manager_required
from accounts.forms.people import UnitForm, UnitNameForm

PAGE_SIZE = 50


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def units(request):
    form = UnitForm(request.POST or None, membership=request.membership)
    if request.method == "POST" and form.is_valid():
        try:
            unit = arranging_units.add(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("%(name)s is there now.") % {"name": unit.name})
            return redirect("accounts:units")
    seen = request.membership.visible_units().in_tree_order().select_related("parent")
    context = {
        "page": Paginator(seen, PAGE_SIZE).get_page(request.GET.get("page")),
        "form": form,
        "tabs": settings_pages.tabs(request.membership, current="units"),
    }
    return render(request, "accounts/units.html", context)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request, unit_id):
    seen = request.membership.visible_units().select_related("parent")
    unit = get_object_or_404(seen, pk=unit_id)
    form = UnitNameForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid():
        try:
            arranging_units.rename(unit, name=form.cleaned_data["name"], by=request.user)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:units")
    context = {"unit": unit, "form": form, "tabs": settings_pages.tabs(request.membership, current="units")}
    return render(request, "accounts/unit_name.html", context)

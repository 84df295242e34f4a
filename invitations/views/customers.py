"""The customers: a list to search, and a page to add many at once."""

from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import manager_required
from invitations import importing, paging, seeing
from invitations.forms import CustomerFilter, ImportForm, MendingForm

REPORTED_LINES = 200


@manager_required
@require_safe
def customers(request):
    form = CustomerFilter(request.GET, membership=request.membership)
    found = form.narrow(seeing.customers_of(request.membership).select_related("unit"))
    context = {
        "form": form,
        "page": paging.newest_first(found, request),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "invitations/customers.html", context)


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def customers_import(request):
    """One page that asks, and one that tells; what could not be read stands there again to be corrected."""
    if request.method != "POST":
        return render(request, "invitations/import.html", {"form": ImportForm(membership=request.membership)})
    form = ImportForm(request.POST, request.FILES, membership=request.membership)
    if not form.is_valid():
        return render(request, "invitations/import.html", {"form": form}, status=422)
    chosen = form.cleaned_data
    defaults = {"unit": chosen["unit"], "language": chosen["language"]}
    units = request.membership.visible_units()
    try:
        text = importing.text_of(chosen["file"]) if chosen["file"] else chosen["lines"]
        report = importing.import_customers(request.organisation, text, by=request.user, units=units, **defaults)
    except importing.NotReadable as reason:
        form.add_error("file" if chosen["file"] else "lines", str(reason))
        return render(request, "invitations/import.html", {"form": form}, status=422)
    context = {
        "report": report,
        "shown": report.bad_lines[:REPORTED_LINES],
        "form": MendingForm(membership=request.membership, initial={**defaults, "lines": report.to_correct}),
    }
    return render(request, "invitations/import_report.html", context)

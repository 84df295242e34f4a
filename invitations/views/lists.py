"""Lists of customers: choosing one, looking at what it says, taking it over; and those taken over before."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import manager_required
from invitations import paging, seeing
from invitations.customers import import_history, importing, looking_at_lists
from invitations.forms.lists import CarriedForm, ColumnsForm, ImportForm, MendingForm

REPORTED_LINES = 200


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def customers_import(request):
    """One page that asks, one that shows how the list would be read, and one that tells what became of it.

    Nothing is stored in between: the list travels along in the form, as the lines to be mended do afterwards.
    """
    if request.method != "POST":
        return _ask(request, ImportForm(membership=request.membership))
    form = ImportForm(request.POST, request.FILES, membership=request.membership)
    if not form.is_valid():
        return _ask(request, form)
    chosen, units = form.cleaned_data, request.membership.visible_units()
    where = {"unit": chosen["unit"], "language": chosen["language"], "units": units}
    try:
        if chosen["file"]:
            told = importing.list_of(chosen["file"])
            chosen |= {"lines": told.text, "days_from": told.days_from}
        text, where["days_from"] = _carried(chosen["lines"]), chosen["days_from"]
        columns = ColumnsForm(
            request.POST, columns=looking_at_lists.columns_of(request.organisation, text, units=units)
        )
        if columns.is_bound and not columns.is_valid():
            return _preview(request, chosen, text, columns)
        where["roles"] = columns.roles
        if "import" not in request.POST:
            return _preview(request, chosen, text, columns, looking_at_lists.look(request.organisation, text, **where))
        report = import_history.take(
            request.organisation, text, file_name=chosen["file_name"], by=request.user, **where
        )
    except importing.NotReadable as reason:
        form.add_error("file" if chosen["file"] else "lines", str(reason))
        return _ask(request, form)
    return _report(request, chosen, report, columns)


def _ask(request, form):
    return render(request, "invitations/import.html", {"form": form}, status=422 if form.errors else 200)


def _preview(request, chosen: dict, text: str, columns: ColumnsForm, preview=None):
    """What the list says. Without `preview` the columns have to be looked at first."""
    carried = {**chosen, "lines": text}
    context = {
        "columns": columns,
        "carried": CarriedForm(membership=request.membership, initial=carried),
        "preview": preview,
        "shown": preview.report.bad_lines[:REPORTED_LINES] if preview else [],
        "file_name": chosen["file_name"],
        "unit": chosen["unit"],
        "language": chosen["language"],
    }
    return render(request, "invitations/import_preview.html", context, status=200 if preview else 422)


def _report(request, chosen: dict, report: importing.Report, columns: ColumnsForm):
    mending = {**chosen, "lines": report.to_correct}
    context = {
        "report": report,
        "shown": report.bad_lines[:REPORTED_LINES],
        "form": MendingForm(membership=request.membership, initial=mending),
        "roles": list(enumerate(columns.roles)),
    }
    return render(request, "invitations/import_report.html", context)


def _carried(text: str) -> str:
    """The text as a page can hold it; what it cannot hold is a sign that nobody can read anyway."""
    return text.replace("\x00", "\ufffd").encode(errors="replace").decode()


@manager_required
@require_safe
def customers_imports(request):
    page = paging.newest_first(_imports(request), request)
    return render(request, "invitations/imports.html", {"page": page})


@manager_required
@require_safe
def customers_one_import(request, import_id: int):
    row = get_object_or_404(_imports(request), pk=import_id)
    context = {"row": row, "shown": row.bad_lines[:REPORTED_LINES], "days": import_history.KEPT_BAD_LINES.days}
    return render(request, "invitations/import_kept.html", context)


def _imports(request):
    return seeing.imports_of(request.membership).select_related("unit", "folder", "by")

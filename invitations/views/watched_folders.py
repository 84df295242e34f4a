"""Folders on the server that are looked through for lists: make one, copy its path, see what was read."""

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import manager_required
from invitations import paging, seeing
from invitations.customers import folders_on_disk, watching_folders
from invitations.forms.standing import WatchedFolderForm
from invitations.models import CustomerImport, WatchedFolder

PAGE_SIZE = 20
SHOWN_LINES = 50


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def watched_folders(request):
    form = WatchedFolderForm(request.POST if request.method == "POST" else None, membership=request.membership)
    if form.is_bound and form.is_valid():
        try:
            folder = watching_folders.watch(**form.cleaned_data, by=request.user)
        except watching_folders.NoFolder as reason:
            form.add_error("name", str(reason))
        else:
            messages.success(request, _("The folder is there. Lay a list in it, and it is read within minutes."))
            return redirect("invitations:watched_folder", folder.pk)
    imports = CustomerImport.objects.for_organisation(request.organisation)
    newest = imports.filter(folder=OuterRef("pk")).order_by("-pk").values("pk")
    rows = _living(request).select_related("organisation", "unit").annotate(last_id=Subquery(newest[:1]))
    page = paging.newest_first(rows, request, size=PAGE_SIZE)
    last = imports.defer("bad_lines").in_bulk([one.last_id for one in page.rows if one.last_id])
    for folder in page.rows:
        folder.path, folder.last = folders_on_disk.path_of(folder), last.get(folder.last_id)
    context = {"page": page, "form": form}
    return render(request, "invitations/folders.html", context, status=422 if form.errors else 200)


@manager_required
@require_safe
def watched_folder(request, folder_id: int):
    folder = _one(request, folder_id)
    imports = CustomerImport.objects.for_organisation(request.organisation).filter(folder=folder)
    context = {
        "folder": folder,
        "path": folders_on_disk.path_of(folder),
        "waiting": watching_folders.waiting_in(folder),
        "page": paging.newest_first(imports, request, size=PAGE_SIZE),
        "shown_lines": SHOWN_LINES,
        "endings": ", ".join(watching_folders.ENDINGS),
    }
    return render(request, "invitations/folder.html", context)


@manager_required
@require_POST
def watched_folder_end(request, folder_id: int):
    watching_folders.end(_one(request, folder_id), by=request.user)
    messages.success(request, _("The folder is looked through no more. What lies in it stays there."))
    return redirect("invitations:watched_folders")


def _living(request):
    return seeing.watched_folders_of(request.membership).filter(ended_at__isnull=True)


def _one(request, folder_id: int) -> WatchedFolder:
    return get_object_or_404(_living(request).select_related("organisation", "unit"), pk=folder_id)

"""The settings page about the sorting: which engine reads, how far reading anew has come, what could not be read."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts import settings_pages
from accounts.access import manager_required
from insights import reanalysing
from responses.models import Response

ROWS_A_PAGE = 20


@manager_required
@require_safe
def sorting(request):
    page = Paginator(reanalysing.set_aside_for(request.membership), ROWS_A_PAGE).get_page(request.GET.get("page"))
    unread = Response.objects.for_organisation(request.organisation).select_related("survey", "unit")
    found = unread.in_bulk([work.object_id for work in page])
    context = {
        "progress": reanalysing.progress(request.organisation),
        "page": page,
        # Whatever went wrong may repeat the customer's words: only what sort of error it was is shown.
        "rows": [
            (response, work, work.error.split(":", 1)[0]) for work in page if (response := found.get(work.object_id))
        ],
        "tabs": settings_pages.tabs(request.membership, current="sorting"),
    }
    return render(request, "insights/sorting.html", context)


@manager_required
@require_POST
def another_try(request):
    count = reanalysing.try_again(request.membership)
    words = ngettext("%(count)d answer is being read once more.", "%(count)d answers are being read once more.", count)
    if count:
        messages.success(request, words % {"count": count})
    return redirect("insights:sorting")

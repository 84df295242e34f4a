"""Answers that may be automatic, for managers: to be looked at, and one of two buttons."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import manager_required
from invitations import paging
from responses import flagging, reading
from responses.models import Response

ANSWERS_A_PAGE = 20


@manager_required
@require_safe
def flagged(request):
    are_settled = "left_out" in request.GET
    waiting = flagging.doubtful(request.membership, are_settled=are_settled)
    rows = waiting.select_related("survey", "unit").prefetch_related("answers__hidden_spans")
    page = paging.newest_first(rows, request, size=ANSWERS_A_PAGE)
    language = get_language() or "en"
    context = {
        "page": page,
        "answers": [(response, reading.rows_of(response, language)) for response in page.rows],
        "are_settled": are_settled,
    }
    return render(request, "responses/flagged.html", context)


@manager_required
@require_POST
def flag(request, response_id: int):
    mine = Response.objects.for_organisation(request.organisation).submitted()
    if not request.membership.sees_everything:
        mine = mine.in_units(request.membership.visible_units())
    response = get_object_or_404(mine, pk=response_id)
    if request.POST.get("choice") == "person":
        flagging.a_person_wrote(response, by=request.user)
        messages.success(request, _("It counts now, like every other answer."))
    else:
        flagging.leave_out(response, by=request.user)
        messages.success(request, _("It is left out."))
    return redirect("responses:flagged")

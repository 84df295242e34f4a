"""The answers to a survey, for colleagues. Looking records nothing; "read" is a button (or htmx pressing it)."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from accounts.access import staff_required
from responses import flagging, paging, reading, replying
from responses.filtering import AnswerFilter
from surveys.models import Survey

FILTERED_BY = ("text", "unit", "language", "question", "read")


@staff_required
@require_safe
def answers(request, survey_id: int):
    surveys = Survey.objects.for_organisation(request.organisation)
    survey = get_object_or_404(surveys, pk=survey_id)
    form = AnswerFilter(request.GET, survey=survey, membership=request.membership, language=get_language())
    filters = form.filters(older=request.GET.get("older", ""), newer=request.GET.get("newer", ""))
    page = reading.answers_of(survey, request.membership, filters, language=get_language())
    context = {
        "survey": survey,
        "form": form,
        "page": page,
        "has_doubtful": request.membership.is_manager and flagging.doubtful(request.membership).exists(),
        "is_filtered": any(request.GET.get(name) for name in FILTERED_BY),
        **paging.addresses(request, page),
    }
    return render(request, "responses/answers.html", context)


@staff_required
@require_POST
def reply(request, response_id: int):
    """Somebody says that they have replied."""
    response = get_object_or_404(reading.visible_to(request.membership), pk=response_id)
    replying.has_replied(response, by=request.user)
    messages.success(request, _("Noted. Thank you for replying."))
    return redirect("insights:answer", response.pk)


@staff_required
@require_POST
def mark(request, response_id: int):
    """The page says which revision it showed: one that came since is read by nobody yet."""
    response = get_object_or_404(reading.visible_to(request.membership), pk=response_id)
    if "revision" not in request.POST:  # a page from before it said so: nobody knows what was seen
        answer = resolve_url("insights:answer", response.pk)
        return HttpResponseClientRedirect(answer) if request.htmx else redirect(answer)
    is_seen = request.POST.get("revision") == str(response.revision)
    if is_seen:
        reading.mark_read(response, by=request.user)
    if request.htmx:
        told = {"response": response, "is_read": is_seen, "is_changed": not is_seen}
        return render(request, "responses/_reading.html", told)
    if not is_seen:
        messages.warning(request, _("The customer has changed this answer meanwhile. Here it is as it stands now."))
        return redirect("insights:answer", response.pk)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return HttpResponseRedirect(back)  # an address as it stands: `redirect` would look for a view of that name
    return redirect("responses:answers", response.survey_id)

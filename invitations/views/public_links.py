"""Links for everybody, one for each unit: for a poster, a web page, a till receipt."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import manager_required
from invitations import links, paging, seeing
from invitations.forms import PublicLinkForm
from surveys.models import Survey
from surveys.seeing import changeable_by


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def public_links(request, survey_id: int):
    survey = get_object_or_404(changeable_by(request.membership), pk=survey_id)
    form = PublicLinkForm(request.POST or None, membership=request.membership, initial={"unit": survey.unit_id})
    if request.method == "POST" and form.is_valid():
        try:
            links.public_link(survey, form.cleaned_data["unit"], by=request.user)
            return redirect("invitations:public_links", survey.pk)
        except links.NotOpen as reason:
            form.add_error(None, str(reason))
    living = seeing.public_links_of(request.membership).filter(survey=survey, ended_at__isnull=True)
    context = {
        "survey": survey,
        "form": form,
        "page": paging.newest_first(living.select_related("unit"), request),
        "is_open": survey.state == Survey.State.OPEN,
    }
    return render(request, "invitations/public_links.html", context, status=422 if form.errors else 200)


@manager_required
@require_POST
def public_link_end(request, link_id: int):
    link = get_object_or_404(seeing.public_links_of(request.membership).select_related("unit"), pk=link_id)
    links.end_public_link(link, by=request.user)
    messages.success(request, _("The link leads nowhere any more."))
    return redirect("invitations:public_links", link.survey_id)

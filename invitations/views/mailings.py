"""Inviting: choose whom, look who gets it, send; then watch the mails go."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import manager_required
from invitations import choosing, importing, paging, seeing, sending
from invitations.forms import MailingForm
from invitations.models import EmailDelivery
from surveys.models import Survey
from surveys.seeing import changeable_by


@manager_required
@require_http_methods(["GET", "HEAD", "POST"])
def mailing_new(request, survey_id: int):
    surveys = changeable_by(request.membership).select_related("organisation", "unit")
    survey = get_object_or_404(surveys, pk=survey_id)
    if request.method != "POST":
        form = MailingForm(survey=survey, membership=request.membership)
        return _page(request, survey, form, stop=choosing.reason_not_to_send(survey))
    form = MailingForm(request.POST, survey=survey, membership=request.membership)
    if not form.is_valid():
        return _page(request, survey, form, status=422)
    try:
        if "send" not in request.POST:
            return _page(request, survey, form, choice=choosing.look(survey, form.cleaned_data, by=request.membership))
        mailing = choosing.send(survey, form.cleaned_data, by=request.membership)
    except (importing.NotReadable, choosing.BadLines) as problem:
        form.add_error("addresses", problem.args[0])
        return _page(request, survey, form, status=422)
    except sending.NotSendable as reason:
        form.add_error(None, str(reason))
        return _page(request, survey, form, status=422)
    return redirect("invitations:mailing", mailing.pk)


def _page(request, survey, form, *, status: int = 200, choice=None, stop: str = ""):
    template = "invitations/mailing_new.html"
    if request.htmx and request.htmx.target == "who-gets-it":
        template += "#who"
    only_open_links = survey.anonymity == Survey.Anonymity.ANONYMOUS
    context = {"survey": survey, "form": form, "choice": choice, "stop": stop, "only_open_links": only_open_links}
    return render(request, template, context, status=status)


@manager_required
@require_safe
def mailing(request, mailing_id: int):
    mailings = seeing.mailings_of(request.membership).select_related("survey", "created_by")
    row = get_object_or_404(mailings, pk=mailing_id)
    deliveries = seeing.deliveries_of(request.membership).filter(invitation__mailing=row)
    counts = dict(deliveries.order_by().values_list("state").annotate(Count("pk")))
    total, waiting = sum(counts.values()), counts.get(EmailDelivery.State.WAITING, 0)
    context = {
        "mailing": row,
        "counts": [(state, counts[state]) for state in EmailDelivery.State.values if state in counts],
        "total": total,
        "waiting": waiting,
        "done": total - waiting,
        "answered": deliveries.filter(invitation__answered_at__isnull=False).count(),
        "in_outbox": counts.get(EmailDelivery.State.OUTBOX, 0),
        "left_out": sending.left_out_of(row),
        "shows_who_answered": row.survey.anonymity == Survey.Anonymity.NAMED,
        "page": paging.newest_first(deliveries.select_related("invitation__customer", "invitation__unit"), request),
    }
    template = "invitations/mailing.html"
    return render(request, f"{template}#progress" if request.htmx else template, context)

"""One incident: what was said, what it was taken for and why, and a person's judgement about it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import staff_required
from insights import categories, headlines, improving, quoting, rating, settling
from insights.improving import NotAllowed
from insights.judging import JudgementForm
from insights.theme_forms import MovingForm
from insights.views import blind
from insights.views.looking_up import incident_or_404, tasks_for, themes_for


@staff_required
@require_safe
def incident(request, incident_id):
    return _page(request, incident_or_404(request, incident_id))


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def judgement(request, incident_id):
    """A person says what it is about; the machine's guess stands beside it from now on."""
    row = incident_or_404(request, incident_id)
    if request.method != "POST":
        return redirect("insights:incident", row.pk)
    form = JudgementForm(request.POST, prefix="judgement")
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    was_blind = blind.hides_guess(request, row)
    return _settle(
        request,
        incident_id,
        lambda: settling.correct(row, by=request.user, was_blind=was_blind, **form.cleaned_data),
        _("Kept. Your word counts before the guess."),
    )


@staff_required
@require_POST
def dismissal(request, incident_id):
    row = incident_or_404(request, incident_id)
    was_blind = blind.hides_guess(request, row)
    return _settle(
        request,
        incident_id,
        lambda: settling.dismiss(row, by=request.user, was_blind=was_blind),
        _("Noted: not an incident. The words stay with the answer."),
    )


@staff_required
@require_POST
def improvement(request, incident_id):
    """Make an improvement of this, whether others have said it or not."""
    row = incident_or_404(request, incident_id)
    try:
        task = improving.make_task(row, by=request.user)
    except NotAllowed as no:
        messages.warning(request, no.words)
        return redirect("insights:incident", incident_id)
    messages.success(request, _("It belongs to an improvement now."))
    may_see_it = tasks_for(request).filter(pk=task.pk).exists()  # a merged one may stand in another place
    return redirect(task) if may_see_it else redirect("insights:incident", incident_id)


def _settle(request, incident_id: int, verb, said: str):
    try:
        verb()
    except NotAllowed as no:
        messages.warning(request, no.words)
    else:
        messages.success(request, said)
    return redirect("insights:incident", incident_id)


def _page(request, row, *, form: JudgementForm | None = None, status: int = 200):
    before, words, after = quoting.pieces_of(row)
    hide_guess = blind.hides_guess(request, row)
    values = {"category": row.category, "severity": row.severity, "polarity": row.polarity}
    task = tasks_for(request).with_headline().filter(pk=row.task_id).first()  # a merged one may stand elsewhere
    context = {
        "incident": row,
        "quote": quoting.quote(row),
        "before": before,
        "words": words,
        "after": after,
        "form": form or JudgementForm(prefix="judgement", initial={} if hide_guess else values),
        "hide_guess": hide_guess,
        "disagreement": "" if hide_guess else rating.disagreement(row),
        "machine_category": categories.label(row.machine_category),
        "moving_form": MovingForm(prefix="moving", themes=themes_for(request), incident=row),
        "task_card": headlines.card(task) if task else None,
    }
    return render(request, "insights/incident.html", context, status=status)

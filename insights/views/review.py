"""Looking through what the sorting is unsure of: one story at a time, one press each."""

from dataclasses import asdict

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import staff_required
from accounts.models import Membership
from common import clock
from insights import comparing, judging, looking_through, quoting, rating, undoing
from insights.allowing import NotAllowed
from insights.analysing import LOOK_AGAIN
from insights.engine import UNSURE
from insights.models import Incident
from insights.views import blind, last_press
from insights.views.looking_up import codings_for, incidents_for

SKIPPED = "review_skipped"
MOST_SKIPPED = 200


@staff_required
@require_safe
def review(request):
    """The next one; a kind word where there is none."""
    skipped = request.session.get(SKIPPED, [])
    members = Membership.objects.for_organisation(request.organisation)
    incidents = incidents_for(request)
    if blind.is_on(request):
        incidents = looking_through.unread(incidents, by=request.user)
    row = looking_through.next_one(incidents, by=request.user, members=members, skipped=skipped)
    return _page(request, row)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def review_one(request, incident_id):
    """POST corrects one value and stays, or decides about all of it and goes on to the next."""
    row = _incident_or_404(request, incident_id)
    if request.method != "POST":
        return _page(request, row)
    is_blind = blind.hides_guess(request, row)
    form = (judging.BlindForm if is_blind else judging.PressForm)(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422)
    if row.lacks_severity and form.cleaned_data["decision"] == judging.RIGHT and not is_blind:
        return redirect("insights:review_one", incident_id)  # from a page of before: how bad it was is asked there
    try:
        decided = looking_through.decide(row, form.reading, by=request.user, was_blind=is_blind, **form.changes)
    except NotAllowed as no:
        messages.warning(request, no.words)
        _skip(request, row)  # else it comes back at once
        return redirect("insights:review")
    if not _is_said_already(request, decided):
        last_press.keep(request, asdict(decided))
    if decided.lacks_severity or any(form.changes.values()):
        return redirect("insights:review_one", incident_id)
    return redirect("insights:review")


def _is_said_already(request, decided: looking_through.Decided) -> bool:
    """Nothing was left to confirm: what can be taken back is still the press before."""
    last = last_press.last(request)
    return (last.get("incident_id"), last.get("decided_at")) == (decided.incident_id, decided.decided_at)


@staff_required
@require_POST
def skipping(request, incident_id):
    """Not now: this browser sees it again when it asks for what it skipped."""
    row = _incident_or_404(request, incident_id)
    _skip(request, row)
    last_press.keep(request, {"incident_id": row.pk, "decided_at": clock.now().isoformat(), "is_skip": True})
    return redirect("insights:review")


def _skip(request, row: Incident) -> None:
    if not blind.hides_guess(request, row):
        blind.note_seen(request, row.pk)
    request.session[SKIPPED] = [*_skipped_besides(request, row), row.pk][-MOST_SKIPPED:]


def _skipped_besides(request, row: Incident) -> list[int]:
    return [pk for pk in request.session.get(SKIPPED, []) if pk != row.pk]


@staff_required
@require_POST
def unskipping(request):
    request.session.pop(SKIPPED, None)
    return redirect("insights:review")


@staff_required
@require_POST
def undo(request):
    """Take the last press back, and show that one again."""
    press = last_press.take_last(request)
    row = incidents_for(request).filter(pk=press["incident_id"]).first() if press else None
    if row and last_press.is_skip(press):
        request.session[SKIPPED] = _skipped_besides(request, row)
        return redirect("insights:review_one", row.pk)
    if row is None or "before" not in press:
        messages.info(request, _("There is nothing to take back."))
        return redirect("insights:review")
    try:
        undoing.undo(row, undoing.Before(**press["before"]), by=request.user, decided_at=press["decided_at"])
    except NotAllowed as no:
        messages.warning(request, no.words)
        return redirect("insights:review")
    messages.success(request, _("Taken back. It stands as it stood before."))
    if not last_press.last(request):
        messages.info(request, _("There is nothing more to take back."))
    return redirect("insights:review_one", row.pk)


@staff_required
@require_safe
def comparing_next(request):
    """One that somebody else has read blind, for a second pair of eyes."""
    found = comparing.to_compare(incidents_for(request).with_words(), by=request.user)
    return _page(request, found.first(), is_comparing=True)


@staff_required
@require_http_methods(["GET", "HEAD", "POST"])
def comparing_one(request, incident_id):
    row = _incident_or_404(request, incident_id)
    if request.method != "POST":
        return redirect("insights:review_comparing")
    form = judging.BlindForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form=form, status=422, is_comparing=True)
    try:
        comparing.compare(row, form.reading, by=request.user)
    except NotAllowed as no:
        messages.warning(request, no.words)
    else:
        now = clock.now().isoformat()
        last_press.keep_alone(request, {"incident_id": row.pk, "decided_at": now, "now": asdict(form.reading)})
    return redirect("insights:review_comparing")


def _incident_or_404(request, incident_id: int):
    incidents = incidents_for(request).with_words().select_related("answer__question", "theme", "settled_by")
    return get_object_or_404(incidents, pk=incident_id)


def _page(request, row, *, form=None, status: int = 200, is_comparing: bool = False):
    incidents = incidents_for(request)
    context = {
        "incident": row,
        "form": form,
        "is_comparing": is_comparing,
        "is_blind_on": blind.is_on(request),
        "last": last_press.told(request, row),
        "skipped_count": len(request.session.get(SKIPPED, [])),
        "looked_at": looking_through.count_looked_at(codings_for(request), zone=request.organisation.zone),
        "waiting": looking_through.count_waiting(incidents),
        "most_counted": looking_through.COUNTED,
    }
    if row:
        hide = is_comparing or blind.hides_guess(request, row)
        context |= _shown(row, hide_guess=hide, form=form)
    return render(request, "insights/review.html", context, status=status)


def _shown(row, *, hide_guess: bool, form) -> dict:
    before, words, after = quoting.pieces_of(row)
    groups = judging.choices_for(row, hide_guess=hide_guess, given=form.data if form else None)
    quote = quoting.quote(row)
    asks_severity = row.lacks_severity and not hide_guess
    return {
        "hide_guess": hide_guess,
        "asks_severity": asks_severity,
        "first_press": "id_severity" if asks_severity else "right",
        "quote": quote,
        "before": before,
        "pieces": quoting.marked(words, [] if hide_guess else quote.why),
        "after": after,
        "groups": [group | {"errors": form.errors.get(group["name"], []) if form else []} for group in groups],
        "remarks": _remarks(row, hide_guess=hide_guess),
        "wants_reply": row.answer.response.wants_reply and not row.answer.response.replied_at,
    }


def _remarks(row, *, hide_guess: bool) -> list[str]:
    """Why this one stands here, as far as it does not give the guess away."""
    said = []
    if LOOK_AGAIN in row.flags:
        said.append(_("The customer has written anew since somebody looked at this. Is it still right?"))
    if hide_guess:
        return said
    if disagreement := rating.disagreement(row):
        said.append(disagreement)
    if row.settled_at is None and row.machine_confidence < UNSURE:
        said.append(_("The guess is an unsure one."))
    if row.theme_unsure:
        said.append(
            _("It is nearly the same as something others have told about, and nobody has said yet whether it is.")
        )
    return said

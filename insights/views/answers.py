"""One whole answer, with what was found in it."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.access import staff_required
from insights import quoting
from insights.views.looking_up import incidents_for
from responses import hiding_by_hand, reading, revealing
from responses.views.hiding import HidingForm, ReasonForm


@staff_required
@require_safe
def answer(request, answer_id):
    """The page of one response; that it has been read is noted by a POST of its own (`responses:reading`)."""
    visible = reading.visible_to(request.membership).select_related("survey", "unit", "invitation__customer")
    response = get_object_or_404(visible, pk=answer_id)
    found = incidents_for(request).filter(answer__response=response).standing().with_words()
    membership = request.membership
    context = {
        "response": response,
        "language": response.language,
        "rows": reading.rows_of(response, get_language() or "en"),
        "quotes": [quoting.quote(incident) for incident in found.order_by("answer_id", "start")],
        "writer": reading.writer_of(response),
        "is_read": reading.is_read(response, by=request.user),
        "neighbours": reading.neighbours(response, membership),
        "hiding_form": HidingForm(prefix="hiding"),
        "hidden": hiding_by_hand.hidden_in(response),
        "may_reveal": membership.privacy,
        "reason_form": ReasonForm(prefix="reveal"),
        "reveals": revealing.told_of(response) if membership.privacy or membership.is_owner else [],
    }
    return render(request, "insights/answer.html", context)

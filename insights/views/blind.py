"""Reading blind: as long as this browser has it on, the guess is hidden until its reader has said what they think."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import staff_required
from common.addresses import whole_number
from insights import coding
from insights.models import Incident

KEY = "review_blind"
SEEN = "review_seen"  # stories whose guess stood on the page without being judged there
MOST_SEEN = 200


def is_on(request) -> bool:
    return bool(request.session.get(KEY))


def hides_guess(request, incident: Incident) -> bool:
    """Whether the guess about this one is still hidden from this reader."""
    if not is_on(request) or incident.pk in request.session.get(SEEN, []):
        return False
    return not coding.has_seen_guess(incident, by=request.user)


def note_seen(request, incident_id: int) -> None:
    """The guess about this one stood on the page: nobody forgets it by turning this on."""
    request.session[SEEN] = [*request.session.get(SEEN, []), incident_id][-MOST_SEEN:]


@staff_required
@require_POST
def blindness(request):
    """Turn it on (blind=on) or off. `seen` is the story whose guess stands on the page."""
    if seen := whole_number(request.POST, "seen"):
        note_seen(request, seen)
    request.session[KEY] = request.POST.get("blind") == "on"
    return redirect("insights:review")

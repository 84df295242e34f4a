"""Reading blind: as long as this browser has it on, the guess is hidden until its reader has said what they think."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import staff_required
from insights import coding
from insights.models import Incident

KEY = "review_blind"


def is_on(request) -> bool:
    return bool(request.session.get(KEY))


def hides_guess(request, incident: Incident) -> bool:
    """Whether the guess about this one is still hidden from this reader."""
    return is_on(request) and not coding.has_seen_guess(incident, by=request.user)


@staff_required
@require_POST
def blindness(request):
    """Turn it on (blind=on) or off."""
    request.session[KEY] = request.POST.get("blind") == "on"
    return redirect("insights:review")

"""Reading blind: as long as this browser has it on, the guess is hidden until its reader has said what they think."""

from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import staff_required
from insights.models import Coding, Incident

KEY = "review_blind"


def is_on(request) -> bool:
    return bool(request.session.get(KEY))


def hides_guess(request, incident: Incident) -> bool:
    """Whether the guess about this one is still hidden from this reader."""
    if not is_on(request):
        return False
    codings = Coding.objects.for_organisation(request.organisation)
    return not codings.filter(incident=incident, coder=request.user).exists()


@staff_required
@require_POST
def blindness(request):
    """Turn it on (blind=on) or off."""
    request.session[KEY] = request.POST.get("blind") == "on"
    return redirect("insights:review")

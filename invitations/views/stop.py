"""The stop page. No cookie, no session, no form token: the link is the authority, and GET records nothing."""

from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import anonymous_allowed
from invitations.stopping import unsubscribing
from invitations.ways_in import opening_links

TAKE_BACK = "by_mistake"
THE_LINK_STOPS = "the stop link came by mail to this address and can do nothing but stop, or take that press back"


@anonymous_allowed(THE_LINK_STOPS)
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token: str):
    invitation = unsubscribing.invitation_behind(token)
    if invitation is None:
        return opening_links.unknown_link_page(request)
    stopped = taken_back = ""
    if request.method == "POST" and not invitation.forgotten_at:
        if request.POST.get("choice") == TAKE_BACK:
            taken_back = "yes" if unsubscribing.take_back(invitation) else "too_late"
        else:
            half_a_year = request.POST.get("choice") == unsubscribing.HALF_A_YEAR
            stopped = unsubscribing.HALF_A_YEAR if half_a_year else unsubscribing.FOR_EVER
            unsubscribing.stop(invitation, choice=stopped)
    language = opening_links.readers_language(request, invitation.language)
    with translation.override(language):
        context = {
            "language": language,
            "languages": [] if taken_back else opening_links.language_links(language),
            "organisation": invitation.organisation,
            "organisation_name": invitation.organisation.name,
            "action": request.get_full_path(),
            "stopped": stopped,
            "taken_back": taken_back,
            "standing": None if stopped or taken_back else unsubscribing.standing_of(invitation),
            "survey": invitation.survey,
            "is_forgotten": invitation.forgotten_at is not None,
        }
        status = 410 if invitation.forgotten_at else 200  # nobody is told of a stop that stops nothing
        return opening_links.as_link_page(render(request, "invitations/stop.html", context, status=status))


@anonymous_allowed(THE_LINK_STOPS)
@require_safe
def stray(request, token: str, stray: str):
    return opening_links.to_the_link_itself(request, "invitations:stop", token)

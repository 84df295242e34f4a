"""Which organisation one is in: the way into the settings, switching, belonging to none."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import settings_pages
from accounts.access import signed_in_required
from accounts.middleware import SESSION_KEY
from accounts.models import Membership


@signed_in_required
@require_safe
def settings(request):
    return redirect(settings_pages.tabs(request.membership)[0].url)


@signed_in_required
@require_POST
def switch(request):
    """Only to an organisation one is a member of; any other is as unknown as one that does not exist."""
    mine = Membership.objects.filter(user=request.user).select_related("organisation")
    chosen = request.POST.get("organisation")
    membership = next((one for one in mine if str(one.organisation_id) == chosen), None)
    if membership is None:
        raise Http404
    request.session[SESSION_KEY] = membership.organisation_id
    messages.success(request, _("You are in %(name)s now.") % {"name": membership.organisation.name})
    return redirect("/")


@signed_in_required
@require_http_methods(["GET", "HEAD"])
def no_organisation(request):
    if request.membership:
        return redirect("/")
    return render(request, "accounts/no_organisation.html")

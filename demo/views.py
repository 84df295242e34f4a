"""The one page of this room: saying goodbye to the demo."""

import sys

from django.contrib import messages
from django.contrib.auth import logout
from django.core.management import call_command
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import first_run
from accounts.access import owner_required
from demo import removing


@owner_required
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request):
    """For owners, of the demo or of a real organisation beside it; not there at all once the demo is gone."""
    if not removing.has_demo():
        raise Http404
    if request.method != "POST":
        begins_with_code = first_run.is_open_for(request.membership)
        return render(request, "demo/removal.html", {"begins_with_code": begins_with_code})
    removed = removing.remove(by=request.user)
    if request.user.pk not in removed.people:
        messages.success(request, _("The demo is gone. Your own organisation is as it was."))
        return redirect("insights:home")
    logout(request)
    messages.success(request, _("The demo is gone. Thank you for trying it."))
    if not first_run.is_empty():
        return redirect("account_login")
    call_command("first_run_code")  # to the terminal, as at a first start without a demo
    sys.stdout.flush()
    return redirect("accounts:first_run")

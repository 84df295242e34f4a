"""The mailbox for mails that come back: keep, try out, forget. A password goes in and never out again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts import settings_pages
from accounts.access import owner_required
from accounts.forms.settings import first_problem, remind_of_passwords
from invitations.forms.bounces import BounceMailboxForm
from invitations.mails import bounce_mailboxes, keeping_bounce_mailbox


@owner_required
@require_http_methods(["GET", "HEAD", "POST"])
def bounce_mailbox(request):
    form = BounceMailboxForm.of(request.organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        keeping_bounce_mailbox.keep(request.organisation, by=request.user, **form.values())
        messages.success(request, _("Saved."))
        return redirect("invitations:bounce_mailbox")
    return _page(request, form)


@owner_required
@require_POST
def test(request):
    """Try what is typed, saved or not; everything typed stays on the page."""
    form = BounceMailboxForm.of(request.organisation, request.POST)
    if not form.is_valid():
        return _page(request, form, problem=first_problem(form))
    mailbox = keeping_bounce_mailbox.drafted(request.organisation, **form.values())
    try:
        unread = bounce_mailboxes.test(mailbox)
    except bounce_mailboxes.MailboxProblem as problem:
        return _page(request, form, problem=str(problem))
    words = ngettext(
        "It works. %(count)d unread mail lies there.", "It works. %(count)d unread mails lie there.", unread
    )
    return _page(request, form, success=words % {"count": unread})


@owner_required
@require_POST
def removal(request):
    keeping_bounce_mailbox.forget(request.organisation, by=request.user)
    messages.success(request, _("The mailbox is forgotten."))
    return redirect("invitations:bounce_mailbox")


def _page(request, form, **outcome):
    remind_of_passwords(form)
    context = {
        "form": form,
        "kept": form.kept,
        "tabs": settings_pages.tabs(request.membership, current="mail_server"),
        **outcome,
    }
    fragment = "#outcome" if request.htmx and outcome else ""
    return render(request, f"invitations/bounce_mailbox.html{fragment}", context)

"""The organisation's own mail server: keep, try out, forget. A password goes in and never out again."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import keeping_mail_server, mail_servers, settings_pages
from accounts.access import owner_required
from accounts.forms.settings import MailServerForm, first_problem, remind_of_passwords


@owner_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_server(request):
    form = MailServerForm.of(request.organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        keeping_mail_server.keep(request.organisation, by=request.user, **form.values())
        messages.success(request, _("Saved."))
        return redirect("accounts:mail_server")
    return _page(request, form)


@owner_required
@require_POST
def test(request):
    """Try what is typed, saved or not; everything typed stays on the page."""
    form = MailServerForm.of(request.organisation, request.POST)
    if not form.is_valid():
        return _page(request, form, problem=first_problem(form))
    server = keeping_mail_server.drafted(request.organisation, **form.values())
    try:
        mail_servers.test(server, request.user.email)
    except mail_servers.MailServerProblem as problem:
        return _page(request, form, problem=str(problem))
    keeping_mail_server.note_tested(request.organisation, server, by=request.user)
    return _page(
        request, form, success=_("It works. A mail is on its way to %(email)s.") % {"email": request.user.email}
    )


@owner_required
@require_POST
def removal(request):
    keeping_mail_server.forget(request.organisation, by=request.user)
    messages.success(request, _("The mail server is forgotten."))
    return redirect("accounts:mail_server")


def _page(request, form, **outcome):
    remind_of_passwords(form)
    context = {
        "form": form,
        "kept": form.kept,
        "tabs": settings_pages.tabs(request.membership, current="mail_server"),
        **outcome,
    }
    fragment = "#outcome" if request.htmx and outcome else ""
    return render(request, f"accounts/mail_server.html{fragment}", context)

"""The first-run page: you, your organisation, your mail server if you have one. Shut for ever once it is done."""

from dataclasses import dataclass, replace

from django.contrib.auth import login
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import first_run, keeping_mail_server, mail_servers, purpose_coach
from accounts.access import anonymous_allowed
from accounts.forms.arriving import CodeForm, FirstMailServerForm, OwnerForm
from accounts.forms.settings import OrganisationForm, first_problem, remind_of_passwords, zones
from accounts.middleware import SESSION_KEY
from accounts.models import Organisation
from accounts.views.joining import BACKEND
from common import errors, throttling

FAILURES = "first-run-codes"


@dataclass
class Forms:
    """One page, a few fieldsets; the code only where nobody is logged in."""

    code: CodeForm | None
    person: OwnerForm
    organisation: OrganisationForm
    mail: FirstMailServerForm

    def all(self) -> list:
        return [form for form in (self.code, self.person, self.organisation, self.mail) if form]

    def are_valid(self) -> bool:
        valid = [form.is_valid() for form in self.all()]  # every one is asked, so that every message shows
        return all(valid)

    def code_is_valid(self) -> bool:
        return self.code is None or self.code.is_valid()


@anonymous_allowed("open only while nobody is here yet, by the code in the terminal, or to the demo's owner")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters()
def set_up(request):
    if not first_run.is_open_for(request.membership):
        raise Http404
    if throttling.has_failed_too_often(request, what=FAILURES):
        return errors.too_many(request)
    forms = _forms(request)
    if request.method != "POST":
        return _page(request, forms)
    if not forms.code_is_valid():
        throttling.count_failure(request, what=FAILURES)
    if "test_mail" in request.POST:
        outcome = _tried_mail(forms)
        return _page(request, _unasked(forms), **outcome)
    if not forms.are_valid():
        for form in forms.all():
            remind_of_passwords(form)
        return _page(request, forms)
    return _found(request, forms)


def _forms(request) -> Forms:
    posted = request.POST if request.method == "POST" else None
    language = get_language()
    return Forms(
        code=None if request.membership else CodeForm(posted),
        person=OwnerForm(posted, prefix="person"),
        organisation=OrganisationForm(
            posted, prefix="organisation", instance=Organisation(language=language, time_zone=_likely_zone(language))
        ),
        mail=FirstMailServerForm(posted, prefix="mail"),
    )


def _likely_zone(language: str) -> str:
    zones_of = {"da": "Europe/Copenhagen", "nb": "Europe/Oslo", "fi": "Europe/Helsinki"}
    return zones_of.get(language, "Europe/Stockholm")


def _tried_mail(forms: Forms) -> dict[str, str]:
    """What came of "Send a test mail": the code first, so that no stranger can knock on mail servers from here."""
    forms.person.is_valid()
    email = forms.person.cleaned_data.get("email")
    if not forms.code_is_valid():
        return {"problem": first_problem(forms.code)}
    if not email:
        return {"problem": _("Write your own address first: the test mail goes there.")}
    if not forms.mail.is_wanted:
        return {"problem": _("Write the name of your mail server first.")}
    if not forms.mail.is_valid():
        return {"problem": first_problem(forms.mail)}
    try:
        mail_servers.test(keeping_mail_server.drafted(None, **forms.mail.values()), email)
    except mail_servers.MailServerProblem as problem:
        return {"problem": str(problem)}
    return {"success": _("It works. A mail is on its way to %(email)s.") % {"email": email}}


def _unasked(forms: Forms) -> Forms:
    """The same words in forms that have not been asked for errors: only the mail server was being tried."""
    typed = {
        name: type(form)(initial=_typed(form), prefix=form.prefix)
        for name, form in (("person", forms.person), ("organisation", forms.organisation))
    }
    remind_of_passwords(typed["person"], typed=forms.person)
    remind_of_passwords(forms.mail)
    return replace(forms, **typed)


def _typed(form) -> dict[str, str]:
    return {name: form[name].value() for name in form.fields if name != "password"}


def _found(request, forms: Forms):
    person = forms.person.cleaned_data
    try:
        membership = first_run.set_up(
            person={name: person[name] for name in ("name", "email", "password")} | {"language": get_language()},
            organisation=forms.organisation.cleaned_data,
            mail_server=forms.mail.values() if forms.mail.is_wanted else None,
            asked_by=request.membership,
            code=forms.code.cleaned_data["code"] if forms.code else "",
        )
    except first_run.Closed:
        return redirect("account_login")
    request.session.flush()  # the demo's owner leaves, the real one arrives
    login(request, membership.user, backend=BACKEND)
    request.session[SESSION_KEY] = membership.organisation_id
    return redirect("/")


def _page(request, forms: Forms, **outcome):
    organisation = forms.organisation
    context = {
        "forms": forms,
        "has_errors": any(form.is_bound and form.errors for form in forms.all()) and not outcome,
        "hint": purpose_coach.hint(organisation["purpose"].value() or "", organisation["language"].value() or ""),
        "zones": zones(),
        "mail_is_open": forms.mail.is_wanted or bool(outcome),
        **outcome,
    }
    fragment = "#outcome" if request.htmx and outcome else ""
    return render(request, f"accounts/first_run.html{fragment}", context)

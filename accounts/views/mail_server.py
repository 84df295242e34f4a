"""How the organisation sends mail: keep, try out, forget. A secret goes in and never out again."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import domain_records, keeping_mail_server, mail_servers, settings_pages
from accounts.access import owner_required
from accounts.forms.mail_server import SigningSecretForm, WayForm, form_of
from accounts.forms.settings import first_problem, remind_of_passwords
from accounts.models import MailServer

Provider = MailServer.Provider
NEWS_USER = "enmil"  # in the address a provider proves itself by


@owner_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail_server(request):
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        keeping_mail_server.keep(request.organisation, by=request.user, **form.values())
        messages.success(request, _("Saved."))
        return redirect("accounts:mail_server")
    return _page(request, form)


@owner_required
@require_POST
def test(request):
    """Try what is typed, saved or not; everything typed stays on the page."""
    form = _form(request)
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
def news(request):
    """The secret a provider proves its news by: typed where it signs, else made here and shown this once."""
    kept = mail_servers.own_server(request.organisation)
    if kept is None or kept.provider == Provider.SMTP:
        return redirect("accounts:mail_server")
    if kept.provider not in keeping_mail_server.SIGNING_ITSELF:
        secret = keeping_mail_server.keep_news_secret(request.organisation, by=request.user)
        return _page(request, form_of(request.organisation, kept.provider), fresh_secret=secret)
    secret_form = SigningSecretForm(request.POST, provider=kept.provider)
    if not secret_form.is_valid():
        return _page(request, form_of(request.organisation, kept.provider), secret_form=secret_form)
    secret = secret_form.cleaned_data["secret"]
    keeping_mail_server.keep_news_secret(request.organisation, by=request.user, secret=secret)
    messages.success(request, _("Saved."))
    return redirect("accounts:mail_server")


@owner_required
@require_POST
def removal(request):
    keeping_mail_server.forget(request.organisation, by=request.user)
    messages.success(request, _("The mail server is forgotten."))
    return redirect("accounts:mail_server")


def _form(request) -> WayForm:
    posted = request.POST if request.method == "POST" else None
    # A form without the hidden field is one of a mail server: that was the only way there was.
    way = posted.get("provider", Provider.SMTP) if posted is not None else request.GET.get("way", "")
    return form_of(request.organisation, way, posted)


def _page(request, form: WayForm, *, fresh_secret: str = "", secret_form: SigningSecretForm | None = None, **outcome):
    remind_of_passwords(form)
    kept = form.kept
    is_this_way = kept is not None and kept.provider == form.provider
    context = {
        "form": form,
        "kept": kept,
        "is_this_way": is_this_way,
        "ways": _ways(form.provider),
        "way_label": Provider(form.provider).label,
        "tabs": settings_pages.tabs(request.membership, current="mail_server"),
        "site_url": settings.SITE_URL,
        **outcome,
    }
    if is_this_way:
        context |= {
            "domain": domain_records.domain_of(kept),
            "records": domain_records.records_for(kept),
            "keepers_letter": domain_records.letter_to_the_keeper(kept),
            "is_free_mail": domain_records.is_free_mail(kept),
            "news_root": _with_secret(fresh_secret) if fresh_secret else settings.SITE_URL,
            "is_fresh": bool(fresh_secret),
            "secret_form": secret_form or _secret_form(kept),
        }
    fragment = "#outcome" if request.htmx and outcome else ""
    return render(request, f"accounts/mail_server.html{fragment}", context)


def _ways(current: str) -> list[dict]:
    page = reverse("accounts:mail_server")
    return [
        {"value": value, "label": label, "url": f"{page}?{urlencode({'way': value})}", "is_current": value == current}
        for value, label in Provider.choices
    ]


def _secret_form(kept: MailServer) -> SigningSecretForm | None:
    return SigningSecretForm(provider=kept.provider) if kept.provider in keeping_mail_server.SIGNING_ITSELF else None


def _with_secret(secret: str) -> str:
    """The site's address with the word in it by which a provider that signs nothing proves itself."""
    site = urlsplit(settings.SITE_URL)
    return site._replace(netloc=f"{NEWS_USER}:{secret}@{site.netloc}").geturl()

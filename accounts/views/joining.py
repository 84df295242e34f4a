"""The page behind a colleague's invitation. Looking at it changes nothing; one press lets in."""

from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import joining
from accounts.access import anonymous_allowed
from accounts.forms.arriving import JoinForm
from accounts.forms.settings import remind_of_passwords
from accounts.middleware import SESSION_KEY
from accounts.models import User
from common import errors, throttling

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FAILURES = "joining-links"


@anonymous_allowed("a personal link to one address, made from the link key; failures are counted")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def join(request, token):
    invitation = joining.by_token(token)
    if invitation is None:
        if throttling.has_failed_too_often(request, what=FAILURES):
            return errors.too_many(request)
        throttling.count_failure(request, what=FAILURES)
        return render(request, "accounts/join_unknown.html", status=404)
    if not joining.is_open(invitation):
        return _closed(request, invitation)
    if request.user.is_authenticated:
        return _as_oneself(request, invitation)
    if User.objects.filter(email=invitation.email).exists():
        return render(request, "accounts/join_log_in.html", {"invitation": invitation})
    return _as_new(request, invitation)


def _closed(request, invitation):
    is_theirs = request.user.is_authenticated and request.user.email == invitation.email
    if invitation.accepted_at and is_theirs:
        return redirect("/")
    return render(request, "accounts/join_closed.html", {"invitation": invitation}, status=410)


def _as_oneself(request, invitation):
    if request.user.email != invitation.email:
        status = 403 if request.method == "POST" else 200
        return render(request, "accounts/join_other_person.html", {"invitation": invitation}, status=status)
    if request.method != "POST":
        return render(request, "accounts/join.html", {"invitation": invitation})
    try:
        membership = joining.accept(invitation, user=request.user)
    except joining.NoLongerOpen:
        return _closed(request, joining.by_token(joining.token_of(invitation)))
    return _welcome(request, membership)


def _as_new(request, invitation):
    form = JoinForm(request.POST if request.method == "POST" else None, email=invitation.email)
    if request.method != "POST" or not form.is_valid():
        remind_of_passwords(form)
        return render(request, "accounts/join.html", {"invitation": invitation, "form": form})
    try:
        membership = joining.accept_as_new(
            invitation,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            language=request.LANGUAGE_CODE,
        )
    except joining.HasAccount:
        return render(request, "accounts/join_log_in.html", {"invitation": invitation})
    except joining.NoLongerOpen:
        return _closed(request, joining.by_token(joining.token_of(invitation)))
    login(request, membership.user, backend=BACKEND)
    return _welcome(request, membership)


def _welcome(request, membership):
    request.session[SESSION_KEY] = membership.organisation_id
    messages.success(request, _("Welcome to %(name)s.") % {"name": membership.organisation.name})
    return redirect("/")

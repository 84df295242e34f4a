"""The few allauth pages we use, each with its access mark. Sign-up, e-mail management and the rest are not routed."""

from functools import wraps

from allauth.account import views
from django.shortcuts import redirect
from django.urls import path, re_path

from accounts import first_run
from accounts.access import anonymous_allowed, signed_in_required
from accounts.forms import log_in

_to_log_in = anonymous_allowed("the way in; allauth limits the rate and answers alike for known and unknown")
_by_mailed_key = anonymous_allowed("holds a key mailed to the address")


def _set_up_first(view):
    """An installation in which nobody can log in yet shows its first-run page instead."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if first_run.is_empty():
            return redirect("accounts:first_run")
        return view(request, *args, **kwargs)

    return wrapper


log_in_view = views.LoginView.as_view(form_class=log_in.LogInForm)
code_request = views.RequestLoginCodeView.as_view(form_class=log_in.CodeRequestForm)
code_confirm = views.ConfirmLoginCodeView.as_view(form_class=log_in.CodeForm)
password_change = views.PasswordChangeView.as_view(form_class=log_in.PasswordChangeForm)
password_set = views.PasswordSetView.as_view(form_class=log_in.PasswordSetForm)
password_again = views.ReauthenticateView.as_view(form_class=log_in.PasswordAgainForm)
password_reset = views.PasswordResetView.as_view(form_class=log_in.PasswordResetForm)
password_by_key = views.PasswordResetFromKeyView.as_view(form_class=log_in.NewPasswordByKeyForm)

urlpatterns = [
    path("login/", _to_log_in(_set_up_first(log_in_view)), name="account_login"),
    path("login/code/", _to_log_in(code_request), name="account_request_login_code"),
    path("login/code/confirm/", _to_log_in(code_confirm), name="account_confirm_login_code"),
    path("logout/", signed_in_required(views.logout), name="account_logout"),
    path("password/change/", signed_in_required(password_change), name="account_change_password"),
    path("password/set/", signed_in_required(password_set), name="account_set_password"),
    path("reauthenticate/", signed_in_required(password_again), name="account_reauthenticate"),
    path("password/reset/", _to_log_in(password_reset), name="account_reset_password"),
    path("password/reset/done/", _to_log_in(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _by_mailed_key(password_by_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        _to_log_in(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("signup/", _to_log_in(views.signup), name="account_signup"),
    path("inactive/", _to_log_in(views.account_inactive), name="account_inactive"),
]

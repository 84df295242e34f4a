"""The few allauth pages we use, each with its access mark. Sign-up, e-mail management and the rest are not routed."""

from allauth.account import views
from django.urls import path, re_path

from accounts.access import anonymous_allowed, signed_in_required

_to_log_in = anonymous_allowed("the way in; allauth limits the rate and answers alike for known and unknown")
_by_mailed_key = anonymous_allowed("holds a key mailed to the address")

urlpatterns = [
    path("login/", _to_log_in(views.login), name="account_login"),
    path("login/code/", _to_log_in(views.request_login_code), name="account_request_login_code"),
    path("login/code/confirm/", _to_log_in(views.confirm_login_code), name="account_confirm_login_code"),
    path("logout/", signed_in_required(views.logout), name="account_logout"),
    path("password/change/", signed_in_required(views.password_change), name="account_change_password"),
    path("password/set/", signed_in_required(views.password_set), name="account_set_password"),
    path("reauthenticate/", signed_in_required(views.reauthenticate), name="account_reauthenticate"),
    path("password/reset/", _to_log_in(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", _to_log_in(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _by_mailed_key(views.password_reset_from_key),
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

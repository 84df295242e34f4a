"""The access marks. Every view carries exactly one; a test walks every URL and refuses one without.

A mark answers for the role only; whose rows are seen is decided by `.for_organisation(request.organisation)`.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

View = Callable


def _mark(view: View, name: str) -> View:
    view.access = name
    return view


def anonymous_allowed(reason: str) -> Callable[[View], View]:
    """Open to everybody; the reason says what protects it instead (a signed link, nothing private, ...)."""
    if not isinstance(reason, str) or not reason:
        raise TypeError("Say why anonymous visitors are allowed.")

    def decorate(view: View) -> View:
        view.access_reason = reason
        return _mark(view, "anonymous")

    return decorate


def signed_in_required(view: View) -> View:
    """Any person who has logged in, with or without an organisation."""

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return _ask_to_log_in(request)
        return view(request, *args, **kwargs)

    return _mark(wrapper, "signed_in")


def _ask_to_log_in(request):
    if request.htmx and request.method not in {"GET", "HEAD"}:
        # Somebody is writing on that page: it stays, and says that one has to log in again.
        return HttpResponse(status=204, headers={"HX-Trigger": "logged-out"})
    if request.htmx:
        # A fragment cannot hold the log-in page; the browser is sent there whole.
        response = redirect_to_login(_page_around(request))
        response["HX-Redirect"] = response["Location"]
        response.status_code = 204
        del response["Location"]
        return response
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    return redirect_to_login(_page_of_the_form(request))


def _page_of_the_form(request) -> str:
    """Where a form was sent from: its own address may take forms alone. The start page where nobody says."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    return came_from.path or "/" if came_from.netloc == request.get_host() else "/"


def _page_around(request) -> str:
    """The page the fragment was asked from; the start page where the browser names none that can be read."""
    try:
        return request.htmx.current_url_abs_path or "/"
    except ValueError:
        return "/"


def _member_mark(name: str, may: Callable) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return _ask_to_log_in(request)
            if request.membership is None:
                return redirect("accounts:no_organisation")
            if not may(request.membership):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _mark(wrapper, name)

    return decorate


staff_required = _member_mark("staff", lambda membership: True)
manager_required = _member_mark("manager", lambda membership: membership.is_manager)
owner_required = _member_mark("owner", lambda membership: membership.is_owner)
privacy_required = _member_mark("privacy", lambda membership: membership.privacy)

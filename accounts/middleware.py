"""Who is here, for which organisation, in which language and time zone."""

from django.conf import settings
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from accounts import naming
from accounts.models import Membership

SESSION_KEY = "organisation_id"
PUBLIC_PREFIXES = ("/a/", "/c/", "/stop/", "/static/", "/health/")


class MembershipMiddleware:
    """Sets request.membership and request.organisation from the session; both None for a visitor.

    Customers' pages never touch the session, so they set no cookie.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.membership = request.organisation = None
        if not request.path_info.startswith(PUBLIC_PREFIXES) and request.user.is_authenticated:
            request.membership = self._membership(request)
            if request.membership:
                request.organisation = request.membership.organisation
                naming.remember(request.organisation)
        return self.get_response(request)

    @staticmethod
    def _membership(request) -> Membership | None:
        memberships = Membership.objects.filter(user=request.user).select_related("organisation")
        chosen = request.session.get(SESSION_KEY)
        membership = memberships.filter(organisation_id=chosen).first() if chosen else None
        return membership or memberships.order_by("id").first()


class LanguageMiddleware:
    """The colleague's own language, else the language cookie, else the browser's, else the organisation's default.

    Customers' pages choose their language themselves. Who logs out reads on in the same language.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info.startswith(PUBLIC_PREFIXES):
            return self.get_response(request)
        was_logged_in = request.user.is_authenticated
        with translation.override(self._language(request)), timezone.override(self._zone(request)):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        if was_logged_in and not request.user.is_authenticated:
            self._keep_language(response, request.LANGUAGE_CODE)
        return response

    @staticmethod
    def _keep_language(response, language: str) -> None:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            path=settings.LANGUAGE_COOKIE_PATH,
            domain=settings.LANGUAGE_COOKIE_DOMAIN,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )

    @staticmethod
    def _language(request) -> str:
        if request.user.is_authenticated and request.user.language:
            return request.user.language
        if not request.user.is_authenticated or settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
            return translation.get_language_from_request(request)
        return request.organisation.language if request.organisation else settings.LANGUAGE_CODE

    @staticmethod
    def _zone(request):
        return request.organisation.zone if request.organisation else None

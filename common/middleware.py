"""What is true at the outermost door: what comes in, and what a link's address may tell."""

from django.conf import settings

from common import errors

PUBLIC_PREFIXES = ("/a/", "/c/", "/stop/")


class BodyLimitMiddleware:
    """Answers 413 to a body larger than its door allows; a customer's door is narrower than a colleague's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        public = request.path_info.startswith(PUBLIC_PREFIXES)
        limit = settings.PUBLIC_BODY_LIMIT_BYTES if public else settings.BODY_LIMIT_BYTES
        if length > limit:
            return errors.too_large(request)
        return self.get_response(request)


class LinkPageMiddleware:
    """Whatever answers behind a personal link, an error too, tells its address to nobody and is not kept."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.path_info.startswith(PUBLIC_PREFIXES):
            response["Referrer-Policy"] = "no-referrer"
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class PlainCookieMiddleware:
    """A cookie that holds a NUL is no cookie of ours, and PostgreSQL would raise on looking it up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        return self.get_response(request)

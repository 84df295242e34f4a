"""The size of what comes in, checked before anything reads it."""

from django.conf import settings

from common import errors

PUBLIC_PREFIXES = ("/a/", "/stop/")


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

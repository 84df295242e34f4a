"""Counting failures, never successes: a whole hospital may answer from one address."""

from django.conf import settings
from django.core.cache import cache

MAX_FAILURES = 40
WINDOW_S = 600


def address_of(request) -> str:
    """The visitor's network address; the proxy's word for it only where a proxy is trusted."""
    if settings.TRUSTED_PROXY_COUNT:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if forwarded[-1].strip():
            return forwarded[-1].strip()
    return request.META.get("REMOTE_ADDR", "")


def has_failed_too_often(request, *, what: str) -> bool:
    return (cache.get(_key(request, what)) or 0) >= MAX_FAILURES


def count_failure(request, *, what: str) -> None:
    key = _key(request, what)
    cache.add(key, 0, WINDOW_S)
    try:
        cache.incr(key)
    except ValueError:
        cache.set(key, 1, WINDOW_S)  # it expired between the two lines


def _key(request, what: str) -> str:
    return f"failures:{what}:{address_of(request)}"

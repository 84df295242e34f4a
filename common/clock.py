"""The one clock. Gerunds ask it once; tests and the demo set it to another moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC; inside `at` the moment given there."""
    return _moment.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside happen at `moment` (aware)."""
    if timezone.is_naive(moment):
        raise ValueError("A moment needs its time zone.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)

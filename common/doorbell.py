"""Ringing the worker's bell: bounded, never raising. A lost ring costs seconds, because a sweep finds the row."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app
from django.conf import settings
from django.db import transaction

logger = logging.getLogger(__name__)

AT_MOST_S = 300  # a message that takes longer hangs: its process is ended, and the attempt was counted
REST_S = 10.0  # after one failure nobody knocks for this long; the sweep works meanwhile
GATHERED_S = 0.1  # from one ring of a ringer to its next; who comes meanwhile shares that one

_lock = threading.Lock()
_resting_until = 0.0
_silent: ContextVar[bool] = ContextVar("silent", default=False)
_ringer: "Ringer | None" = None


@contextmanager
def silent() -> Iterator[None]:
    """Nobody is rung for what is stored inside, also not when it is committed later.

    For history that is told and worked through by one process: live work must ring, or it waits for the sweep.
    """
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def ring_after_commit(kind: str) -> None:
    """Ring once the caller's transaction is stored; a broker that is down must not turn it into an error."""
    if not _silent.get():
        transaction.on_commit(lambda: ring(kind), robust=True)


def queue_of(kind: str) -> str:
    """The queue whose worker does this kind of work."""
    return settings.ANALYSIS_QUEUE if kind in settings.ANALYSIS_KINDS else settings.CELERY_TASK_DEFAULT_QUEUE


def ring(kind: str) -> bool:
    """Tell the worker of its queue that work of `kind` waits. False when the broker did not take the message.

    In a process that rings in the background, True says only that the ringer will try.
    """
    if _silent.get():
        return True
    if _ringer is None:
        return _knock(kind)
    _ringer.wish(kind)
    return True


def ring_in_background() -> None:
    """From now on this process lets a thread of its own ring. For the web: a customer does not wait for the broker,
    and many who answer at one moment ring once."""
    global _ringer
    _ringer = Ringer(_knock)


class Ringer:
    """A thread that rings once for all wishes of a moment. It begins with the first wish, after a server has forked."""

    def __init__(self, knock: Callable[[str], bool]) -> None:
        self._knock = knock
        self._kinds: set[str] = set()
        self._wished = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def wish(self, kind: str) -> None:
        """Have `kind` rung for soon."""
        with self._lock:
            self._kinds.add(kind)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="ringer", daemon=True)
                self._thread.start()
        self._wished.set()

    def _run(self) -> None:
        while True:
            self._wished.wait()
            self._wished.clear()
            with self._lock:
                kinds, self._kinds = self._kinds, set()
            for kind in sorted(kinds):
                self._knock(kind)
            time.sleep(GATHERED_S)


def _knock(kind: str) -> bool:
    global _resting_until
    if time.monotonic() < _resting_until:
        return False
    try:
        options = {"queue": queue_of(kind), "expires": 600, "time_limit": AT_MOST_S, "retry": False}
        current_app.send_task("common.do_waiting", kwargs={"kind": kind}, **options)
    except Exception as error:
        with _lock:
            _resting_until = time.monotonic() + REST_S
        logger.warning("The broker did not take a message (%s); the sweep will find the work.", error)
        return False
    return True

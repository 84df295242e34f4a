"""A transaction that writes, for those that many customers make at one moment, and for the worker beside them."""

import fcntl
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from django.db import connection, transaction

logger = logging.getLogger(__name__)

OTHERS_SHARE = 60  # who works in the background leaves the lock to others for so many times what it took itself
LONGEST_REST_S = 0.5

_turn = threading.Lock()


def _renew() -> None:
    global _turn
    _turn = threading.Lock()


os.register_at_fork(after_in_child=_renew)  # a thread that held it is not there


@dataclass
class Turn:
    """How one went: whether another process was writing when it was asked for, and how long it took."""

    had_to_wait: bool = False
    seconds: float = 0.0

    def give_way(self) -> None:
        """After a turn of background work: where others write too, let them go first for a while."""
        if self.had_to_wait:
            time.sleep(min(OTHERS_SHARE * self.seconds, LONGEST_REST_S))


@contextmanager
def writing() -> Iterator[Turn]:
    """As `transaction.atomic()`. On SQLite the threads of a process take turns, and so do the processes.

    SQLite has one write lock. Who finds it taken sleeps and asks again, ever more seldom, so that of many some wait
    most of a second while nobody writes. Here they queue: the threads first, then one of each process at a lock on an
    empty file beside the database, which is let go when its holder is killed; while one is only stopped (SIGSTOP), the
    others wait. A turn saves time and no more: where there can be none, and for whoever does not queue here, one waits
    as SQLite lets him. Inside another transaction nobody queues: it may hold the lock already.
    """
    must_queue = connection.vendor == "sqlite" and not connection.in_atomic_block
    turn = Turn()
    with _turn if must_queue else nullcontext(), _turn_of_processes(turn) if must_queue else nullcontext():
        begun = time.monotonic()
        with transaction.atomic():
            yield turn
        turn.seconds = time.monotonic() - begun


@contextmanager
def _turn_of_processes(turn: Turn) -> Iterator[None]:
    path = _lock_path(str(connection.settings_dict["NAME"]), connection.is_in_memory_db())
    handle = _opened(path) if path else None
    try:
        if handle is not None:
            _wait(handle, turn)
        yield
    finally:
        if handle is not None:
            with suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_UN)  # closing alone would leave it to a child forked meanwhile
            os.close(handle)


def _opened(path: str) -> int | None:
    """The lock's file, open; it need not be one's own. None where it cannot be."""
    try:
        return os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as fault:
        _say_once(str(fault))
        return None


def _wait(handle: int, turn: Turn) -> None:
    """In the kernel, which wakes the next at once: a thread that looks again and again waits for Python's own lock
    each time, as long as the others of its process compute."""
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            turn.had_to_wait = True
            fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError as fault:
        _say_once(str(fault))


@cache
def _lock_path(name: str, is_in_memory: bool) -> str | None:
    """Beside the database, also where that is named by a URI; none for one in memory, which is this process's own."""
    if is_in_memory:
        return None
    return f"{unquote(urlsplit(name).path) if name.startswith('file:') else name}-turn"


@cache
def _say_once(fault: str) -> None:
    logger.warning("Answers are stored without taking turns, which may be slower when there are many: %s", fault)

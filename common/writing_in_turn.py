"""A transaction that writes, for those that many customers make at one moment, and for the worker beside them."""

import fcntl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

OTHERS_SHARE = 20  # who works in the background leaves the lock to others for so many times what it took itself
LONGEST_REST_S = 0.25

_turn = threading.Lock()


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
    most of a second while nobody writes. Here they queue: the threads first, then one of each process at the kernel's
    lock on an empty file beside the database, which wakes the next at once and is let go when its holder is killed.
    Who does not queue here still waits as SQLite lets him. Inside another transaction nobody queues: it may hold the
    lock already.
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
    """The file is opened each time: a forked child shares no turn."""
    path = _lock_file()
    if path is None:
        yield
        return
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            turn.had_to_wait = True
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lock_file() -> Path | None:
    """Beside the database; none for one in memory, which is this process's own."""
    return None if connection.is_in_memory_db() else Path(f"{connection.settings_dict['NAME']}-turn")

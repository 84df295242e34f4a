"""A transaction that writes, for those that many customers make at one moment."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from django.db import connection, transaction

_turn = threading.Lock()


@contextmanager
def writing() -> Iterator[None]:
    """As `transaction.atomic()`. On SQLite the threads of a process take turns.

    SQLite has one write lock. Who finds it taken sleeps and asks again, ever more seldom, so that of many some wait
    most of a second while nobody writes. Here they queue, and only the process asks for the lock. Inside another
    transaction nobody queues: it may hold the lock already.
    """
    must_queue = connection.vendor == "sqlite" and not connection.in_atomic_block
    with _turn if must_queue else nullcontext(), transaction.atomic():
        yield

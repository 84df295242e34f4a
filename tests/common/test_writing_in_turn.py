"""Threads of one process store one after the other where the database has one lock for all of them."""

import threading

import pytest
from django.db import connection, transaction

from accounts.models import User
from common.writing_in_turn import _turn, writing

PATIENCE_S = 20
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="Only SQLite has one lock for all.")


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_a_thread_waits_for_its_turn():
    begun, stored = threading.Event(), []

    def another() -> None:
        begun.set()
        with writing():
            stored.append("another")
        connection.close()

    with writing():
        thread = threading.Thread(target=another)
        thread.start()
        assert begun.wait(PATIENCE_S)
        assert _turn.locked()
        stored.append("first")
    thread.join(PATIENCE_S)
    assert stored == ["first", "another"]
    assert not _turn.locked()


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_the_turn_goes_on_after_a_fault():
    with pytest.raises(ZeroDivisionError), writing():
        raise ZeroDivisionError
    assert not _turn.locked()


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_nobody_queues():
    with transaction.atomic(), writing():
        assert not _turn.locked()


@pytest.mark.django_db(transaction=True)
def test_what_goes_wrong_is_not_stored(agnes):
    with pytest.raises(ZeroDivisionError), writing():
        User.objects.filter(pk=agnes.pk).update(name="Nobody")
        raise ZeroDivisionError
    agnes.refresh_from_db()
    assert agnes.name == "Agnes"

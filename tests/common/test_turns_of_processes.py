"""Processes that store in one SQLite database take turns, and the worker leaves customers the longer ones."""

import fcntl
import os
import signal
import subprocess
import sys
import threading

import pytest
from django.db import connection

from accounts.models import User
from common import working, writing_in_turn
from common.writing_in_turn import LONGEST_REST_S, OTHERS_SHARE, Turn, writing

PATIENCE_S = 20
HOLDS = (
    "import fcntl, sys; file = open(sys.argv[1], 'ab'); fcntl.flock(file, fcntl.LOCK_EX); print(flush=True); input()"
)


@pytest.fixture
def rests(monkeypatch):
    """How long somebody rested, each time."""
    noted = []
    monkeypatch.setattr(writing_in_turn.time, "sleep", noted.append)
    return noted


@pytest.fixture
def lock_path(tmp_path, monkeypatch):
    """As beside a database in a file: tests have theirs in memory, where no other process is."""
    if connection.vendor != "sqlite":
        pytest.skip("Only SQLite has one lock for all.")
    path = tmp_path / "enmil.sqlite3-turn"
    monkeypatch.setattr(writing_in_turn, "_lock_path", lambda name, is_in_memory: str(path))
    return path


@pytest.mark.django_db(transaction=True)
def test_a_process_waits_for_its_turn(lock_path, monkeypatch, agnes):
    waits, turns, flock = threading.Event(), [], fcntl.flock

    def noted(handle, how):
        if how == fcntl.LOCK_EX:
            waits.set()
        flock(handle, how)

    def another() -> None:
        with writing() as turn:
            User.objects.filter(pk=agnes.pk).update(name="Another")
        turns.append(turn)
        connection.close()

    with lock_path.open("ab") as file:
        flock(file, fcntl.LOCK_EX)  # as another process holds it: a lock belongs to who opened the file
        monkeypatch.setattr(writing_in_turn.fcntl, "flock", noted)
        thread = threading.Thread(target=another)
        thread.start()
        assert waits.wait(PATIENCE_S)
        agnes.refresh_from_db()
        assert (agnes.name, turns) == ("Agnes", [])
    thread.join(PATIENCE_S)
    agnes.refresh_from_db()
    assert (agnes.name, [turn.had_to_wait for turn in turns]) == ("Another", [True])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", [PermissionError("not yours"), FileNotFoundError("no such folder")])
def test_where_the_file_cannot_be_opened_answers_are_stored_all_the_same(lock_path, monkeypatch, agnes, fault):
    def refused(*_):
        raise fault

    monkeypatch.setattr(writing_in_turn.os, "open", refused)
    with writing():
        User.objects.filter(pk=agnes.pk).update(name="Another")
    agnes.refresh_from_db()
    assert agnes.name == "Another"


@pytest.mark.django_db(transaction=True)
def test_where_files_cannot_be_locked_answers_are_stored_all_the_same(lock_path, monkeypatch, agnes):
    def unsupported(*_):
        raise OSError("Operation not supported")

    monkeypatch.setattr(writing_in_turn.fcntl, "flock", unsupported)
    with writing() as turn:
        User.objects.filter(pk=agnes.pk).update(name="Another")
    agnes.refresh_from_db()
    assert (agnes.name, turn.had_to_wait) == ("Another", False)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("/srv/enmil.sqlite3", "/srv/enmil.sqlite3-turn"),
        ("file:/srv/my%20answers.sqlite3?mode=rw", "/srv/my answers.sqlite3-turn"),
    ],
    ids=["a path", "a URI"],
)
def test_the_file_stands_beside_the_database(name, path):
    assert writing_in_turn._lock_path(name, False) == path


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_a_process_that_was_killed(lock_path):
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, str(lock_path)], stdin=-1, stdout=-1)
    try:
        assert holder.stdout.readline() == b"\n"
        with lock_path.open("ab") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        holder.kill()
        holder.communicate()
    with writing() as turn:
        pass
    assert not turn.had_to_wait


@pytest.mark.django_db(transaction=True)
def test_the_turn_of_processes_goes_on_after_a_fault(lock_path):
    with pytest.raises(ZeroDivisionError), writing():
        raise ZeroDivisionError
    with lock_path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.django_db(transaction=True)
def test_a_child_forked_meanwhile_keeps_no_turn(lock_path):
    with writing():
        child = os.fork()
        if not child:
            signal.pause()
    try:
        with lock_path.open("ab") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_who_had_not_to_wait_does_not_rest(rests):
    Turn(had_to_wait=False, seconds=1).give_way()
    assert rests == []


@pytest.mark.parametrize(("took_s", "rests_s"), [(0.001, 0.001 * OTHERS_SHARE), (1, LONGEST_REST_S)])
def test_who_had_to_wait_leaves_others_more_than_it_took(rests, took_s, rests_s):
    Turn(had_to_wait=True, seconds=took_s).give_way()
    assert rests == [rests_s]


@pytest.mark.django_db
@pytest.mark.parametrize("gives_way", [True, False])
def test_work_gives_way_once_it_is_settled(monkeypatch, rung, gives_way):
    happened = []
    handler = working.Handler(
        compute=lambda object_id, revision: None, settle=lambda *_: happened.append("settled"), gives_way=gives_way
    )
    monkeypatch.setitem(working.HANDLERS, "test", handler)
    monkeypatch.setattr(Turn, "give_way", lambda self: happened.append("gave way"))
    working.put("test", object_id=1)
    assert working.do_waiting("test") == 1
    assert happened == ["settled", "gave way"][: 1 + gives_way]


def test_reading_answers_gives_way():
    from insights import analysing, reanalysing

    assert analysing.HANDLER.gives_way and reanalysing.HANDLER.gives_way

"""Starting: what cannot work is said in a sentence, before anything is done."""

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings

START = [sys.executable, "bin/start.py"]


def start(tmp_path, **surroundings) -> subprocess.CompletedProcess:
    """Starts the product with a var folder of its own; only for what ends by itself."""
    unset = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    told = kept | {"ENMIL_VAR": str(tmp_path), "ENMIL_DEMO": "0"} | surroundings
    return subprocess.run(START, cwd=settings.BASE_DIR, env=told, capture_output=True, text=True, timeout=120)


def free_port() -> str:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return str(asked.getsockname()[1])


@pytest.mark.parametrize("port", ["abc", "²", "0", "65536", "-1", "8" * 5000])
def test_a_port_that_is_none_is_said_so(tmp_path, port):
    ended = start(tmp_path, PORT=port)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"PORT={port} is not a port.")
    assert len(ended.stderr.splitlines()) == 1


def test_a_port_in_use_is_said_so(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        ended = start(tmp_path, PORT=str(port))
    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Port {port} at 127.0.0.1 cannot be used (Address already in use).")


@pytest.mark.parametrize(
    ("surroundings", "says"),
    [
        ({"ENMIL_DEMO": "maybe"}, "ENMIL_DEMO is 'maybe'; write 1 or 0."),
        ({"LINK_KEY_FILE": "/nowhere/key"}, "LINK_KEY_FILE points at /nowhere/key, which cannot be read"),
        ({"DATABASE_URL": "postgres://x@127.0.0.1:1/x"}, "The database does not answer: "),
    ],
)
def test_surroundings_that_cannot_be_are_said_without_a_traceback(tmp_path, surroundings, says):
    ended = start(tmp_path, PORT=free_port(), **surroundings)
    assert ended.returncode == 1
    assert says in ended.stderr
    assert "Traceback" not in ended.stderr

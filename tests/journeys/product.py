"""The real product as a newcomer starts it: web, worker and scheduler as processes, with a database of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_S = 150  # generous: a slow machine may be slow, a stuck product must not hang the suite


class Product:
    """One running installation. `folder` is its var/; everything in it goes when the story ends."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = os.environ | {
            "ENMIL_VAR": str(folder),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "ENMIL_DEMO": "0",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **environment,
        }
        self.log = folder / "log.txt"
        self.launcher: subprocess.Popen | None = None

    def start(self) -> None:
        self.launcher = subprocess.Popen(
            [sys.executable, "bin/start.py"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log.open("a"),
            stderr=subprocess.STDOUT,
        )
        self.wait_until(lambda: "Enmil is ready" in self.log.read_text(), "the product to start")

    def stop(self) -> int:
        """Ctrl-C. Returns the exit code."""
        self.launcher.send_signal(signal.SIGINT)
        return self.launcher.wait(timeout=30)

    def run(self, *command: str) -> str:
        """What `manage.py COMMAND` prints; an error shows its words."""
        result = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        assert result.returncode == 0, result.stderr
        return result.stdout

    def told(self, script: str) -> str:
        """What a few lines of Python print inside this installation."""
        return self.run("shell", "--no-imports", "-c", script).strip()

    def status(self) -> dict:
        result = subprocess.run(
            [sys.executable, "manage.py", "status", "--json"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        return json.loads(result.stdout)

    def wait_until_analysed(self, count: int) -> dict:
        self.wait_until(lambda: self.status()["responses"]["analysed"] >= count, f"{count} answers to be analysed")
        return self.status()

    def wait_until(self, is_so, what: str) -> None:
        deadline = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < deadline, f"waited in vain for {what}\n{self.log.read_text()[-3000:]}"
            assert self.launcher.poll() is None, f"the launcher ended\n{self.log.read_text()[-3000:]}"
            time.sleep(0.5)

    def processes(self, *words: str) -> list[int]:
        """The ids of this installation's processes whose command line holds all of `words`."""
        return [pid for pid, line in self._children() if all(word in line for word in words)]

    def _children(self):
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                environment = (entry / "environ").read_bytes().decode(errors="replace")
                line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if f"ENMIL_VAR={self.folder}" in environment.split("\0"):
                yield int(entry.name), line


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(folder: Path, **environment: str):
    """A started product, on the databases the suite runs on; stopped and forgotten afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with a_database_of_its_own() as database:
        product = Product(folder, **database, **environment)
        try:
            product.start()
            yield product
        finally:
            if product.launcher and product.launcher.poll() is None:
                product.stop()
            for pid in product.processes():
                os.kill(pid, signal.SIGKILL)
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def a_database_of_its_own():
    """On PostgreSQL a new database beside the suite's; with SQLite the product makes its own file."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield {}
        return
    import psycopg2

    name = f"journey_{uuid.uuid4().hex[:10]}"
    connection = psycopg2.connect(server)
    connection.autocommit = True
    connection.cursor().execute(f"CREATE DATABASE {name}")
    try:
        yield {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
    finally:
        connection.cursor().execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.close()

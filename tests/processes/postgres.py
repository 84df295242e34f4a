"""A PostgreSQL of its own on a free port, which a test may stop and start as it likes."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.invitations.conftest import free_port


class Cluster:
    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder, self.port = programs, folder, free_port()
        self.owner = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        self.url = f"postgres://enmil@127.0.0.1:{self.port}/postgres"

    def make(self) -> None:
        if os.getuid() == 0:
            shutil.chown(self.folder, self.owner)
        self._run("initdb", "-A", "trust", "-U", "enmil", "--encoding=UTF8", "--locale=C.UTF-8")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self._run("pg_ctl", "-w", "-s", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """As a power cut: no connection is told, and what was not committed is gone."""
        self._run("pg_ctl", "-s", "-m", "immediate", "stop")

    def _run(self, program: str, *words: str) -> None:
        command = [str(self.programs / program), "-D", str(self.folder / "rows"), *words]
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", self.owner, "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=150)


@contextmanager
def running():
    """A started cluster, forgotten afterwards. Skips with a sentence where the machine has no PostgreSQL."""
    folder = Path(tempfile.mkdtemp(prefix="enmil-postgres-"))
    cluster = Cluster(_programs(), folder)
    try:
        cluster.make()
        cluster.start()
        yield cluster
    finally:
        if (folder / "rows" / "postmaster.pid").exists():
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    if found:
        return found[-1].parent
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    words = "This machine has no PostgreSQL (initdb), so no database can be restarted here."
    if os.environ.get("CI"):
        pytest.fail(words)
    return pytest.skip(words)

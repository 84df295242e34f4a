"""Web, two workers and the scheduler as children, each in a process group of its own.

A child that dies is started again; when this process ends, whichever way, its children end too.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

from django.conf import settings

GRACE_S = 8.0  # from the friendly signal to the firm one
MAX_REST_S = 20.0
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    name: str
    command: list[str]
    niceness: int = 0
    process: subprocess.Popen | None = None
    started: float = 0.0
    failures: int = 0
    rest_until: float = 0.0
    reader: threading.Thread | None = field(default=None, repr=False)

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # our own commands, no words from outside
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,  # no session of its own: Linux would then weigh sessions, and no longer niceness
            # Threads and forks do not mix, and every thread would keep memory of its own.
            env=os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
            preexec_fn=self._before_exec,
            text=True,
            errors="replace",
        )
        self.started = time.monotonic()
        self.reader = threading.Thread(target=self._repeat, args=(self.process.stdout,), daemon=True)
        self.reader.start()

    def _before_exec(self) -> None:
        """Runs in the child: die with the launcher (Linux knows how), and let the web go first."""
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if self.niceness:
            os.nice(self.niceness)

    def _repeat(self, lines) -> None:
        for line in lines:
            print(f"{self.name:<9} | {line.rstrip()}", flush=True)

    def is_dead(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def signal_group(self, number: int) -> None:
        if self.process is None:
            return
        # macOS says "not permitted" of a group whose last process has ended.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

    def revive(self) -> None:
        """Start again after a rest that grows while it keeps dying young; leftovers of its group go first."""
        now = time.monotonic()
        if not self.rest_until:
            self.signal_group(signal.SIGKILL)
            self.failures = 0 if now - self.started > 60 else self.failures + 1
            self.rest_until = now + min(1.0 * 2**self.failures, MAX_REST_S)
            code = self.process.returncode if self.process else "?"
            print(f"launcher  | {self.name} ended (code {code}); it starts again.", flush=True)
        elif now >= self.rest_until:
            self.rest_until = 0.0
            self.start()


def children(host: str, port: str) -> list[Child]:
    python = sys.executable
    celery = [python, "-m", "celery", "--quiet", "-A", "config"]
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [
        *[python, "-m", "gunicorn", "config.wsgi", "--bind", address],
        *["--worker-class", "gthread", "--workers", os.environ.get("WEB_WORKERS", "1")],
        *["--threads", os.environ.get("WEB_THREADS", "8")],
        *["--no-control-socket", "--log-level", "warning", "--timeout", "60", "--graceful-timeout", "5"],
    ]
    worker = _worker(celery, settings.CELERY_TASK_DEFAULT_QUEUE, os.environ.get("WORKER_PROCESSES", "2"))
    analysis = _worker(celery, settings.ANALYSIS_QUEUE, os.environ.get("ANALYSIS_PROCESSES", "1"))
    # The plain scheduler keeps no file: nothing to corrupt when it is killed, and every interval is short.
    beat = [*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=", "--loglevel", "WARNING"]
    return [
        Child("web", web),
        Child("worker", worker, niceness=5),
        Child("analysis", analysis, niceness=10),  # whatever else waits goes first
        Child("scheduler", beat, niceness=5),
    ]


def _worker(celery: list[str], queue: str, processes: str) -> list[str]:
    """One worker for one queue; its name tells the two apart where they share a broker."""
    return [
        *[*celery, "worker", "--queues", queue, "--hostname", f"{queue}@%h", "--concurrency", processes],
        *["--without-mingle", "--without-gossip", "--without-heartbeat", "--loglevel", "WARNING"],
    ]


def run(*, host: str, port: str, welcome: str) -> int:
    """Run them until told to stop. Returns the exit code: 0 after Ctrl-C or SIGTERM."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    family = children(host, port)
    for child in family:
        child.start()
    greeted = False
    while not stopping.wait(0.3):
        for child in family:
            if child.is_dead():
                child.revive()
        if not greeted and _answers(host, int(port)):
            greeted = True
            print(welcome, flush=True)
    _stop(family)
    return 0


def _answers(host: str, port: int) -> bool:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # compared with, not bound to
    try:
        socket.create_connection((target, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def _stop(family: list[Child]) -> None:
    print("\nlauncher  | stopping ...", flush=True)
    for child in family:
        if not child.is_dead():
            child.process.terminate()
    deadline = time.monotonic() + GRACE_S
    while time.monotonic() < deadline and not all(child.is_dead() for child in family):
        time.sleep(0.1)
    for child in family:
        child.signal_group(signal.SIGKILL)
        if child.process:
            child.process.wait(timeout=5)
    print("launcher  | all stopped.", flush=True)

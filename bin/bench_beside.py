"""Measures the minimal view of bench_minimal.py under the same server, with the same customers."""

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import Namespace
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from uuid import uuid4

import bench_cpu
from bench_customers import ask, said, send_all, spread

HERE = Path(__file__).resolve().parent
START_S, PHASE_S = 20, 20


@contextmanager
def minimal_server(folder: Path, wishes: Namespace):
    """The minimal view, served on a port of its own, which is yielded."""
    port = _free_port()
    url = wishes.database_url or f"sqlite:///{folder / 'minimal.sqlite3'}"
    environment = os.environ | {"MINIMAL_DATABASE_URL": url, "PYTHONPATH": str(HERE)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    _table("make", environment)
    server = subprocess.Popen(  # noqa: S603  # our own command
        [
            *[sys.executable, "-m", "gunicorn", "bench_minimal:application", "--bind", f"127.0.0.1:{port}"],
            *["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket"],
        ],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)
        _table("drop", environment)


def minimal_phase(port: int, customers: int, answers: int) -> dict:
    """Answers a second, milliseconds, processor time of web and database for so many customers of the minimal view."""
    forms = [(f"/{customers}-{uuid4()}/", f"words=Fine+{number}") for number in range(answers)]
    before = bench_cpu.seconds_of(os.getpid())
    times, failures, seconds = send_all(port, forms, customers=customers, at_most_s=PHASE_S)
    spent = bench_cpu.between(before, bench_cpu.seconds_of(os.getpid()))
    figures = {"answers": len(times), "failures": len(failures), "per_second": round(len(times) / seconds, 1)}
    figures["ms"] = spread(times)
    parts = {part: spent[part] for part in ("web", "database") if part in spent}
    figures["cpu_ms"] = {part: round(1000 * s / max(len(times), 1), 2) for part, s in parts.items()}
    each = ", ".join(f"{part} {milliseconds} ms" for part, milliseconds in figures["cpu_ms"].items())
    print(f"minimal, {customers:<11} {said(figures['ms'])}; {figures['per_second']} answers/s, {len(failures)} failed")
    print(f"                     processor time an answer: {each}")
    return figures


def _table(verb: str, environment: dict) -> None:
    command = [sys.executable, str(HERE / "bench_minimal.py"), verb]
    subprocess.run(command, env=environment, check=True)  # noqa: S603  # our own command


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(port: int) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        try:
            ask(port, "GET", "/first/")
        except (OSError, HTTPException):
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The minimal view did not start.")

"""Measures in short turns what must be compared: a machine is not equally fast from one moment to the next.

Eight customers of the least view, then of Enmil while the worker that analyses is held still, then while it works off
what has piled up, and again. Nothing of ours works beside the least view. What is compared is compared within a turn.
"""

import os
import signal
import statistics
from itertools import islice
from uuid import uuid4

import bench_cpu
from bench_customers import send_all

TURNS, CUSTOMERS, PHASE_S = 15, 8, 20
LEAST, HELD, BUSY = "least view", "worker held", "worker busy"
WEB, WITH_DATABASE = "web", "web and database"


def turns_of(port: int, forms, count: int, launcher: int, least_port: int) -> dict[str, list[float]]:
    """For each turn, of `count` answers each: answers a second, milliseconds of processor time an answer (the web's and
    that of web and PostgreSQL together), and how many failed. Every other turn has its states the other way round.

    `forms` are (path, body) of links opened before, 2 * TURNS * count of them. Processor time is read in hundredths
    of a second, so `count` answers should take some tenths of one.
    """
    groups = bench_cpu.groups_of(launcher, "analysis")
    found: dict[str, list[float]] = {}

    def note(what: str, owner: int, to: int, sent: list[tuple[str, str]]) -> None:
        for unit, value in _sent(to, sent, owner).items():
            found.setdefault(f"{what}: {unit}", []).append(value)

    def held() -> None:
        _signal_all(groups, signal.SIGSTOP)
        try:
            note(LEAST, os.getpid(), least_port, [(f"/{uuid4()}/", "words=Fine") for _number in range(count)])
            note(HELD, launcher, port, list(islice(forms, count)))
        finally:
            _signal_all(groups, signal.SIGCONT)

    def busy() -> None:
        note(BUSY, launcher, port, list(islice(forms, count)))

    for turn in range(TURNS):
        for state in (held, busy) if turn % 2 == 0 else (busy, held):
            state()
    return found


def say(found: dict[str, list[float]]) -> None:
    """Print the middle of all turns, and from where to where the middle half of them lies."""
    print(f"{TURNS} turns of {CUSTOMERS} at once, the middle one (in brackets: the middle half)")
    for what, values in found.items():
        _line(what, values)
    # Busy, the database works for the analysis too; SQLite works within the web.
    compared = [(HELD, WEB), (BUSY, WEB)] + [(HELD, WITH_DATABASE)] * (f"{HELD}: {WITH_DATABASE}, ms" in found)
    for state, owners in compared:
        ratios = _ratios(found[f"{state}: {owners}, ms"], found[f"{LEAST}: {owners}, ms"])
        _line(f"{state}: {owners}, times the least", ratios)
    _line("busy: part of the rate held", _ratios(found[f"{BUSY}: answers/s"], found[f"{HELD}: answers/s"]))


def _signal_all(groups: set[int], signalled: signal.Signals) -> None:
    from common.writing_in_turn import writing

    with writing():  # on SQLite none is stopped in the middle of its own
        for group in groups:
            os.killpg(group, signalled)
        bench_cpu.wait_until_stopped(groups if signalled == signal.SIGSTOP else ())


def _sent(port: int, forms: list[tuple[str, str]], owner: int) -> dict[str, float]:
    from django.db import connection

    before = bench_cpu.seconds_of(owner)
    times, failures, seconds = send_all(port, forms, customers=CUSTOMERS, at_most_s=PHASE_S)
    spent = bench_cpu.between(before, bench_cpu.seconds_of(owner))
    web_ms, database_ms = (1000 * spent.get(part, 0) / max(len(times), 1) for part in ("web", "database"))
    told = {"answers/s": round(len(times) / seconds, 1), f"{WEB}, ms": round(web_ms, 2), "failed": len(failures)}
    if connection.vendor == "postgresql":
        told[f"{WITH_DATABASE}, ms"] = round(web_ms + database_ms, 2)
    return told


def _ratios(these: list[float], those: list[float]) -> list[float]:
    """Those of nothing measured are left out."""
    return [round(one / other, 2) for one, other in zip(these, those, strict=True) if other]


def _line(what: str, values: list[float]) -> None:
    if len(values) < 2:
        print(f"  {what:<44} too little was measured")
        return
    low, _middle, high = statistics.quantiles(values, n=4)
    print(f"  {what:<44} {statistics.median(values):.2f} ({low:.2f} to {high:.2f})")

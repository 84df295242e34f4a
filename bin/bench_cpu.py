"""Processor time and memory of running processes, read from /proc: for the benchmarks. Nothing to read elsewhere."""

import os
import time
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
SERVERS = {"postgres": "database", "redis-server": "broker"}  # not children of ours, but working for us


def seconds_of(launcher_pid: int) -> dict[str, float]:
    """Seconds of processor time so far of the launcher's web, workers and scheduler, and of database and broker.

    What a process has collected from its ended children counts too. Empty without /proc.
    """
    spent: dict[str, float] = {}
    for pid, (parent, name, seconds) in _processes().items():
        part = SERVERS.get(name) or _part_of(pid, parent, launcher_pid)
        if part:
            spent[part] = spent.get(part, 0.0) + seconds
    return spent


def between(before: dict[str, float], after: dict[str, float]) -> dict[str, float]:
    return {part: after[part] - before.get(part, 0.0) for part in sorted(after)}


def groups_of(launcher_pid: int, part: str) -> set[int]:
    """The process groups of the launcher's children that do this part of the work."""
    found = {_part_of(pid, parent, launcher_pid): pid for pid, (parent, _name, _s) in _processes().items()}
    return {os.getpgid(found[part])} if part in found else set()


def wait_until_stopped(groups) -> None:
    """Until every process of these groups has heard that it is to stop."""
    while any(_state(pid) not in "TtZ" for pid in _processes() if _group(pid) in groups):
        time.sleep(0.01)


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return -1


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def peak_mib_of(launcher_pid: int, part: str) -> float:
    """The most memory any process of this part has ever held; 0 where none runs."""
    chosen = [pid for pid, (parent, _name, _s) in _processes().items() if _part_of(pid, parent, launcher_pid) == part]
    return max((_peak_kib(pid) for pid in chosen), default=0) / 1024


def _peak_kib(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def _processes() -> dict[int, tuple[int, str, float]]:
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue  # it has just ended
        name, _bracket, rest = text[text.index("(") + 1 :].rpartition(")")
        fields = rest.split()
        found[int(folder.name)] = (int(fields[1]), name, sum(map(int, fields[11:15])) / TICKS_A_SECOND)
    return found


def _part_of(pid: int, parent: int, launcher_pid: int) -> str:
    """Which child of the launcher this process is, or comes from."""
    while parent not in {0, 1, launcher_pid}:
        pid, parent = parent, _parent_of(parent)
    return _named(pid) if parent == launcher_pid else ""


def _parent_of(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _named(pid: int) -> str:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
    return next((part for part, word in WORDS.items() if word in command), "")


WORDS = {"web": "gunicorn", "analysis": "--queues analysis", "worker": " worker ", "scheduler": " beat "}

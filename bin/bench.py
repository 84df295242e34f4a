"""Measures the product as it runs: customers answer over HTTP, the worker analyses (docs/benchmarks.md).

It starts Enmil on a free port with a folder of its own, which goes again afterwards, and takes about four minutes.
"""

import argparse
import json
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPException
from io import StringIO
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import bench_cpu  # noqa: E402  # these stand beside this file
from bench_beside import minimal_phase, minimal_server  # noqa: E402
from bench_customers import AnswerForm, ask, said, send_all, spread  # noqa: E402
from bench_turns import TURNS, say, turns_of  # noqa: E402

FEWEST_A_TURN = 50
START_S, STOP_S, PHASE_S, ANALYSED_S, ENGINE_S = 45, 12, 20, 60, 3


def main() -> int:
    wishes = arguments()
    with tempfile.TemporaryDirectory(prefix="enmil-bench-") as folder:
        port = free_port()
        surround(Path(folder), port, wishes)
        import django

        django.setup()
        if has_people():
            print("This database is in use. Give an empty one: the measuring fills it with answers.", file=sys.stderr)
            return 1
        with running(port, Path(folder) / "log") as launcher, minimal_server(Path(folder), wishes) as least_port:
            figures = measure(wishes, port, launcher.pid, least_port)
        if wishes.json:
            print(json.dumps(figures, indent=1))
    if wishes.database_url:
        print("\nThe rows of this measuring are still in the database that was given.")
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure answers, analysis and engine on this machine.")
    parser.add_argument("--answers", type=int, default=400, help="how many answers each number of customers sends")
    parser.add_argument("--customers", type=int, nargs="+", default=[1, 8, 32], help="how many answer at once")
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database instead of SQLite")
    parser.add_argument("--redis-url", default="", help="Redis instead of the file broker")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON too")
    return parser.parse_args()


def surround(folder: Path, port: int, wishes: argparse.Namespace) -> None:
    """The environment of everything that is started, and of this process; nothing of the caller's shines through."""
    for name in ("SITE_URL", "EMAIL_URL", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENMIL_VAR": str(folder / "var"),
        "ENMIL_DEMO": "0",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": wishes.database_url,
        "REDIS_URL": wishes.redis_url,
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def has_people() -> bool:
    from django.contrib.auth import get_user_model
    from django.db import connection

    user = get_user_model()
    there = user._meta.db_table in connection.introspection.table_names() and user.objects.exists()
    connection.close()
    return there


@contextmanager
def running(port: int, log: Path):
    """Enmil from its first start until it is told to stop, as `make run` starts it."""
    with log.open("w") as output:
        product = subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, str(ROOT / "bin" / "start.py")], stdout=output, stderr=subprocess.STDOUT, cwd=ROOT
        )
        try:
            wait_until_it_answers(product, port, log)
            yield product
        finally:
            product.send_signal(signal.SIGINT)
            try:
                product.wait(STOP_S)
            except subprocess.TimeoutExpired:
                product.kill()


def wait_until_it_answers(product: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and product.poll() is None:
        try:
            ask(port, "GET", "/setup/")
        except (OSError, HTTPException):
            time.sleep(0.2)
        else:
            return
    print(log.read_text(encoding="utf-8")[-3000:], file=sys.stderr)
    raise SystemExit("Enmil did not start; above is what it said.")


def measure(wishes: argparse.Namespace, port: int, launcher: int, least_port: int) -> dict:
    each_turn = max(wishes.answers // 3, FEWEST_A_TURN)
    links = personal_links(wishes.answers * len(wishes.customers) + 2 * TURNS * each_turn)
    figures = {"machine": machine(), "database": "PostgreSQL" if wishes.database_url else "SQLite"}
    figures["broker"] = "Redis" if wishes.redis_url else "files"
    print(f"{figures['machine']}; {figures['database']}, broker: {figures['broker']}\n")
    forms = iter(opened(port, links, figures))
    for customers in wishes.customers:
        mine = list(islice(forms, wishes.answers))
        figures[f"customers_{customers}"] = answered(port, mine, customers, launcher)
    figures["in_turn"] = turns_of(port, forms, each_turn, launcher, least_port)
    say(figures["in_turn"])
    until_analysed()
    figures["minimal"] = {n: minimal_phase(least_port, n, wishes.answers) for n in wishes.customers}
    figures["engine"] = engine_speed()
    return figures


def machine() -> str:
    pages, size = os.sysconf("SC_PHYS_PAGES"), os.sysconf("SC_PAGE_SIZE")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {pages * size / 2**30:.0f} GiB, {platform.machine()}, Python {platform.python_version()}"


def personal_links(count: int) -> list[str]:
    """Paths of so many personal links to an open survey of three questions."""
    from django.core.management import call_command

    from accounts import founding
    from accounts.models.membership import Role
    from surveys import arranging, building, publishing, walking

    organisation = founding.found(
        name="Benchmark",
        purpose="Rows for measuring.",
        language="sv",
        time_zone="Europe/Stockholm",
        owner=None,
        is_demo=True,
    )
    survey = building.start_from_library(
        organisation, "hotel", by=None, contact_name="Nobody", contact_email="nobody@demo.example"
    )
    arranging.change_settings(survey, by=None, decision="None: these answers are for measuring.")
    walking.walked(survey.draft, by=None, role=Role.MANAGER)
    publishing.publish(survey.draft, by=None)
    out = StringIO()
    call_command("make_links", survey=survey.pk, count=count, stdout=out)
    return [urlsplit(line).path for line in out.getvalue().split()]


def opened(port: int, links: list[str], figures: dict) -> list[tuple[str, str]]:
    """Open every link once; (path, filled-in form) of each."""
    from demo import stories

    told = cycle(story for story in stories.all_stories() if story.survey == "hotel")
    forms, times = [], []
    for path, story in zip(links, told, strict=False):
        begun = time.perf_counter()
        status, page = ask(port, "GET", path)
        times.append(time.perf_counter() - begun)
        if status != 200:
            raise SystemExit(f"A link answered {status} instead of the page with the questions.")
        values = [answer["value"] for answer in story.answers.values() if answer["value"]]
        words = [answer["words"] for answer in story.answers.values()]
        forms.append((path, AnswerForm(page).filled_in(values, words)))
    figures["opening_ms"] = spread(times)
    print(f"opening a link       {said(figures['opening_ms'])}")
    return forms


def answered(port: int, forms: list[tuple[str, str]], customers: int, launcher: int) -> dict:
    """Let so many customers send these forms, then wait until all are analysed."""
    before = bench_cpu.seconds_of(launcher)
    figures = served(port, forms, customers, f"{customers} at once")
    serving = bench_cpu.between(before, bench_cpu.seconds_of(launcher))
    figures["all_analysed_after_s"] = until_analysed()
    spent = bench_cpu.between(before, bench_cpu.seconds_of(launcher))
    spent |= {part: s for part, s in serving.items() if part == "web"}  # without what it costs to wait for the analysis
    figures["cpu_ms"] = {part: round(1000 * s / max(figures["answers"], 1), 2) for part, s in spent.items()}
    analysed = figures["all_analysed_after_s"]
    print(f"                     {f'all analysed {analysed} s' if analysed else 'NOT all analysed'} after the last one")
    each = ", ".join(f"{part} {milliseconds} ms" for part, milliseconds in figures["cpu_ms"].items())
    print(f"                     processor time an answer: {each}")
    return figures


def served(port: int, forms: list[tuple[str, str]], customers: int, what: str) -> dict:
    times, failures, seconds = send_all(port, forms, customers=customers, at_most_s=PHASE_S)
    figures = {"answers": len(times), "failures": len(failures), "per_second": round(len(times) / seconds, 1)}
    figures["ms"] = spread(times)
    print(f"{what:<20} {said(figures['ms'])}; {figures['per_second']} answers/s, {len(failures)} failed")
    return figures


def until_analysed() -> float | None:
    """Seconds until `status` says that nothing waits; None when that takes too long."""
    from insights import watching

    begun = time.perf_counter()
    while time.perf_counter() - begun < ANALYSED_S:
        responses = watching.status()["responses"]
        if responses["stored"] == responses["analysed"]:
            return round(time.perf_counter() - begun, 1)
        time.sleep(0.1)
    return None


def engine_speed() -> dict:
    """Texts a second in one process, one by one, as the worker reads them."""
    from demo import stories
    from insights import engine

    engine.warm_up()
    told = [(answer["words"], story.language) for story in stories.all_stories() for answer in story.answers.values()]
    texts, read, begun = cycle(told), 0, time.perf_counter()
    while (seconds := time.perf_counter() - begun) < ENGINE_S:
        words, language = next(texts)
        engine.analyse(words, language=language)
        read += 1
    figures = {"texts_per_second": round(read / seconds), "version": engine.ENGINE_VERSION}
    print(f"engine               {figures['texts_per_second']} texts/s in one process ({figures['version']})")
    return figures


if __name__ == "__main__":
    sys.exit(main())

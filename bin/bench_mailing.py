"""Measures ten thousand customers imported and invited: time, processor time, SQL statements and peak memory.

It works in one process on a database of its own that goes again afterwards, or on an empty one that is given, and
hands the mails to a mail server of its own that takes them and throws them away (docs/benchmarks.md).
"""

import argparse
import multiprocessing
import os
import resource
import socket
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import free_port, has_people, machine, surround  # noqa: E402  # stand beside this file

LANGUAGES = ("sv", "da", "nb", "fi", "en")


def main() -> int:
    wishes = arguments()
    with tempfile.TemporaryDirectory(prefix="enmil-bench-") as folder:
        surround(Path(folder), free_port(), wishes)
        mail_port = free_port()
        os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{mail_port}/"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        if has_people():
            print("This database is in use. Give an empty one: the measuring fills it with customers.", file=sys.stderr)
            return 1
        with swallowing(mail_port):
            measure(wishes.customers)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure importing and inviting many customers on this machine.")
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database instead of SQLite")
    parser.add_argument("--redis-url", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


@contextmanager
def swallowing(port: int):
    """A mail server in a process of its own, so that its work is not counted as ours."""
    server = multiprocessing.get_context("spawn").Process(target=_swallow, args=(port,), daemon=True)
    server.start()
    try:
        _wait_for(port)
        yield
    finally:
        server.terminate()
        server.join(5)


def _wait_for(port: int) -> None:
    for _try in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The mail server of this measuring did not start.")


def _swallow(port: int) -> None:
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Sink

    Controller(Sink(), hostname="127.0.0.1", port=port).start()
    while True:
        time.sleep(60)


def measure(count: int) -> None:
    from django.db import connection

    from common import doorbell

    print(f"{machine()}; {connection.vendor}, {count} customers\n")
    survey = open_survey()
    text = customer_list(count)
    with doorbell.silent():
        with figures("import", count):
            first = imported(survey, text)
        with figures("the same list again", count):
            again = imported(survey, text)
        assert (first.new, again.new, again.updated, again.unchanged) == (count, 0, 0, count)
        with figures("accept a mailing", 1):
            accept(survey)
        with figures("expand it", count):
            work_off("expand mailing")
        with figures("send the mails", count):
            work_off("send mail")
    states(count)
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def open_survey():
    from accounts import founding
    from accounts.models.membership import Role
    from surveys import arranging, building, publishing, walking

    organisation = founding.found(
        name="Benchmark", purpose="Rows for measuring.", language="sv", time_zone="Europe/Stockholm", owner=None
    )
    survey = building.start_from_library(
        organisation, "hotel", by=None, contact_name="Nobody", contact_email="nobody@benchmark.example"
    )
    arranging.change_settings(survey, by=None, decision="None: these rows are for measuring.")
    walking.walked(survey.draft, by=None, role=Role.MANAGER)
    publishing.publish(survey.draft, by=None)
    survey.refresh_from_db()
    return survey


def customer_list(count: int) -> str:
    lines = ["E-mail;Name;Language;Departure;Room"]
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        lines.append(
            f"guest{number}@guests.example;Guest {number};{language};2026-11-{number % 20 + 1:02};{number % 300}"
        )
    return "\n".join(lines)


def imported(survey, text: str):
    from invitations.customers import importing

    return importing.import_customers(survey.organisation, text, unit=survey.unit, language="sv", by=None)


def accept(survey) -> None:
    from invitations.mailings import letters, sending

    sending.accept(survey, {}, by=None, letter=letters.default_for(survey))


def work_off(kind: str) -> None:
    from common import working

    while working.do_waiting(kind, limit=1_000_000):
        pass


def states(count: int) -> None:
    from django.db.models import Count

    from invitations.models import EmailDelivery

    found = dict(EmailDelivery.objects.order_by().values_list("state").annotate(Count("pk")))
    print(f"\nmails: {found}")
    if found != {"sent": count}:
        raise SystemExit("Not every mail was sent once.")


@contextmanager
def figures(what: str, count: int):
    """Prints what the block took. Statements are counted without keeping them."""
    from django.db import connection

    asked = [0]

    def counting(execute, sql, params, many, context):
        asked[0] += 1
        return execute(sql, params, many, context)

    begun, processor = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counting):
        yield
    seconds, worked = time.perf_counter() - begun, time.process_time() - processor
    each = f", {1000 * worked / count:.2f} ms CPU each" if count > 1 else ""
    print(f"{what:<22} {seconds:7.2f} s, {worked:6.2f} s CPU{each}, {asked[0]} statements")


if __name__ == "__main__":
    sys.exit(main())

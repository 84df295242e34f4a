"""Measures ten thousand answers that come in bulk: analysed in the background, then read anew as by a better engine.

It starts Enmil as it runs, on a database of its own that goes again afterwards or on an empty one that is given. A
customer answers every second meanwhile: fresh answers must not wait behind the others (docs/benchmarks.md).
"""

import argparse
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import bench_cpu  # noqa: E402  # these stand beside this file
from bench import free_port, has_people, machine, opened, personal_links, running, surround  # noqa: E402
from bench_customers import send_all  # noqa: E402

AT_MOST_S, TOLD_EVERY_S, FRESH_EVERY_S = 1800, 10, 1.0
FRESH = 400  # personal links a phase; a customer uses one every second while there are any
OLDER = "older engine"


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
        print(f"{machine()}; {'PostgreSQL' if wishes.database_url else 'SQLite'}, {wishes.answers} answers\n")
        log = Path(folder) / "log"
        with running(port, log) as launcher:
            forms = opened(port, personal_links(2 * FRESH), {})
            store_in_bulk(wishes.answers)
            until_read("analysed", wishes.answers, port, forms[:FRESH], launcher.pid)
        grow_old()
        with running(port, log) as launcher:  # a better engine comes with a new version of the program
            until_read("read anew", wishes.answers, port, forms[FRESH:], launcher.pid)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure analysing very many answers on this machine.")
    parser.add_argument("--answers", type=int, default=10_000)
    parser.add_argument("--database-url", default="", help="an empty PostgreSQL database instead of SQLite")
    parser.add_argument("--redis-url", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def store_in_bulk(count: int) -> None:
    """So many answers of the demo's stories by one public link, each with the work it leaves; rung for once."""
    from django.db import transaction

    from common import clock, working
    from demo import stories
    from insights import analysing
    from invitations.ways_in import links
    from responses.answer_rows import row_of
    from responses.answer_values import AnswerValue, clean_words
    from responses.models import Answer, Response
    from surveys.definitions import published_definition
    from surveys.models import Survey

    survey = Survey.objects.get()
    definition = published_definition(survey.published_version.pk)
    told = cycle(story for story in stories.all_stories() if story.survey == "hotel")
    link = links.public_link(survey, survey.unit, by=None)
    now, begun = clock.now(), time.perf_counter()
    chosen = [next(told) for _ in range(count)]
    with transaction.atomic():
        responses = Response.objects.bulk_create(
            [
                Response(
                    organisation_id=survey.organisation_id,
                    survey=survey,
                    version_id=definition.version_id,
                    unit=survey.unit,
                    public_link=link,
                    form_number=uuid4(),
                    language=story.language,
                    begun_at=now,
                    submitted_at=now,
                )
                for story in chosen
            ],
            batch_size=1000,
        )
        Answer.objects.bulk_create(
            [
                row_of(response, question, value)
                for response, story in zip(responses, chosen, strict=True)
                for question, said in zip(definition.questions, story.answers.values(), strict=False)
                if (value := AnswerValue(question.key, choice=said["value"] or "", words=clean_words(said["words"])))
            ],
            batch_size=1000,
        )
        working.put_many(analysing.KIND, object_ids=[response.pk for response in responses])
    print(f"{'stored in bulk':<22} {time.perf_counter() - begun:7.1f} s")


def grow_old() -> None:
    from insights.models import ResponseAnalysis

    ResponseAnalysis.objects.update(engine_version=OLDER)


def until_read(what: str, count: int, port: int, forms, launcher: int) -> None:
    """Tells how it goes until the present engine has read all; customers answer meanwhile and are timed."""
    begun, told, peak = time.perf_counter(), 0.0, 0
    with customers_beside(port, forms) as waits:
        while (read := how_many_are_read()) < count:
            seconds = time.perf_counter() - begun
            if seconds > AT_MOST_S:
                raise SystemExit(f"Only {read} of {count} were read after {AT_MOST_S} s.")
            if seconds - told >= TOLD_EVERY_S:
                told = seconds
                print(f"  {seconds:5.0f} s: {read} of {count}", flush=True)
            peak = max(peak, bench_cpu.peak_mib_of(launcher, "analysis"))
            time.sleep(0.5)
        seconds = time.perf_counter() - begun
    print(f"{what:<22} {seconds:7.1f} s, {count / seconds:.0f} answers/s, start of the program included")
    print(f"{'analysis worker':<22} {peak:7.0f} MiB at most in one process")
    inside = sorted(waits) or [0.0]
    half, most = (inside[int(len(inside) * share)] for share in (0.5, 0.95))
    print(f"{'fresh answers':<22} {len(waits)}: p50 {half:.1f}, p95 {most:.1f}, at most {inside[-1]:.1f} s\n")


def how_many_are_read() -> int:
    """Of those that came in bulk."""
    from insights.models import ResponseAnalysis

    read = ResponseAnalysis.objects.filter(response__public_link__isnull=False)
    return read.exclude(engine_version=OLDER).count()


@contextmanager
def customers_beside(port: int, forms):
    """Somebody answers every second; a list of how long each then waited to be read, in seconds."""
    waits, stopping = [], threading.Event()
    person = threading.Thread(target=_answer_and_wait, args=(port, forms, waits, stopping), daemon=True)
    person.start()
    try:
        yield waits
    finally:
        stopping.set()
        person.join(60)


def _answer_and_wait(port: int, forms, waits: list[float], stopping: threading.Event) -> None:
    from django.db import connection

    for form in forms:
        before = how_many_fresh()
        _times, failures, _seconds = send_all(port, [form], customers=1, at_most_s=20)
        sent = time.perf_counter()
        if failures:
            raise SystemExit(f"An answer was not taken: {failures}")
        while how_many_fresh() <= before and not stopping.is_set():
            time.sleep(0.05)
        if stopping.is_set():
            break  # what was asked is known; this one has not been waited for
        waits.append(time.perf_counter() - sent)
        if stopping.wait(max(FRESH_EVERY_S - waits[-1], 0)):
            break
    connection.close()


def how_many_fresh() -> int:
    """Answers by personal links that were read: nobody's but the customer's who answers beside."""
    from insights.models import ResponseAnalysis

    return ResponseAnalysis.objects.filter(response__invitation__isnull=False).count()


if __name__ == "__main__":
    sys.exit(main())

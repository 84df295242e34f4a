"""Whether the whole installation is well: what came in, what waits, who works. Numbers only, nothing about anybody."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, heartbeats
from common.models import Work
from insights import reanalysing
from insights.analysing import KIND
from insights.models import ResponseAnalysis
from invitations.models import EmailDelivery
from responses.models import Response

LONG_WAIT_S = 600
NOTHING_COUNTED = {
    "responses": {"stored": 0, "analysed": 0, "waiting": 0, "failed": 0},
    "mails": {"waiting": 0, "sent": 0, "failed": 0},
    "oldest_waiting_s": 0,
    "worker": False,
    "scheduler": False,
}


def status() -> dict:
    """How things stand now.

    responses: stored, analysed (their newest revision), waiting and failed (set aside after several attempts);
    mails: waiting, sent, failed; oldest_waiting_s: age in whole seconds of the oldest due work, 0 when none waits;
    worker (of every queue), scheduler: whether they gave a sign of life;
    migrations: whether the database has the newest shape.
    """
    if migrations_are_applied():
        return {**_counts(), "migrations": True}
    try:
        return {**_counts(), "migrations": False}
    except DatabaseError:  # so old that a table is missing: nothing can be counted yet
        return {**NOTHING_COUNTED, "migrations": False}


def is_serving(status: dict) -> bool:
    """Whether answers are taken in and worked on. What was set aside waits for a person and stops nobody."""
    return (
        status["worker"] and status["scheduler"] and status["migrations"] and status["oldest_waiting_s"] <= LONG_WAIT_S
    )


def problems(status: dict) -> list[str]:
    """What is wrong and what to do about it, in the active language; an empty list when all is well."""
    found = []
    if not status["migrations"]:
        found.append(_("The database is older than the program. Run: python manage.py migrate"))
    if not status["worker"]:
        found.append(_("The worker gives no sign of life. Answers are stored and wait for it."))
    if not status["scheduler"]:
        found.append(_("The scheduler gives no sign of life. Work that got lost on its way waits until it runs again."))
    if status["oldest_waiting_s"] > LONG_WAIT_S:
        found.append(_("Something has waited for %(count)d seconds.") % {"count": status["oldest_waiting_s"]})
    if failed := status["responses"]["failed"]:
        words = ngettext(
            "%(count)d answer could not be analysed. It is stored and can be read.",
            "%(count)d answers could not be analysed. They are stored and can be read.",
            failed,
        )
        found.append(words % {"count": failed})
    if failed := status["mails"]["failed"]:
        words = ngettext("%(count)d mail could not be sent.", "%(count)d mails could not be sent.", failed)
        found.append(words % {"count": failed})
    return found


def _counts() -> dict:
    work = Work.objects.filter(kind=KIND).order_by()
    return {
        "responses": {
            "stored": Response.objects.submitted().count(),
            "analysed": _analysed(),
            "waiting": work.unfinished().count(),
            "failed": Work.objects.set_aside().filter(kind__in=(KIND, reanalysing.KIND)).count(),
        },
        "mails": _mails(),
        "oldest_waiting_s": _oldest_waiting_s(),
        "worker": heartbeats.workers_are_alive(),
        "scheduler": heartbeats.is_alive("scheduler"),
    }


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _analysed() -> int:
    newest = ResponseAnalysis.objects.filter(revision=F("response__revision"))
    return newest.filter(response__submitted_at__isnull=False, response__is_preview=False).count()


def _mails() -> dict[str, int]:
    states = EmailDelivery.State
    return EmailDelivery.objects.aggregate(
        waiting=Count("id", filter=Q(state=states.WAITING)),
        sent=Count("id", filter=Q(state=states.SENT)),
        failed=Count("id", filter=Q(state=states.FAILED)),
    )


def _oldest_waiting_s() -> int:
    now = clock.now()
    patient = Work.objects.unfinished().exclude(kind=reanalysing.KIND)  # it lets everything else go first
    oldest = patient.filter(due__lte=now).aggregate(oldest=Min("due"))["oldest"]
    return int((now - oldest).total_seconds()) if oldest else 0

"""Reading stored answers anew when the engine has become another: the work "analyse again".

Little by little and behind every fresh answer. What a person has decided stays, as in every analysis.
"""

import dataclasses
from dataclasses import dataclass
from urllib.parse import quote

from django.core.cache import cache
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from common import working
from common.models import Work
from insights import analysing
from insights.models import ResponseAnalysis
from responses.models import Response
from responses.storing import ANALYSE_AGAIN

KIND = ANALYSE_AGAIN
HANDLER = dataclasses.replace(analysing.HANDLER, goes_after=analysing.KIND, from_both_ends=False)
AT_ONCE = 500  # rows that wait at a time, so that the queue stays small however many answers there are
LOOKED_THROUGH = 20_000  # analyses looked at in one go
REST_S = 600  # from the end of one look through all analyses to the next
COUNTED = 100_000  # a number on a page is counted so far, then it says "more than"
REMEMBERED_S = 10
TRIED_AT_ONCE = 1000
SYNTHETIC = "synthetic"  # the version of rows made for measuring: no engine has read them, and none shall


@dataclass(frozen=True)
class Progress:
    """How many of an organisation's answers the present engine has read; counted no further than one above COUNTED."""

    version: str
    answers: int
    old: int

    @property
    def present(self) -> int:
        return self.answers - self.old

    @property
    def is_counted(self) -> bool:
        return self.answers <= COUNTED


def present_version() -> str:
    """The engine's own; what follows a slash says what an organisation has taught it."""
    return analysing.engine_version().split("/")[0]


def old_analyses() -> QuerySet[ResponseAnalysis]:
    """Of another engine than the present one, where the words are still there to be read anew."""
    version = present_version()
    present = Q(engine_version__in=(version, SYNTHETIC)) | Q(engine_version__startswith=f"{version}/")
    readable = Q(
        revision=F("response__revision"),
        response__submitted_at__isnull=False,
        response__is_preview=False,
        response__words_removed_at__isnull=True,
    )
    return ResponseAnalysis.objects.filter(~present, readable)


def feed() -> int:
    """Let the next old analyses be done anew, until AT_ONCE wait; returns how many were put to work.

    May be said at any time and twice: what waits or was set aside is left alone, and where to go on is only remembered
    to save looking.
    """
    room = AT_ONCE - Work.objects.unfinished().filter(kind=KIND).count()
    key = f"reading-anew:{quote(present_version())}"
    after = cache.get(key, 0)
    if room <= 0 or after is None:
        return 0
    until = after + LOOKED_THROUGH
    rows = list(
        old_analyses()
        .filter(pk__gt=after, pk__lte=until)
        .order_by("pk")
        .values_list("pk", "response_id", "revision")[:room]
    )
    if rows:
        working.put_many_again(KIND, revisions={response: revision for _, response, revision in rows})
    if len(rows) == room:
        cache.set(key, rows[-1][0], None)
    elif until < (ResponseAnalysis.objects.aggregate(last=Max("pk"))["last"] or 0):
        cache.set(key, until, None)
    else:
        cache.set(key, None, REST_S)
    return len(rows)


def progress(organisation) -> Progress:
    """How far reading anew has come; remembered for some seconds, because many may look."""
    key = f"read-anew:{organisation.pk}:{quote(present_version())}"
    return cache.get_or_set(key, lambda: _progress(organisation), REMEMBERED_S)


def _progress(organisation) -> Progress:
    newest = ResponseAnalysis.objects.for_organisation(organisation).filter(revision=F("response__revision"))
    return Progress(
        version=present_version(),
        answers=newest[: COUNTED + 1].count(),
        old=old_analyses().for_organisation(organisation)[: COUNTED + 1].count(),
    )


def set_aside_for(membership) -> QuerySet[Work]:
    """Answers that could not be read after several attempts, of the units this member sees; the latest first."""
    seen = Response.objects.for_organisation(membership.organisation).submitted().in_units(membership.visible_units())
    its_response = seen.filter(pk=OuterRef("object_id"), revision=OuterRef("revision"))
    works = Work.objects.set_aside().filter(Exists(its_response), kind__in=(analysing.KIND, KIND))
    return works.order_by("-set_aside_at", "-id")


def try_again(membership) -> int:
    """Let what was set aside be read once more, with all its attempts; returns how many answers."""
    chosen = list(set_aside_for(membership).values_list("pk", flat=True)[:TRIED_AT_ONCE])
    return working.take_up_again(Work.objects.filter(pk__in=chosen))

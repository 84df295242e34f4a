"""Reading stored answers anew when the engine has become another, or has learned: the work "analyse again".

Little by little and behind every fresh answer. What a person has decided stays, as in every analysis. The worker that
holds the engine notes which one it is; pages read that note and never ask the engine.
"""

import dataclasses
from dataclasses import dataclass
from urllib.parse import quote

from django.core.cache import cache
from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from common import clock, working
from common.models import Work
from insights import analysing
from insights.analysing import Findings
from insights.models import EngineInUse, Incident, ResponseAnalysis, TeachingRound
from insights.models.engine_in_use import ONLY
from responses.models import Response
from responses.storing import ANALYSE_AGAIN

KIND = ANALYSE_AGAIN
AT_ONCE = 500  # rows that wait at a time, so that the queue stays small however many answers there are
LOOKED_THROUGH = 20_000  # analyses looked at in one go
REST_S = 600  # from the end of one look through all analyses to the next
COUNTED = 100_000  # a number on a page is counted so far, then it says "more than"
REMEMBERED_S = 10
TRIED_AT_ONCE = 1000
SYNTHETIC = "synthetic"  # the version of rows made for measuring: no engine has read them, and none shall


@dataclass(frozen=True)
class Progress:
    """How many of an organisation's answers the present engine has read; counted no further than one above COUNTED.

    `answers` are counted only while some of them are old. `version` is empty before any was read.
    """

    version: str
    has_answers: bool = False
    answers: int = 0
    old: int = 0

    @property
    def present(self) -> int:
        return self.answers - self.old

    @property
    def is_counted(self) -> bool:
        return self.answers <= COUNTED


def present_version() -> str:
    """For the worker: the engine's own; what follows a slash says what an organisation has taught it."""
    return _engine_of(analysing.engine_version())


def noted_version() -> str:
    """For everybody else: what the worker last said it is, else who read the newest answer; empty when none was."""
    noted = EngineInUse.objects.first()
    if noted:
        return noted.version
    newest = ResponseAnalysis.objects.order_by("-pk").first()
    return _engine_of(newest.engine_version) if newest and newest.engine_version != SYNTHETIC else ""


def _engine_of(version: str) -> str:
    return version.split("/")[0]


def _note(version: str) -> None:
    if not EngineInUse.objects.filter(version=version).exists():
        EngineInUse.objects.update_or_create(pk=ONLY, defaults={"version": version, "since": clock.now()})


def readable_analyses() -> QuerySet[ResponseAnalysis]:
    """Of the newest revisions, where the words are still there to be read anew."""
    return ResponseAnalysis.objects.filter(
        revision=F("response__revision"),
        response__submitted_at__isnull=False,
        response__is_preview=False,
        response__words_removed_at__isnull=True,
    )


def old_analyses(version: str) -> QuerySet[ResponseAnalysis]:
    """Of another engine than `version`."""
    present = Q(engine_version__in=(version, SYNTHETIC)) | Q(engine_version__startswith=f"{version}/")
    return readable_analyses().filter(~present)


def feed() -> int:
    """Let the next old analyses be done anew, until AT_ONCE wait; returns how many were put to work.

    May be said at any time and twice: what waits or was set aside is left alone, and where to go on is only remembered
    to save looking.
    """
    version = present_version()
    _note(version)
    room = AT_ONCE - Work.objects.unfinished().filter(kind=KIND).count()
    key = f"reading-anew:{quote(version)}"
    after = cache.get(key, 0)
    if room <= 0 or after is None:
        return 0
    until = after + LOOKED_THROUGH
    rows = list(
        old_analyses(version)
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
    version = noted_version()
    key = f"read-anew:{organisation.pk}:{quote(version)}"
    return cache.get_or_set(key, lambda: _progress(organisation, version), REMEMBERED_S)


def _progress(organisation, version: str) -> Progress:
    versions = _versions_of(organisation)
    old = [one for one in versions if one != SYNTHETIC and _engine_of(one) != version]
    analyses = ResponseAnalysis.objects.for_organisation(organisation).filter(revision=F("response__revision"))
    left = readable_analyses().for_organisation(organisation).filter(engine_version__in=old)
    count = left[: COUNTED + 1].count() if old else 0
    return Progress(
        version=version,
        has_answers=bool(versions),
        answers=analyses[: COUNTED + 1].count() if count else 0,
        old=count,
    )


_VERSIONS = """
    WITH RECURSIVE known(version) AS (
        SELECT MIN("engine_version") FROM "insights_responseanalysis" WHERE "organisation_id" = %(organisation)s
        UNION ALL
        SELECT (
            SELECT MIN("engine_version") FROM "insights_responseanalysis"
            WHERE "organisation_id" = %(organisation)s AND "engine_version" > known.version
        ) FROM known WHERE known.version IS NOT NULL
    )
    SELECT version FROM known WHERE version IS NOT NULL
"""


def _versions_of(organisation) -> list[str]:
    """Who has read this organisation's answers: one step in the index a version, however many answers there are."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, {"organisation": organisation.pk})
        return [version for (version,) in cursor.fetchall()]


def settle(response_id: int, revision: int, findings: Findings | None) -> None:
    """As every analysis; and where only what was taught differs, count what became of it for that round."""
    before = _read(response_id, revision)
    analysing.settle(response_id, revision, findings)
    after = _read(response_id, revision)
    if before is None or after is None or before.version == after.version:
        return
    engine, _, number = after.version.partition("/")
    if number and engine == _engine_of(before.version):
        rounds = TeachingRound.objects.filter(organisation_id=after.organisation_id, number=number)
        rounds.update(read_anew=F("read_anew") + 1, changed=F("changed") + int(before.stories != after.stories))


@dataclass(frozen=True)
class _Read:
    """What an answer is taken for, and by whom."""

    organisation_id: int
    version: str
    stories: frozenset


def _read(response_id: int, revision: int) -> _Read | None:
    analysis = ResponseAnalysis.objects.filter(response=response_id, revision=revision).first()
    if analysis is None:
        return None
    told = Incident.objects.standing().filter(answer__response=response_id, revision=revision)
    stories = frozenset(told.values_list("answer", "start", "polarity", "category", "severity"))
    return _Read(analysis.organisation_id, analysis.engine_version, stories)


HANDLER = dataclasses.replace(analysing.HANDLER, settle=settle, goes_after=analysing.KIND, from_both_ends=False)


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

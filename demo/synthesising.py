"""A heap of answers for measuring: believable in number and shape, synthetic in every row.

They did not pass the submit path and no engine has read them. Words come from the demo's stories, incidents from
the notes that stand beside these; the same seed makes the same rows.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import connection, transaction

from accounts import arranging_units, auditing, founding
from accounts.models import Organisation, Unit, User
from accounts.models.membership import Role
from common import doorbell
from demo import kinds_of_answers
from demo.kinds_of_answers import Kind, Places
from demo.pouring import hasty, pour, reserve_ids
from insights import ranking
from insights.models import ImprovementTask, Incident, ResponseAnalysis
from insights.models.incident import POSITIVE
from insights.reanalysing import SYNTHETIC as ENGINE_VERSION
from invitations.ways_in import links
from responses.models import Answer, Response
from surveys import arranging, building, publishing, walking
from surveys.models import Survey

HOUSES = 20
SPAN = timedelta(days=365)
BATCH = 20_000
RANKED_AT_ONCE = 100
OWNER = "agnes@demo.example"  # so that somebody can look at it, where there is a demo

RESPONSE = (
    *("id", "organisation_id", "survey_id", "version_id", "unit_id", "public_link_id", "respondent_key"),
    *("form_number", "language", "begun_at", "submitted_at", "search_text"),
)
ANSWER = ("organisation_id", "response_id", "question_id", "question_key", "value_choice", "value_text", "motivation")
ANALYSIS = ("organisation_id", "response_id", "revision", "engine_version", "polarity", "analysed_at")
INCIDENT = (
    *("organisation_id", "answer_id", "start", "end", "engine_version", "machine_polarity", "machine_category"),
    *("machine_severity", "machine_confidence", "theme_id", "task_id", "unit_id", "touchpoint_id"),
    *("respondent_key", "happened_at"),
)


class NotForReal(Exception):
    """Synthetic rows were wished for in an organisation that is no demo."""


def synthesise(
    count: int,
    *,
    seed: int,
    now: datetime,
    organisation: Organisation | None = None,
    say: Callable[[str], None] = print,
) -> Survey:
    """Store `count` synthetic answers of the year before `now`, in a new survey of a demo organisation.

    Without an organisation a new one is founded, named "Synthetic ...". Raises NotForReal for one that is no demo.
    """
    if organisation and not organisation.is_demo:
        raise NotForReal(f"{organisation} is no demo; synthetic answers would stand among real ones.")
    with doorbell.silent(), hasty():
        heap = Heap(count, seed=seed, now=now, organisation=organisation)
        begun = time.monotonic()
        for first in range(0, count, BATCH):
            with transaction.atomic():
                heap.pour(first, min(BATCH, count - first))
            done, seconds = min(first + BATCH, count), time.monotonic() - begun
            say(f"  {done:,} of {count:,} synthetic answers, {done / seconds:,.0f} a second")
        heap.rank()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # a database plans badly for a heap it has not looked at
    return heap.survey


class Heap:
    def __init__(self, count: int, *, seed: int, now: datetime, organisation: Organisation | None) -> None:
        self.count, self.now, self.chance = count, now, Random(seed)
        with transaction.atomic():
            self.organisation = organisation or self._found(f"Synthetic {count} (seed {seed})")
            self.units = self._houses()
            self.survey = self._survey(f"Synthetic answers (seed {seed})")
            self.links = {unit.pk: links.public_link(self.survey, unit, by=None).pk for unit in self.units}
            self.kinds = kinds_of_answers.all_kinds(self.survey)
            self.places = Places(self.organisation, self.kinds, self.units, now=now)
            auditing.note(None, "synthetic.made", self.survey, count=count, seed=seed)

    def _found(self, name: str) -> Organisation:
        return founding.found(
            name=name,
            purpose="Synthetic rows for measuring; no customer wrote them.",
            language="sv",
            time_zone="Europe/Stockholm",
            owner=User.objects.filter(email=OWNER).first(),
            is_demo=True,
        )

    def _houses(self) -> list[Unit]:
        root = founding.root_of(self.organisation)
        there = {unit.name: unit for unit in root.children.all()}
        names = [f"Synthetic house {number}" for number in range(1, HOUSES + 1)]
        return [there.get(name) or arranging_units.add(parent=root, name=name, by=None) for name in names]

    def _survey(self, name: str) -> Survey:
        survey = building.start_from_library(
            self.organisation,
            "hotel",
            name=name,
            by=None,
            contact_name="Nobody",
            contact_email="nobody@demo.example",
        )
        arranging.change_settings(survey, by=None, decision="None: these answers are for measuring.")
        walking.walked(survey.draft, by=None, role=Role.MANAGER)
        publishing.publish(survey.draft, by=None)
        survey.refresh_from_db()
        return survey

    def pour(self, first: int, count: int) -> None:
        """Store the answers number `first` and following."""
        drawn = list(self._draw(first, count))
        response_ids = reserve_ids(Response, count)
        pour(Response, RESPONSE, map(self._response, response_ids, drawn))
        answer_ids = reserve_ids(Answer, sum(len(kind.answers) for kind, *_ in drawn))
        answers, incidents, numbers = [], [], iter(answer_ids)
        for response_id, (kind, unit_id, respondent, _, at) in zip(response_ids, drawn, strict=True):
            for place, answer in enumerate(kind.answers):
                answer_id = next(numbers)
                answers.append((answer_id, self.organisation.pk, response_id, *answer))
                if place == kind.told_in:
                    incidents.append(self._incident(answer_id, kind, unit_id, respondent, at))
        pour(Answer, ("id", *ANSWER), answers)
        pour(ResponseAnalysis, ANALYSIS, map(self._analysis, response_ids, drawn))
        pour(Incident, INCIDENT, incidents)

    def rank(self) -> None:
        """Give the tasks their places; those that nothing was told about go again."""
        ids = sorted(self.places.tasks.values())
        for start in range(0, len(ids), RANKED_AT_ONCE):
            with transaction.atomic():
                some = ids[start : start + RANKED_AT_ONCE]
                ranking.rescore(some, now=self.now)
                ranking.withdraw_empty(some)

    def _draw(self, first: int, count: int) -> Iterator[tuple[Kind, int, UUID, UUID, datetime]]:
        """(kind, unit, respondent, form, moment) of each answer, the oldest first."""
        chance = self.chance
        for number in range(first, first + count):
            at = self.now - SPAN * (1 - (number + chance.random()) / self.count)
            respondent, form = (UUID(int=chance.getrandbits(128), version=4) for _ in range(2))
            yield chance.choice(self.kinds), chance.choice(self.units).pk, respondent, form, at

    def _response(self, response_id: int, drawn: tuple) -> tuple:
        kind, unit_id, respondent, form, at = drawn
        survey = self.survey
        link_id, version_id = self.links[unit_id], survey.published_version_id
        mine = (response_id, self.organisation.pk, survey.pk, version_id, unit_id, link_id, respondent)
        return (*mine, form, kind.language, at, at, kind.search_text)

    def _analysis(self, response_id: int, drawn: tuple) -> tuple:
        kind, *_, at = drawn
        return self.organisation.pk, response_id, 1, ENGINE_VERSION, kind.polarity, at

    def _incident(self, answer_id: int, kind: Kind, unit_id: int, respondent: UUID, at: datetime) -> tuple:
        judged = (ENGINE_VERSION, kind.polarity, kind.category, kind.severity, 1.0)
        task_id = None if kind.polarity == POSITIVE else self.places.tasks[kind.key_in(unit_id, self.places.themes)]
        where = (self.places.theme_id(kind), task_id, unit_id, kind.touchpoint_id)
        return (self.organisation.pk, answer_id, 0, kind.length, *judged, *where, respondent, at)


def tasks_of(survey: Survey) -> int:
    """How many improvements the heap of this survey stands in."""
    told = Incident.objects.filter(answer__response__survey=survey, task__isnull=False)
    return ImprovementTask.objects.filter(pk__in=told.values("task")).count()

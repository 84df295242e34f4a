"""From a stored answer to incidents and tasks: the work "analyse response".

`compute` asks the engine, outside any transaction; `settle` writes everything in one short one. Said twice it
changes nothing, and what a person has decided about an incident is never overwritten.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from common import clock
from common.working import Handler
from insights import filing, grouping, quoting, ranking, teaching, theming
from insights.finer_themes import Placement
from insights.models import Incident, ResponseAnalysis
from insights.models.improvement_task import ENDED
from insights.models.incident import MIXED, NEGATIVE, POSITIVE
from insights.rating import rating_of
from responses import searching_anew
from responses.models import Answer, Response
from surveys.definitions import QuestionDefinition, published_definition

KIND = "analyse response"
LOOK_AGAIN = "look_again"  # a flag: the customer has changed the words a person's decision was about
NOTHING_HAPPENED = "neutral"
MACHINE_FIELDS = [
    "end",
    "engine_version",
    "machine_polarity",
    "machine_category",
    "machine_severity",
    "machine_confidence",
    "machine_why",
    "flags",
    "theme",
    "theme_unsure",
    "task",
]


@dataclass(frozen=True)
class Found:
    """One incident the engine sees in one answer; offsets are into the answer's words."""

    answer_id: int
    touchpoint_id: int
    start: int
    end: int
    polarity: str
    category: str
    severity: int | None
    confidence: float
    flags: list[str]
    why: list[str]
    row: bytes | None = None  # what its words say as numbers of the findings' embedder


@dataclass(frozen=True)
class Findings:
    engine_version: str
    polarity: str  # of the most severe; "neutral" when nothing happened
    incidents: tuple[Found, ...]
    embedder: str = ""


def analyse_words(words: str, *, language: str, rating: int | None, organisation_id: int):
    """What the engine finds in these words, after all the organisation has taught it."""
    taught = teaching.reader_for(organisation_id)
    analysis = taught.reader.analyse_many([(words, language, rating)])[0]
    return replace(analysis, engine_version=taught.engine_version)


def rows_of(texts: list[str], *, languages: list[str]) -> tuple[str, list[bytes]]:
    """These words as numbers, and whose numbers they are."""
    from insights.engine import vectors

    return vectors.embedder_name(), [row.tobytes() for row in vectors.vectors_of(texts, languages=languages)]


def engine_version() -> str:
    from insights.engine import ENGINE_VERSION

    return ENGINE_VERSION


def compute(response_id: int, revision: int) -> Findings | None:
    """What the engine finds in the response; None when there is nothing to analyse (any longer)."""
    response = Response.objects.submitted().filter(pk=response_id, revision=revision).first()
    if response is None:
        return None  # erased, a preview, or answered anew: the newer revision is work of its own
    if response.flagged:
        return Findings(engine_version(), NOTHING_HAPPENED, ())  # done anew once somebody says a person wrote it
    questions = {question.id: question for question in published_definition(response.version_id).questions}
    found, words, version = [], [], engine_version()
    for answer in response.answers.with_words().order_by("id"):
        question = questions[answer.question_id]
        analysis = analyse_words(
            answer.words,
            language=response.language,
            rating=rating_of(answer, question),
            organisation_id=response.organisation_id,
        )
        version = analysis.engine_version
        here = _incidents(analysis, answer, question, language=response.language)
        found += here
        words += [answer.words[one.start : one.end] for one in here]
    if not found:
        return Findings(version, NOTHING_HAPPENED, ())
    worst = max(found, key=lambda one: one.severity or 0)
    embedder, rows = rows_of(words, languages=[response.language] * len(words))
    found = [replace(one, row=row) for one, row in zip(found, rows, strict=True)]
    return Findings(version, worst.polarity, tuple(found), embedder)


def settle(response_id: int, revision: int, findings: Findings | None) -> None:
    """Write what was found, attach it to tasks and rank these, in the caller's transaction."""
    if findings is None:
        return
    responses = Response.objects.select_for_update(of=("self",)).filter(words_removed_at__isnull=True)
    with_names = responses.select_related("organisation").defer("organisation__logo")
    response = with_names.filter(pk=response_id, revision=revision).first()
    if response is None:
        return  # erased, expired or answered anew while the engine was reading
    now = clock.now()
    searching_anew.look_at(response)
    _note_analysis(response, findings, now=now)
    existing = _known(response)
    if not existing and not findings.incidents:
        return
    kinds = set(map(filing.kind_of, findings.incidents))
    themes = theming.locked_defaults(
        response.organisation_id, kinds | {theming.kind_of(incident.theme) for incident in existing}
    )
    if existing:
        existing = _known(response)  # staff may have moved them before the lock
    places = filing.Places(response, findings, existing, themes)
    held = {incident.task_id for incident in existing} - {None}
    living = grouping.lock_living(response.organisation_id, _keys(response, findings, places), besides=held)
    _tidy(existing, findings, revision=revision)
    fresh = _write(response, findings, existing, places)
    took = grouping.place(_to_place(fresh), living=living, now=now)
    ranking.rescore(held | took, now=now)
    if held:
        ranking.withdraw_empty(held)


HANDLER = Handler(compute=compute, settle=settle, from_both_ends=True, gives_way=True)


def _incidents(analysis, answer: Answer, question: QuestionDefinition, *, language: str) -> list[Found]:
    return [
        Found(
            answer_id=answer.pk,
            touchpoint_id=question.touchpoint_id,
            start=unit.start,
            end=unit.end,
            polarity=unit.polarity,
            category=unit.category,
            severity=unit.severity,
            confidence=float(unit.confidence),
            flags=[str(flag) for flag in unit.flags],
            why=quoting.without_names(map(str, unit.why), answer.words, language=language),
        )
        for unit in analysis.units
        if unit.incident and unit.category and unit.polarity in {NEGATIVE, POSITIVE, MIXED}
    ]


def _known(response: Response) -> list[Incident]:
    rows = Incident.objects.filter(answer__response=response)
    return list(rows.select_related("task", "theme").order_by("id"))


def _keys(response: Response, findings: Findings, places: filing.Places) -> set[grouping.Key]:
    """The problems these findings may belong to; none for praise."""
    bad = [one for one in findings.incidents if one.polarity != POSITIVE]
    return {grouping.Key(response.unit_id, one.touchpoint_id, places.of(one).theme.pk) for one in bad}


def _note_analysis(response: Response, findings: Findings, *, now: datetime) -> None:
    ResponseAnalysis.objects.bulk_create(
        [
            ResponseAnalysis(
                organisation_id=response.organisation_id,
                response=response,
                revision=response.revision,
                engine_version=findings.engine_version,
                polarity=findings.polarity,
                analysed_at=now,
            )
        ],
        update_conflicts=True,
        unique_fields=["response", "revision"],
        update_fields=["engine_version", "polarity", "analysed_at"],
    )


def is_decided(incident: Incident) -> bool:
    """A person has judged it, put it into a theme or passed it on: the machine leaves it alone."""
    return incident.settled_at is not None or incident.passed_on_at is not None or incident.theme_pinned


def _tidy(existing: list[Incident], findings: Findings, *, revision: int) -> None:
    """Remove what the words no longer say; what a person decided about stays, to be looked at again."""
    seen = {(one.answer_id, one.start) for one in findings.incidents}
    gone = []
    for incident in existing:
        if incident.revision == revision and (incident.answer_id, incident.start) in seen:
            continue
        if not is_decided(incident):
            gone.append(incident.pk)
        elif incident.revision != revision and LOOK_AGAIN not in incident.flags:
            incident.flags = [*incident.flags, LOOK_AGAIN]
            incident.save(update_fields=["flags"])
    if gone:
        Incident.objects.filter(pk__in=gone).delete()


def _write(response: Response, findings: Findings, existing: list[Incident], places: filing.Places) -> list[Incident]:
    """Make the new incidents and bring the known ones up to date; returns those no person has decided about."""
    current = [incident for incident in existing if incident.revision == response.revision]
    known = {(one.answer_id, one.start): one for one in current}
    decided = [incident for incident in current if is_decided(incident)]
    made, changed, rows = [], [], []
    for found in findings.incidents:
        incident = known.get((found.answer_id, found.start))
        if incident is None and any(_overlap(found, one) for one in decided):
            continue  # a person has already judged these words, cut otherwise
        if incident is None:
            incident = _new_incident(response, found)
            made.append(incident)
        else:
            changed.append(incident)
        if not incident.is_half_judged:  # what a person left as a guess is what they looked at
            _judge(incident, found, findings.engine_version)
        if not is_decided(incident):
            _file(incident, places.of(found), end=found.end)
        rows.append((incident, found.row))
    Incident.objects.bulk_create(made)
    if changed:
        Incident.objects.bulk_update(changed, MACHINE_FIELDS)
    places.remember(rows)
    return [incident for incident in (*made, *changed) if not is_decided(incident)]


def _overlap(found: Found, incident: Incident) -> bool:
    return found.answer_id == incident.answer_id and found.start < incident.end and incident.start < found.end


def _file(incident: Incident, place: Placement, *, end: int) -> None:
    """Under its theme; a task it was taken for by mistake lets it go, unless that task is at its end."""
    if incident.task_id and incident.theme_id != place.theme.pk and incident.task.state not in ENDED:
        incident.task = None
    incident.theme, incident.theme_unsure, incident.end = place.theme, place.is_unsure, end


def _new_incident(response: Response, found: Found) -> Incident:
    return Incident(
        organisation_id=response.organisation_id,
        answer_id=found.answer_id,
        revision=response.revision,
        start=found.start,
        unit_id=response.unit_id,
        touchpoint_id=found.touchpoint_id,
        respondent_key=response.respondent_key,
        happened_at=response.submitted_at,
    )


def _judge(incident: Incident, found: Found, version: str) -> None:
    incident.engine_version = version
    incident.machine_polarity, incident.machine_category = found.polarity, found.category
    incident.machine_severity, incident.machine_confidence = found.severity, found.confidence
    incident.machine_why = found.why
    incident.flags = found.flags


def _to_place(incidents: Iterable[Incident]) -> list[Incident]:
    """Negative and mixed ones that stand with no task."""
    return [one for one in incidents if one.task_id is None and one.machine_polarity != POSITIVE]

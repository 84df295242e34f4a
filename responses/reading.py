"""Reading what customers said: lists, one whole answer, its neighbours, and that somebody has read it.

Colleagues meet masked words only, here and everywhere.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.text import Truncator

from accounts.models import Membership, Unit, User
from common import casefolding
from common.masking import Also, mask, mask_spans_of
from invitations.models import Customer
from responses import hiding, paging
from responses.answer_rows import value_of
from responses.answer_values import AnswerValue
from responses.models import Answer, Reading, Response
from responses.models.response import ResponseQuerySet
from responses.typed_values import written
from responses.wording import Wording
from surveys.definitions import QuestionDefinition, published_definition
from surveys.models import Survey
from surveys.question_kinds import STEP_LABELS, STEPS

PAGE = 50
MAX_SEARCH_WORDS = 8
EXCERPT_CHARACTERS = 240
MOMENT = "submitted_at"


@dataclass(frozen=True)
class Filters:
    """What to show of a survey's answers; empty fields mean everything. `older` and `newer` are cursors of a page."""

    unit: Unit | None = None  # with all below it
    language: str = ""
    question_key: UUID | None = None
    read: str = ""  # "read" or "unread", or "reply": somebody waits for one
    text: str = ""
    older: str = ""
    newer: str = ""


@dataclass(frozen=True)
class AnswerRow:
    """One answered question, worded as the customer met it where the reader speaks that language."""

    answer_id: int
    question_key: UUID
    kind: str
    question_text: str
    value_label: str  # what was chosen, the number or the day in words; empty where none was given
    words_masked: str  # empty where nothing was written
    steps: tuple[tuple[str, str], ...] = ()  # of "one time": what was asked for and the masked words, in parts


@dataclass(frozen=True)
class ListedResponse:
    response: Response
    is_read: bool
    rows: list[AnswerRow]

    @property
    def closed(self) -> list[AnswerRow]:
        return [row for row in self.rows if row.value_label]

    @property
    def excerpt(self) -> str:
        """The beginning of the words, masked before it is cut: half a number must not slip through."""
        return Truncator(" ".join(row.words_masked for row in self.rows if row.words_masked)).chars(EXCERPT_CHARACTERS)


def visible_to(membership: Membership) -> ResponseQuerySet:
    """The responses a member may read at all; what may be automatic stands apart until somebody has looked."""
    responses = Response.objects.for_organisation(membership.organisation_id).submitted().trusted()
    return responses.in_units(membership.visible_units())


def writer_of(response: Response) -> Customer | None:
    """Who wrote it, where the survey promised "We can see who you are and can reply"; None for every other."""
    if response.survey.anonymity != Survey.Anonymity.NAMED or response.invitation is None:
        return None
    return response.invitation.customer


def answers_of(survey: Survey, membership: Membership, filters: Filters, *, language: str) -> paging.Page:
    """One page of a survey's answers (ListedResponse), newest first; `language` is the reader's. A fixed number of
    queries."""
    found = _filtered(visible_to(membership).filter(survey=survey), filters, membership.user_id)
    found = found.select_related("unit", "survey").prefetch_related("answers__hidden_spans")
    page = paging.newest_first(found, moment=MOMENT, size=PAGE, older=filters.older, newer=filters.newer)
    listed = [
        ListedResponse(response, response.is_read, _listed_rows(response, language, filters.question_key))
        for response in page.rows
    ]
    return replace(page, rows=listed)


def rows_of(response: Response, reader_language: str) -> list[AnswerRow]:
    """The answered questions of one response in the order they were asked: one query with a warm definition."""
    definition = published_definition(response.version_id)
    answers = {answer.question_key: answer for answer in _answers_of(response)}
    given = {key: value for key, answer in answers.items() if not (value := value_of(answer)).is_empty}
    masked = {
        key: _masked(value, response.language, hiding.also_in(answers[key], response)) for key, value in given.items()
    }
    # What was inserted in the questions is shown as words are: masked, and without the customer's name.
    wording = Wording(definition, reader_language).after(masked.values())
    return [
        _row(answers[question.key].pk, question, masked[question.key], wording)
        for question in definition.questions
        if question.key in given
    ]


def _row(answer_id: int, question: QuestionDefinition, value: AnswerValue, wording: Wording) -> AnswerRow:
    return AnswerRow(
        answer_id=answer_id,
        question_key=question.key,
        kind=question.kind,
        question_text=wording.of(question.texts),
        value_label=wording.value_in_words(question, value),
        words_masked=value.words,
        steps=tuple((str(STEP_LABELS[step]), words) for step, words in zip(STEPS, value.steps, strict=False) if words),
    )


def _answers_of(response: Response) -> QuerySet[Answer]:
    """With what was hidden in them by hand, whether a list brought them along or not."""
    if "answers" in getattr(response, "_prefetched_objects_cache", {}):
        return response.answers.all()
    return response.answers.prefetch_related("hidden_spans")


def _masked(value: AnswerValue, language: str, also: Also) -> AnswerValue:
    """The value as colleagues may read it. A number long enough to be a telephone's or a person's is hidden too."""
    if value.decimal is not None and (number := written(value.decimal)) != (hidden := mask(number, language=language)):
        return AnswerValue(value.key, words=hidden)
    words = mask(value.words, language=language, also=also)
    steps, start = [], 0
    for step in value.steps:  # the words have them in a row, with an empty line between
        end = start + len(step)
        steps.append(mask_spans_of(value.words, start, end, language=language, also=also))
        start = end + 2 if step else end
    return replace(value, words=words, steps=tuple(steps))


@dataclass(frozen=True)
class Neighbours:
    newer_id: int | None
    older_id: int | None


def neighbours(response: Response, membership: Membership) -> Neighbours:
    """The next newer and older answer to the same survey that this member may read: for reading one after another."""
    others = visible_to(membership).filter(survey_id=response.survey_id)
    at, pk = response.submitted_at, response.pk
    return Neighbours(
        newer_id=_first_id(paging.newer_than(others, at, pk, moment=MOMENT).order_by("submitted_at", "id")),
        older_id=_first_id(paging.older_than(others, at, pk, moment=MOMENT).order_by("-submitted_at", "-id")),
    )


def _first_id(responses: QuerySet) -> int | None:
    return responses.values_list("pk", flat=True).first()


def mark_read(response: Response, *, by: User) -> None:
    """Remember that somebody has read these words; saying it twice is saying it once."""
    reading = Reading(organisation_id=response.organisation_id, response=response, user=by, revision=response.revision)
    Reading.objects.bulk_create(
        [reading], update_conflicts=True, unique_fields=["response", "user"], update_fields=["revision"]
    )


def is_read(response: Response, *, by: User) -> bool:
    return response.readings.filter(user=by, revision=response.revision).exists()


def _listed_rows(response: Response, language: str, only: UUID | None) -> list[AnswerRow]:
    rows = rows_of(response, language)
    return [row for row in rows if row.question_key == only] if only else rows


def _filtered(responses: ResponseQuerySet, filters: Filters, user_id: int) -> QuerySet:
    if filters.unit:
        responses = responses.in_units(Unit.objects.below(filters.unit))
    if filters.language:
        responses = responses.filter(language=filters.language)
    if filters.question_key:
        answered = Answer.objects.filter(response=OuterRef("pk"), question_key=filters.question_key)
        responses = responses.filter(Exists(answered.answered()))
    for word in casefolding.search_text(filters.text).split()[:MAX_SEARCH_WORDS]:
        responses = responses.filter(search_text__contains=word)
    read = Reading.objects.filter(response=OuterRef("pk"), revision=OuterRef("revision"), user=user_id)
    responses = responses.annotate(is_read=Exists(read))
    if filters.read == "reply":
        return responses.filter(wants_reply=True, replied_at__isnull=True)
    if filters.read == "read":
        return responses.filter(readings__user=user_id, readings__revision=F("revision"))
    return responses.filter(is_read=False) if filters.read else responses

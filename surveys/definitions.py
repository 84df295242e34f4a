"""The definition of a published version, read once per process: frozen rows need no second look."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from surveys import inserting, logic
from surveys.models import Question, SurveyVersion
from surveys.question_kinds import CLOSED
from surveys.texts import in_language

MOST_KNOWN = 512


@dataclass(frozen=True)
class QuestionDefinition:
    id: int
    key: UUID
    kind: str
    touchpoint_id: int
    texts: dict
    options: tuple[dict, ...]
    ends: dict
    prompt: dict
    required: bool
    reversed: bool
    show_if: dict = field(default_factory=dict)

    def text(self, language: str) -> str:
        return in_language(self.texts, language)

    @property
    def is_closed(self) -> bool:
        """Answered by choosing; the customer's own words stand beside the answer."""
        return self.kind in CLOSED

    @property
    def option_keys(self) -> tuple[str, ...]:
        return tuple(option["key"] for option in self.options)


@dataclass(frozen=True)
class Definition:
    version_id: int
    number: int
    survey_id: int
    organisation_id: int
    languages: tuple[str, ...]
    title: dict
    intro: dict
    thanks: dict
    questions: tuple[QuestionDefinition, ...]

    @cached_property
    def waits_for(self) -> dict[UUID, frozenset[UUID]]:
        """The earlier questions that a question waits for, by its key; those that wait for nothing are left out."""
        waiting = {}
        for place, question in enumerate(self.questions):
            if needed := logic.dependencies(question, self.questions[:place]):
                waiting[question.key] = frozenset(needed)
        return waiting

    @cached_property
    def has_conditions(self) -> bool:
        """Some question is asked only after certain answers, or never."""
        return any(question.show_if for question in self.questions)

    @cached_property
    def inserted_codes(self) -> frozenset[str]:
        """The codes of the questions whose answers stand in some text."""
        around = [text for texts in (self.title, self.intro, self.thanks) for text in texts.values() if text]
        asked = [text for question in self.questions for text in logic.texts_of(question)]
        return frozenset(inserting.codes_in([*around, *asked]))

    def language_or_main(self, language: str | None) -> str:
        """`language` if the version speaks it, else its main language."""
        return language if language in self.languages else self.languages[0]


_known: dict[int, Definition] = {}  # of this process, by version: what is published never changes


def definition_of(version: SurveyVersion) -> Definition:
    """The definition of any version, a draft too; reads its questions (one query)."""
    return _definition(version, version.questions.order_by("position", "id"))


def _definition(version: SurveyVersion, questions: Iterable[Question]) -> Definition:
    return Definition(
        version_id=version.pk,
        number=version.number,
        survey_id=version.survey_id,
        organisation_id=version.organisation_id,
        languages=tuple(version.languages),
        title=version.title,
        intro=version.intro,
        thanks=version.thanks,
        questions=tuple(map(_question, questions)),
    )


def _question(question: Question) -> QuestionDefinition:
    return QuestionDefinition(
        id=question.pk,
        key=question.key,
        kind=question.kind,
        touchpoint_id=question.touchpoint_id,
        texts=question.texts,
        options=tuple(question.options),
        ends=question.ends,
        prompt=question.prompt,
        required=question.required,
        reversed=question.reversed,
        show_if=question.show_if,
    )


def published_questions(version_id: int) -> QuerySet[Question]:
    """The questions of a published version in their order, each with the version; none for a draft."""
    # With the version in the same query: a customer may be the first whom this process meets.
    rows = Question.objects.filter(version=version_id, version__published_at__isnull=False)
    return rows.select_related("version").order_by("position", "id")


def published_definition(
    version_id: int, *, read: Callable[[int], Iterable[Question]] = published_questions
) -> Definition:
    """The definition of a published version. Raises SurveyVersion.DoesNotExist for a draft or an unknown id.

    `read` looks the questions up where this process does not know them, for somebody who has more to ask in that query.
    """
    found = _known.get(version_id)
    if found is None:
        questions = list(read(version_id))
        found = _definition(questions[0].version, questions) if questions else _without_questions(version_id)
        if len(_known) >= MOST_KNOWN:
            _known.pop(list(_known)[0], None)  # the oldest; a list, as another thread may add one just now
        _known[version_id] = found
    return found


def _without_questions(version_id: int) -> Definition:
    return _definition(SurveyVersion.objects.get(pk=version_id, published_at__isnull=False), ())


forget_definitions = _known.clear

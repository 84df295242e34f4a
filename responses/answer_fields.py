"""The customer's form, made from a version's definition: the fields to draw, filled in, with what is wrong.

The page, the preview and anything else that shows a survey use the same few functions, so they cannot differ.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from responses.answer_values import AnswerValue, Problem
from responses.reading_forms import CHOICE, WORDS, step_name
from responses.typed_values import written
from responses.wording import Wording
from surveys.definitions import QuestionDefinition
from surveys.question_kinds import (
    MULTIPLE_CHOICE,
    NPS,
    ONE_TIME,
    OPEN_TEXT,
    SCALES,
    STEP_LABELS,
    STEPS,
    mood_of,
)


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    id: str
    checked: bool
    mood: str = ""  # which prompt follows: "yes", "no", or neither


@dataclass(frozen=True)
class Step:
    """One part of "tell us about one time"."""

    name: str
    id: str
    label: str
    words: str


@dataclass(frozen=True)
class Field:
    """One question as templates/components/respondent/question.html draws it."""

    key: UUID
    kind: str
    id: str
    name: str
    words_name: str
    text: str
    hint: str
    required: bool
    options: tuple[Option, ...]
    steps: tuple[Step, ...]
    prompt: dict[str, str]
    words: str
    typed: str  # a number or a day as it stands in its field
    can_be_picked: bool  # the typed day is one, so that the browser's own field can show it
    error: str
    words_error: str
    is_new: bool

    @property
    def control_id(self) -> str:
        """Where the question is answered: its only field, or the first of several."""
        several = self.options or self.steps
        return several[0].id if several else self.id

    @property
    def is_scale(self) -> bool:
        return self.kind in SCALES

    @property
    def words_id(self) -> str:
        return f"{self.id}-words" if self.options else self.control_id


def fields(
    wording: Wording,
    questions: Sequence[QuestionDefinition],
    *,
    values: Iterable[AnswerValue] = (),
    problems: Iterable[Problem] = (),
    new: Container[UUID] = (),
) -> list[Field]:
    """These questions to draw, filled in with `values` and with what is wrong written at its place."""
    given = {value.key: value for value in values}
    wrong = {(problem.key, problem.about_words): problem.message for problem in problems}
    first_new = next((question.key for question in questions if question.key in new), None)
    return [
        _field(question, wording, given.get(question.key) or AnswerValue(question.key), wrong, first_new)
        for question in questions
    ]


def _field(question: QuestionDefinition, wording: Wording, value: AnswerValue, wrong, first_new) -> Field:
    name = f"{CHOICE}{question.key}"
    return Field(
        key=question.key,
        kind=question.kind,
        id=name,
        name=name,
        words_name=f"{WORDS}{question.key}",
        text=wording.of(question.texts),
        hint=_hint(question, wording),
        required=question.required,
        options=_options(question, wording, value, name),
        steps=_steps(question, value) if question.kind == ONE_TIME else (),
        prompt=_prompt(question, wording) if question.is_closed else {},
        words=value.words,
        typed=_typed(value),
        can_be_picked=value.day is not None or not value.choice,
        error=wrong.get((question.key, False), ""),
        words_error=wrong.get((question.key, True), ""),
        is_new=question.key == first_new,
    )


def _options(question: QuestionDefinition, wording: Wording, value: AnswerValue, name: str) -> tuple[Option, ...]:
    if not question.is_closed:
        return ()
    chosen = {value.choice, *value.choices, str(value.number)}
    return tuple(
        Option(code, label, f"{name}-{place}", code in chosen, mood_of(question.kind, code))
        for place, (code, label) in enumerate(wording.choices(question), start=1)
    )


def _steps(question: QuestionDefinition, value: AnswerValue) -> tuple[Step, ...]:
    words = dict(zip(STEPS, value.steps, strict=False))
    return tuple(
        Step(step_name(question.key, step), step_name(question.key, step), str(label), words.get(step, ""))
        for step, label in STEP_LABELS.items()
    )


def _typed(value: AnswerValue) -> str:
    if value.decimal is not None:
        return written(value.decimal)
    return value.day.isoformat() if value.day else value.choice


def _hint(question: QuestionDefinition, wording: Wording) -> str:
    """What helps to answer: what the ends of a scale mean, how many to choose, what the manager would like to hear."""
    if question.kind in SCALES:
        return _ends(question, wording)
    if question.kind == MULTIPLE_CHOICE:
        return _("Choose as many as you like.")
    if question.is_closed:
        return ""
    if wish := wording.of(question.prompt.get("neutral")):
        return wish
    if question.kind == OPEN_TEXT:
        return _("A few words is enough.") if question.required else _("A few words is enough. You can skip this.")
    if question.kind == ONE_TIME:
        return _("A few words is enough. Skip any part you like.")
    return "" if question.required else _("You can skip this.")


def _ends(question: QuestionDefinition, wording: Wording) -> str:
    low, high = wording.of(question.ends.get("low")), wording.of(question.ends.get("high"))
    if question.kind == NPS:
        low, high = low or _("not at all likely"), high or _("very likely")
    if not (low and high):
        return ""
    words = {"low": low, "high": high}
    if SCALES[question.kind].start == 1:
        return _("1 means %(low)s, 5 means %(high)s.") % words
    return _("0 means %(low)s, 10 means %(high)s.") % words


def _prompt(question: QuestionDefinition, wording: Wording) -> dict[str, str]:
    """The question about why, after each answer; a general one where the version has none."""
    prompt = {mood: wording.of(texts) for mood, texts in question.prompt.items()}
    return {**prompt, "neutral": prompt.get("neutral") or _("Would you like to tell us more?")}

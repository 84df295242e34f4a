"""The customer's form, made from a version's definition: names, what was posted, and fields to draw.

The page, the preview and anything else that shows a survey use the same few functions, so they cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from responses.answer_values import AnswerValue, Problem, clean_words
from surveys.definitions import Definition, QuestionDefinition
from surveys.question_kinds import NEITHER, NO, OPEN_TEXT, SCALE, SCALES, SINGLE_CHOICE, YES, YES_NO
from surveys.texts import in_language

CHOICE, WORDS = "q-", "w-"  # a field's name is one of these and the question's key
_NOBODYS = UUID(int=0)  # the key of a field that belongs to no question


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    id: str
    checked: bool


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
    low_label: str
    high_label: str
    prompt: dict[str, str]
    words: str
    error: str
    words_error: str


def read(definition: Definition, posted) -> list[AnswerValue]:
    """The answers in a posted form, cleaned, in the order of the questions; what belongs to no question comes last."""
    choices, words = {}, {}
    for name in posted:
        if name.startswith((CHOICE, WORDS)):
            into = choices if name.startswith(CHOICE) else words
            into[_key(name)] = clean_words(posted[name])
    questions = {question.key: question for question in definition.questions}
    values = [
        _value(questions.get(key), key, choices.get(key, ""), words.get(key, ""))
        for key in [*questions, *((choices.keys() | words.keys()) - questions.keys())]
    ]
    return [value for value in values if not value.is_empty]


def preselected(definition: Definition, answer: str) -> list[AnswerValue]:
    """The first question answered as a link in a mail says; nothing where that is no answer to it."""
    if not answer or not definition.questions:
        return []
    first = definition.questions[0]
    if answer not in (value for value, _label in _choices(first, definition.languages[0], definition)):
        return []
    return [_value(first, first.key, answer, "")]


def fields(
    definition: Definition, *, language: str, values: Iterable[AnswerValue] = (), problems: Iterable[Problem] = ()
) -> list[Field]:
    """The questions to draw in `language`, filled in with `values` and with what is wrong written at its place."""
    given = {value.key: value for value in values}
    wrong = {(problem.key, problem.about_words): problem.message for problem in problems}
    return [
        _field(question, definition, language, given.get(question.key) or AnswerValue(question.key), wrong)
        for question in definition.questions
    ]


def choice_label(question: QuestionDefinition, value: AnswerValue, language: str, definition: Definition) -> str:
    """A closed answer in words: "No", "7", the option's text; empty where nothing was chosen."""
    if not value.has_choice:
        return ""
    chosen = str(value.number) if value.number is not None else value.choice
    return dict(_choices(question, language, definition)).get(chosen, "")


def _key(name: str) -> UUID:
    try:
        return UUID(name[2:])
    except ValueError:
        return _NOBODYS


def _value(question: QuestionDefinition | None, key: UUID, choice: str, words: str) -> AnswerValue:
    if question and question.kind == SCALE and choice in map(str, SCALES[SCALE]):
        return AnswerValue(key, number=int(choice), words=words)
    return AnswerValue(key, choice=choice, words=words)


def _field(question: QuestionDefinition, definition: Definition, language: str, value: AnswerValue, wrong) -> Field:
    name = f"{CHOICE}{question.key}"
    chosen = str(value.number) if value.number is not None else value.choice
    return Field(
        key=question.key,
        kind=question.kind,
        id=name,
        name=name,
        words_name=f"{WORDS}{question.key}",
        text=in_language(question.texts, language, *definition.languages),
        hint=_hint(question, language, definition),
        required=question.required,
        options=tuple(
            Option(value=code, label=label, id=f"{name}-{place}", checked=code == chosen)
            for place, (code, label) in enumerate(_choices(question, language, definition), start=1)
        ),
        low_label=in_language(question.ends.get("low"), language, *definition.languages),
        high_label=in_language(question.ends.get("high"), language, *definition.languages),
        prompt=_prompt(question, language, definition),
        words=value.words,
        error=wrong.get((question.key, False), ""),
        words_error=wrong.get((question.key, True), ""),
    )


def _choices(question: QuestionDefinition, language: str, definition: Definition) -> list[tuple[str, str]]:
    """The closed answers as (value, label), in the order they are shown."""
    if question.kind == YES_NO:
        return [(YES, _("Yes")), (NO, _("No")), (NEITHER, pgettext("answer between yes and no", "Both"))]
    if question.kind == SCALE:
        return [(str(value), str(value)) for value in SCALES[SCALE]]
    if question.kind == SINGLE_CHOICE:
        return [
            (option["key"], in_language(option["texts"], language, *definition.languages))
            for option in question.options
        ]
    return []


def _hint(question: QuestionDefinition, language: str, definition: Definition) -> str:
    """Beside an open question: what the manager would like to hear about, else that a few words will do."""
    if question.kind != OPEN_TEXT:
        return ""
    if wish := in_language(question.prompt.get("neutral"), language, *definition.languages):
        return wish
    if question.required:
        return _("A few words is enough.")
    return _("A few words is enough. You can skip this.")


def _prompt(question: QuestionDefinition, language: str, definition: Definition) -> dict[str, str]:
    """The question about why, after each answer; a general one where the version has none."""
    prompt = {mood: in_language(texts, language, *definition.languages) for mood, texts in question.prompt.items()}
    return {**prompt, "neutral": prompt.get("neutral") or _("Would you like to tell us more?")}

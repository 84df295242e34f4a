"""The answers in a posted form: every field's name says which question it answers, and nothing else is believed."""

import re
from collections.abc import Container, Iterable
from uuid import UUID

from responses.answer_values import AnswerValue, clean_words
from responses.typed_values import day_in, fits, number_in, written
from surveys.definitions import Definition, QuestionDefinition
from surveys.question_kinds import (
    DATE,
    MULTIPLE_CHOICE,
    NUMBER,
    ONE_TIME,
    SCALES,
    SHORT_TEXT,
    STEPS,
    YES_NO,
    YES_NO_VALUES,
)

CHOICE, WORDS = "q-", "w-"  # a field's name is one of these and the question's key
_NOBODYS = UUID(int=0)  # the key of a field that belongs to no question


def step_name(key: UUID, step: str) -> str:
    """The name of the field for one part of "one time"."""
    return f"{WORDS}{key}-{step}"


def read(definition: Definition, posted) -> list[AnswerValue]:
    """The answers in a posted form, cleaned, in the order of the questions; what belongs to no question comes last.

    Numbers and days are read by the habits of the language the page was in.
    """
    language = posted.get("language", "")
    values = [_value(question, posted, language) for question in definition.questions]
    known = {question.key for question in definition.questions}
    strangers = {}
    for name in posted:
        if name.startswith((CHOICE, WORDS)) and (key := _key(name)) not in known:
            strangers.setdefault(key, []).append(clean_words(posted[name]))
    values += [AnswerValue(key, choice="".join(said)[:40]) for key, said in strangers.items()]
    return [value for value in values if not value.is_empty]


def preselected(definition: Definition, answer: str) -> list[AnswerValue]:
    """The first question answered as a link in a mail says; nothing where that is no answer to it."""
    if not answer or not definition.questions:
        return []
    first = definition.questions[0]
    if not first.is_closed or answer not in offered(first):
        return []
    return [_chosen(first, [answer], "")]


def offered(question: QuestionDefinition) -> tuple[str, ...]:
    """The values one can choose in a closed question, in the order they are shown."""
    if question.kind in SCALES:
        return tuple(map(str, SCALES[question.kind]))
    return YES_NO_VALUES if question.kind == YES_NO else question.option_keys


def carried(
    definition: Definition, values: Iterable[AnswerValue], *, besides: Container[UUID]
) -> list[tuple[str, str]]:
    """Names and values that bring along what was typed for questions that are not on the page just now."""
    known = {question.key for question in definition.questions}
    fields = []
    for value in values:
        if value.key in besides or value.key not in known:
            continue
        name = f"{CHOICE}{value.key}"
        fields += [(name, chosen) for chosen in (*value.choices, value.choice) if chosen]
        fields += [(name, str(value.number))] if value.number is not None else []
        fields += [(name, written(value.decimal))] if value.decimal is not None else []
        fields += [(name, value.day.isoformat())] if value.day else []
        fields += [(step_name(value.key, step), words) for step, words in zip(STEPS, value.steps, strict=False)]
        fields += [(f"{WORDS}{value.key}", value.words)] if value.words and not value.steps else []
    return fields


def read_keys(text: str) -> frozenset[UUID]:
    """The questions a page had, as its hidden field names them; what is no key is left out."""
    return frozenset(UUID(key) for key in text.split() if _IS_KEY.fullmatch(key))


_IS_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _key(name: str) -> UUID:
    """The question a field belongs to, with or without a step behind it."""
    key, step = name[2:], ""
    if name.startswith(WORDS) and _IS_KEY.fullmatch(key[:36]):
        key, step = key[:36], key[37:]
    try:
        return UUID(key) if not step or step in STEPS else _NOBODYS
    except ValueError:
        return _NOBODYS


def _value(question: QuestionDefinition, posted, language: str) -> AnswerValue:
    key = question.key
    typed = clean_words(posted.get(f"{CHOICE}{key}", ""))
    words = clean_words(posted.get(f"{WORDS}{key}", ""))
    if question.kind == ONE_TIME:
        return AnswerValue.of_steps(key, (clean_words(posted.get(step_name(key, step), "")) for step in STEPS))
    if question.kind == NUMBER:
        return _number(key, typed, language)
    if question.kind == DATE:
        day = day_in(typed, language)
        return AnswerValue(key, day=day) if day else AnswerValue(key, choice=typed)
    if question.kind == SHORT_TEXT:
        return AnswerValue(key, words=" ".join(words.split()))
    if question.kind == MULTIPLE_CHOICE:
        return _chosen(question, [clean_words(one) for one in posted.getlist(f"{CHOICE}{key}")], words)
    return _chosen(question, [typed], words)


def _number(key: UUID, typed: str, language: str) -> AnswerValue:
    number = number_in(typed, language)
    if number is not None and fits(number):
        return AnswerValue(key, decimal=number)
    return AnswerValue(key, choice=typed)  # told to be none, or too long, with every digit kept


def _chosen(question: QuestionDefinition, chosen: list[str], words: str) -> AnswerValue:
    if question.kind == MULTIPLE_CHOICE:
        known = [key for key in question.option_keys if key in chosen]
        return AnswerValue(question.key, choices=tuple(dict.fromkeys([*known, *filter(None, chosen)])), words=words)
    [choice] = chosen
    if question.kind in SCALES and choice in offered(question):
        return AnswerValue(question.key, number=int(choice), words=words)
    return AnswerValue(question.key, choice=choice, words=words)

"""Rules about conditions and insertions: every question can be reached, every insertion has something to show."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from surveys import inserting, logic, question_kinds
from surveys.inserting import Insertion
from surveys.logic import Said
from surveys.models import Question
from surveys.readiness.draft import Draft
from surveys.readiness.problem import Problem

ALWAYS_ASK = _("Choose another question, or let this one always be asked.")
EARLIEST, LATEST = "0001-01-01", "9999-12-31"


def condition_on_nothing(draft: Draft) -> Iterator[Problem]:
    """Conditions on a question that is gone, or that is asked later: reference_gone and reference_forward."""
    place = {question.key: number for number, question in enumerate(draft.questions)}
    for number, question in enumerate(draft.questions):
        if not question.show_if:
            continue
        other = logic.key_in(question.show_if)
        if other not in place:
            words = _("It waits for the answer to a question that is no longer here.")
            yield Problem("reference_gone", format_lazy("{} {}", words, ALWAYS_ASK), question.pk)
        elif place[other] >= number:
            words = _("It waits for the answer to a question that is asked later.")
            yield Problem("reference_forward", format_lazy("{} {}", words, ALWAYS_ASK), question.pk)


def unreachable_question(draft: Draft) -> Iterator[Problem]:
    """Questions that no customer can ever meet, since no answer leads to them or to the one they wait for."""
    place = {question.key: number for number, question in enumerate(draft.questions)}
    reached = [True] * len(draft.questions)
    for number, question in enumerate(draft.questions):
        earlier = place.get(logic.key_in(question.show_if)) if question.show_if else None
        if earlier is None or earlier >= number:
            # Said by condition_on_nothing already where there is a condition at all.
            reached[number] = not question.show_if
            continue
        value = str(question.show_if.get("value", "")).strip()
        if not value:
            reached[number] = False
            sentence = _("Say which answer to question {number} it waits for.")
            yield Problem("unreachable_question", format_lazy(sentence, number=earlier + 1), question.pk)
        elif not _can_be_met(question.show_if, draft.questions[earlier]):
            reached[number] = False
            sentence = _("Nobody meets this question: no answer to question {number} leads to it.")
            yield Problem("unreachable_question", format_lazy(sentence, number=earlier + 1), question.pk)
        elif not reached[earlier]:
            reached[number] = False
            sentence = _("Nobody meets this question, because nobody meets question {number}.")
            yield Problem("unreachable_question", format_lazy(sentence, number=earlier + 1), question.pk)


def insertion_of_nothing(draft: Draft) -> Iterator[Problem]:
    """Insertions of what is gone, asked later or may be empty: reference_gone, reference_forward, empty_insertion."""
    codes = [inserting.code_for(question.key) for question in draft.questions]
    own = [text for texts in (draft.version.title, draft.version.intro) for text in texts.values() if text]
    for code, words in _wrong(own, codes, [], draft):
        yield Problem(code, words)
    for number, question in enumerate(draft.questions):
        for code, words in _wrong(logic.texts_of(question), codes, draft.questions[:number], draft):
            yield Problem(code, words, question.pk)


def _wrong(texts: list[str], codes: list[str], earlier: list[Question], draft: Draft) -> Iterator[tuple[str, str]]:
    """(code of the problem, words) for each insertion in these texts that is wrong, each once."""
    told = set()
    for insertion in (one for text in texts if "{" in text for one in inserting.find(text)):
        if found := _wrong_with(insertion, codes, earlier):
            code, sentence = found
            if (code, insertion.name) not in told:
                told.add((code, insertion.name))
                yield code, format_lazy(sentence, insertion=f"{{{insertion.kind}:{insertion.name}}}")


def _wrong_with(insertion: Insertion, codes: list[str], earlier: list[Question]) -> tuple[str, str] | None:
    if insertion.kind == inserting.CUSTOMER:
        if insertion.name not in inserting.CUSTOMER_NAMES:
            return "reference_gone", _("{insertion} is nothing we know of a customer. Take it out.")
        may_be_empty = True
    elif insertion.name not in codes:
        return "reference_gone", _("{insertion} is about a question that is no longer here. Take it out.")
    elif codes.index(insertion.name) >= len(earlier):
        return "reference_forward", _("{insertion} is about a question that is not answered yet here. Take it out.")
    else:
        may_be_empty = _may_be_empty(earlier[codes.index(insertion.name)])
    if may_be_empty and not insertion.fallback:
        return "empty_insertion", _("{insertion} may be empty. After a | write what to show instead.")
    return None


def _may_be_empty(question: Question) -> bool:
    return not question.required or bool(question.show_if)


def _can_be_met(show_if: dict, other: Question) -> bool:
    """Whether some answer to the other question meets the condition."""
    return any(logic.is_met(show_if, {other.key: said}) for said in _possible(other, str(show_if.get("value", ""))))


def _possible(question: Question, value: str) -> Iterator[Said]:
    """Answers that may be given: all where they can be counted, else some at, below and above the value."""
    if question.kind == question_kinds.YES_NO:
        yield from (Said(choices=frozenset([choice])) for choice in question_kinds.YES_NO_VALUES)
    elif question.kind in question_kinds.SCALES:
        yield from (Said(number=number) for number in question_kinds.SCALES[question.kind])
    elif question.kind in question_kinds.CHOOSING:
        yield from (Said(choices=frozenset([option["key"]])) for option in question.options)
    elif question.kind == question_kinds.NUMBER:
        number = _number(value)
        yield from (Said(number=number + step) for step in (-1, 0, 1))
    elif question.kind == question_kinds.DATE:
        yield from (Said(text=day) for day in (value.strip(), EARLIEST, LATEST))
    else:
        yield from (Said(text=words) for words in (value, f"{value}…"))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)

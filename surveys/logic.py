"""Which questions are shown, given what was said so far: plain Python, the same for every door.

A question may carry a condition, `{"question": key, "operator": ..., "value": text}`, about an earlier one. A condition
on a question that is unanswered, hidden, later or gone is not met, whatever its operator, so that nothing is asked
because of something nobody said. Nothing here raises: what cannot be understood is not met.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Protocol
from uuid import UUID

from common.casefolding import search_text
from surveys import inserting

IS, IS_NOT, BELOW, CONTAINS = "is", "is_not", "below", "contains"
OPERATORS = (IS, IS_NOT, BELOW, CONTAINS)


class Asked(Protocol):
    """A question, from a definition or a row."""

    key: UUID
    show_if: dict
    texts: dict
    prompt: dict
    ends: dict
    options: Iterable[dict]


@dataclass(frozen=True)
class Said:
    """What was answered to one question: what was chosen, the number, the words. A date is its ISO text."""

    choices: frozenset[str] = frozenset()
    number: Decimal | int | None = None
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.choices or self.text) or self.number is not None


def is_met(show_if: dict, said: Mapping[UUID, Said]) -> bool:
    """Whether the condition holds; an empty one always does. `said` knows visible, answered questions only."""
    if not show_if:
        return True
    what = said.get(key_in(show_if))
    if not what:
        return False
    value = str(show_if.get("value", ""))
    match show_if.get("operator"):
        case "is":
            return _is(what, value)
        case "is_not":
            return not _is(what, value)
        case "below":
            return _is_below(what, value)
        case "contains":
            return value in what.choices or bool(search_text(value)) and search_text(value) in search_text(what.text)
    return False


def visible(definition, said: Mapping[UUID, Said]) -> list:
    """The questions of the definition that are asked after all of this was said, in their order.

    What was said to a question that is not asked counts for nothing.
    """
    heard: dict[UUID, Said] = {}
    shown = []
    for question in definition.questions:
        if is_met(question.show_if, heard):
            shown.append(question)
            if question.key in said:
                heard[question.key] = said[question.key]
    return shown


def dependencies(question: Asked, among: Iterable[Asked]) -> set[UUID]:
    """The keys of those questions `among` that this one waits for: its condition's, and those inserted in its texts.

    What it names and is not there is left out: nobody can wait for it.
    """
    codes = inserting.codes_in(texts_of(question))
    needed = key_in(question.show_if) if question.show_if else None
    if not codes and needed is None:
        return set()
    return {one.key for one in among if one.key == needed or inserting.code_for(one.key) in codes}


def texts_of(question: Asked) -> list[str]:
    """All its texts in every language, as they are written."""
    parts = [question.texts, *question.prompt.values(), *question.ends.values()]
    parts += [option.get("texts", {}) for option in question.options]
    return [text for texts in parts if texts for text in texts.values() if text]


def key_in(show_if: dict) -> UUID | None:
    """The question a condition is about; None where none is named."""
    try:
        return UUID(str(show_if.get("question")))
    except (ValueError, AttributeError):
        return None


def _is(what: Said, value: str) -> bool:
    """One of the choices made, the same number, or the same words however they are cased."""
    if value in what.choices:
        return True
    if what.number is not None and (number := _number(value)) is not None:
        return what.number == number
    return bool(what.text) and search_text(what.text) == search_text(value)


def _is_below(what: Said, value: str) -> bool:
    """A lower number; an earlier day, which in ISO's writing comes first in the alphabet too."""
    if what.number is not None:
        number = _number(value)
        return number is not None and what.number < number
    return _is_day(what.text) and _is_day(value.strip()) and what.text < value.strip()


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()

"""Which questions stand on the page now. The server decides, without a script and without storing anything.

A question that waits for others, by its condition or because an earlier answer stands in its text, comes only once
those were on a page that was sent. So a survey with such questions is a page that grows with each press of "Continue"
until nothing more waits, and "Send" is the last press.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from responses.answer_values import AnswerValue, said
from surveys.definitions import Definition, QuestionDefinition
from surveys.logic import is_met


@dataclass(frozen=True)
class Showing:
    """The questions of one page in their order, those among them that have just come up, and whether more may."""

    questions: tuple[QuestionDefinition, ...]
    new: frozenset[UUID] = frozenset()
    more_may_come: bool = False

    @property
    def keys(self) -> frozenset[UUID]:
        return frozenset(question.key for question in self.questions)


def at_first(definition: Definition) -> Showing:
    """The page before anything was sent: what waits for nothing."""
    return _page(definition, (), seen=())


def after(definition: Definition, values: Iterable[AnswerValue], seen: Collection[UUID]) -> Showing:
    """The page once `values` were sent from a page that had the questions `seen`."""
    page = _page(definition, values, seen=seen)
    return Showing(page.questions, page.keys - frozenset(seen), page.more_may_come)


def all_of(definition: Definition, values: Iterable[AnswerValue]) -> Showing:
    """Everything that is asked given these answers: what somebody sees who looks at what was sent."""
    return _page(definition, values, seen={question.key for question in definition.questions})


def again(definition: Definition, seen: Collection[UUID], *, more_may_come: bool) -> Showing:
    """The same page once more, whatever was typed meanwhile."""
    same = tuple(question for question in definition.questions if question.key in seen)
    return Showing(same, more_may_come=more_may_come) if same else at_first(definition)


def _page(definition: Definition, values: Iterable[AnswerValue], *, seen: Collection[UUID]) -> Showing:
    if not (definition.waits_for or definition.has_conditions):
        return Showing(definition.questions)
    given = said(definition, values)
    settled, heard, shown, more_may_come = set(), {}, [], False
    for question in definition.questions:
        if not definition.waits_for.get(question.key, frozenset()) <= settled:
            more_may_come = True
        elif not is_met(question.show_if, heard):
            settled.add(question.key)  # it will not be asked
        else:
            shown.append(question)
            if question.key in seen:
                settled.add(question.key)
                if question.key in given:
                    heard[question.key] = given[question.key]
    return Showing(tuple(shown), more_may_come=more_may_come)

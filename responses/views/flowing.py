"""From one press of a button to the next: what comes before a survey is sent, for the customer and in the preview."""

import re
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import QueryDict

from responses import showing
from responses.answer_values import AnswerValue, Problem, of_questions
from responses.opening import Opened
from responses.reading_forms import read_keys
from responses.showing import Showing
from responses.views.customer_pages import form_page


@dataclass(frozen=True)
class Posted:
    """The hidden part of a form; None where it is missing or broken."""

    form_number: UUID | None
    version_id: int | None
    changes: int | None
    seen: frozenset[UUID]  # the questions the page had; empty where they all stand there from the first
    more_could_come: bool

    @classmethod
    def read(cls, posted: QueryDict) -> "Posted":
        return cls(
            form_number=_uuid(posted.get("form", "")),
            version_id=_number(posted.get("version", "")),
            changes=_number(posted.get("changes", "")),
            seen=read_keys(posted.get("shown", "")),
            more_could_come="more" in posted,
        )


def before_sending(request, opened: Opened, posted: Posted, *, language: str, values: list[AnswerValue]):
    """The page to draw because there is nothing to send yet: another language was chosen, or more questions come up.

    None when everything that is asked was on the page. What does not fit yet is told before more is asked.
    """
    seen = posted.seen or showing.at_first(opened.definition).keys
    draw = partial(
        form_page,
        request,
        opened,
        language=language,
        values=values,
        form_number=posted.form_number,
        changes=posted.changes,
    )
    if "switch" in request.POST:
        return draw(page=showing.again(opened.definition, seen, more_may_come=posted.more_could_come))
    page = showing.after(opened.definition, values, seen)
    if not page.new:
        return None
    sent = tuple(question for question in page.questions if question.key in seen)
    if problems := of_questions(sent, values):
        return draw(page=Showing(sent, more_may_come=True), problems=problems, status=422)
    return draw(page=page)


def page_sent(opened: Opened, posted: Posted, values: list[AnswerValue], problems: list[Problem]) -> Showing:
    """The questions to draw once more where something sent does not fit; what waits for that may still come."""
    definition = opened.definition
    page = showing.after(definition, values, posted.seen or showing.at_first(definition).keys)
    wrong = {problem.key for problem in problems}
    waiting = (needed & wrong for key, needed in definition.waits_for.items() if key not in page.keys)
    return Showing(page.questions, more_may_come=page.more_may_come or any(waiting))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None

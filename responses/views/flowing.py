"""From one press of a button to the next: what comes before a survey is sent, for the customer and in the preview."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.http import QueryDict

from common import throttling
from responses import reading_forms, repeating, showing, submitting, suspecting
from responses.answer_values import AnswerValue, Problem, of_questions
from responses.opening import Opened
from responses.reading_forms import read_keys
from responses.showing import Showing
from responses.stepping import Pressed
from responses.views.drawing import form_page
from responses.wishing import Wishes
from surveys.definitions import Definition


@dataclass(frozen=True)
class Posted:
    """The hidden part of a form; None where it is missing or broken."""

    form_number: UUID | None
    version_id: int | None
    changes: int | None
    seen: frozenset[UUID]  # the questions the page had; empty where they all stand there from the first
    more_could_come: bool
    is_by_page: bool = False  # one question a page
    asked: UUID | None = None  # that question; None at the end, where only sending is left
    back_to: UUID | None = None
    is_sending: bool = False
    hides: bool = False
    replaces: int | None = None  # what was answered at that revision was told, or shown
    retraces: bool = False  # the visitor has gone back, and was shown what stands there
    is_anew: bool = False  # in place of an answer that may be automatic

    @classmethod
    def read(cls, posted: QueryDict) -> "Posted":
        return cls(
            form_number=uuid_in(posted.get("form", "")),
            version_id=number_in(posted.get("version", "")),
            changes=number_in(posted.get("changes", "")),
            seen=read_keys(posted.get("shown", "")),
            more_could_come="more" in posted,
            is_by_page="asked" in posted,
            asked=None if posted.get("asked") == "end" else uuid_in(posted.get("asked", "")) or UUID(int=0),
            back_to=uuid_in(posted.get("back", "")),
            is_sending="send" in posted,
            hides="hides" in posted,
            replaces=number_in(posted.get("replaces", "")),
            retraces="retraces" in posted,
            is_anew="anew" in posted,
        )

    def pressed(self, definition: Definition, posted: QueryDict) -> Pressed:
        """The same as a turn of a survey with one question a page."""
        values = {value.key: value for value in reading_forms.read(definition, posted)}
        known = any(question.key == self.asked for question in definition.questions)
        return Pressed(
            asked=self.asked,
            value=values.get(self.asked, AnswerValue(self.asked)) if known else None,
            is_switching="switch" in posted,
            back_to=self.back_to,
            is_sending=self.is_sending,
            hides=self.hides,
            retraces=self.retraces,
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
        wishes=Wishes.read(request.POST),
        is_anew=posted.is_anew,
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


def store(request, opened: Opened, *, values: Sequence[AnswerValue], wishes: Wishes, form_number, **form) -> None:
    """Store what a browser sent, and judge whether a person sent it. Raises what `submitting.submit` raises.

    The same words sent twice by an open link are stored once; a wish that came along makes them another answer.
    """
    whose = {"form_number": form_number, "network": throttling.address_of(request)}
    if not wishes.any and repeating.is_repeat(opened, values, **whose):
        return
    flagged = suspecting.may_be_automatic(request, opened)
    sent = submitting.submit(opened, values=values, wishes=wishes, form_number=form_number, flagged=flagged, **form)
    if not sent.is_replay:
        repeating.remember(opened, values, **whose)


def page_sent(opened: Opened, posted: Posted, values: list[AnswerValue], problems: list[Problem]) -> Showing:
    """The questions to draw once more where something sent does not fit; what waits for that may still come."""
    definition = opened.definition
    page = showing.after(definition, values, posted.seen or showing.at_first(definition).keys)
    wrong = {problem.key for problem in problems}
    waiting = (needed & wrong for key, needed in definition.waits_for.items() if key not in page.keys)
    return Showing(page.questions, more_may_come=page.more_may_come or any(waiting))


def uuid_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def number_in(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None

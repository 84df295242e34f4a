"""Storing an answer: once a form, in one transaction, with the work that follows from it.

The same form again is a replay and changes nothing. Whoever answered by a personal link may replace what was sent as
long as the survey is open: a new revision, of which the analysis hears again. What was begun page by page is finished
here too.
"""

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError

from common import clock
from common.writing_in_turn import writing
from responses import changing, wishing
from responses.answer_values import SURVEY_CHANGED, AnswerValue, NotFitting, Problem, kept, problems
from responses.changing import AlreadyAnswered, values_of
from responses.models import Response
from responses.opening import Opened
from responses.storing import (
    ANALYSE,
    Sent,
    Submission,
    add_answers,
    hand_over,
    new_response,
    note_answered,
    replace_answers,
)
from responses.wishing import NONE, Wishes
from surveys.definitions import Definition, published_definition
from surveys.models import SurveyVersion

__all__ = ["ANALYSE", "AlreadyAnswered", "NotAnswerable", "Overtaken", "Submission", "submit", "values_of"]


class NotAnswerable(Exception):
    """The survey does not take answers by this link now; `problem` is one of those in `opening`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class Overtaken(Exception):
    """Another browser with the same link was quicker. Nothing was stored: open the link anew and look."""


def submit(
    opened: Opened,
    *,
    values: Sequence[AnswerValue],
    form_number: UUID | None,
    language: str,
    version_id: int | None,
    changes: int | None = None,
    wishes: Wishes = NONE,
    flagged: bool = False,
) -> Submission:
    """Store these answers, or recognise that they are stored.

    `version_id` is the version the customer saw; `changes` is the revision that is to be replaced, None for a first
    answer; a form without number or version came in broken; `flagged` says that no person may have sent it. Answers to
    questions that are not asked, given the others, are dropped. Nothing is stored where NotFitting, NotAnswerable,
    AlreadyAnswered or Overtaken is raised.
    """
    stored = opened.response
    if stored and stored.form_number == form_number:
        return Submission(stored, is_replay=True)
    if opened.problem and not opened.can_change:
        raise NotAnswerable(opened.problem)
    definition = definition_for(opened, version_id)
    if definition is None or form_number is None:
        raise NotFitting([Problem("unknown_version", SURVEY_CHANGED)])
    values = kept(definition, values)
    if found := [*problems(definition, values), *wishing.problems(wishes, opened)]:
        raise NotFitting(found)
    said = tuple(value for value in values if not value.is_empty)
    sent = Sent(opened, definition, said, form_number, language, wishing.to_store(wishes, opened), flagged)
    if opened.begun:
        return _finish(sent, opened.begun)
    if stored is None:
        try:
            return _store(sent)
        except IntegrityError:
            # Somebody was faster with the same link or form; the constraints say so, nothing of ours is stored.
            stored = _winner(sent)
            if stored is None:
                raise
            if stored.submitted_at is None:
                raise Overtaken from None
    return changing.again(sent, stored, changes)


def definition_for(opened: Opened, version_id: int | None) -> Definition | None:
    """The questions of a version that may be answered by this link: a published one of the same survey, or None."""
    if opened.definition and opened.definition.version_id == version_id:
        return opened.definition
    if version_id is None or opened.response or opened.begun:
        return None  # an answer stays with the version it was given to
    try:
        definition = published_definition(version_id)
    except SurveyVersion.DoesNotExist:
        return None
    return definition if definition.survey_id == opened.survey.pk else None


def _store(sent: Sent) -> Submission:
    now, columns = clock.now(), sent.columns
    with writing():
        response = new_response(sent.opened, sent.definition, begun_at=now, submitted_at=now, **columns)
        add_answers(response, sent.definition, sent.values)
        note_answered(response)
        hand_over(response.pk, response.revision)
    return Submission(response)


def _finish(sent: Sent, begun: Response) -> Submission:
    """Send in what was begun page by page; until then its revision counted the pages saved."""
    now, columns = clock.now(), sent.columns
    columns |= {"submitted_at": now, "revision": 1, "words_removed_at": None}
    columns["flagged"] = sent.flagged or begun.flagged
    with writing():
        mine = Response.objects.filter(pk=begun.pk, submitted_at__isnull=True, revision=begun.revision)
        if not mine.update(**columns):
            raise Overtaken
        for name, value in columns.items():
            setattr(begun, name, value)
        replace_answers(begun, sent)
        note_answered(begun)
        hand_over(begun.pk, begun.revision)
    return Submission(begun)


def _winner(sent: Sent) -> Response | None:
    """The answer that was stored by the same personal link, or by the same form of a public one."""
    if sent.opened.invitation:
        return Response.objects.filter(invitation=sent.opened.invitation).first()
    return Response.objects.filter(public_link=sent.opened.public_link, form_number=sent.form_number).first()

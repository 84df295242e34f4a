"""Keeping one page of an answer that is not sent yet. Nothing is lost when two browsers write by one link.

Until it is sent in, a response's revision counts its saved pages: a page saved on top of another browser's is told so.
"""

from uuid import UUID

from django.db import IntegrityError
from django.db.models import F

from common import clock
from common.writing_in_turn import writing
from responses.answer_values import AnswerValue
from responses.models import Response
from responses.opening import Opened
from responses.stepping import Saved
from responses.storing import add_answers, new_response, put_answers
from responses.submitting import Overtaken


def is_anothers(
    begun: Response | None, saved: Saved, value: AnswerValue, form_number: UUID | None, *, replaces: int | None
) -> bool:
    """Another browser has answered this question otherwise by the same link, and whoever sends has not been told.

    `replaces` is the revision at which they were told, or shown what stands there.
    """
    if begun is None or begun.form_number == form_number or replaces == begun.revision:
        return False
    stored = saved.of(value.key)
    return not stored.is_empty and stored != value


def save_page(
    opened: Opened, value: AnswerValue, *, form_number: UUID, language: str, flagged: bool = False
) -> Response:
    """Store the answer to one question, or that it was passed by. Three statements at most.

    Raises Overtaken where somebody else has saved a page since `opened` was looked up.
    """
    if opened.begun is None:
        return _begin(opened, value, form_number, language, flagged)
    return _go_on(opened, opened.begun, value, form_number, language, flagged)


def _begin(opened: Opened, value: AnswerValue, form_number: UUID, language: str, flagged: bool) -> Response:
    columns = {"form_number": form_number, "language": language, "flagged": flagged, "begun_at": clock.now()}
    try:
        with writing():
            response = new_response(opened, opened.definition, **columns)
            add_answers(response, opened.definition, (value,))
    except IntegrityError:
        raise Overtaken from None
    return response


def _go_on(
    opened: Opened, begun: Response, value: AnswerValue, form_number: UUID, language: str, flagged: bool
) -> Response:
    question = next(one for one in opened.definition.questions if one.key == value.key)
    columns = {"form_number": form_number, "language": language, "words_removed_at": None}
    columns["flagged"] = flagged or begun.flagged
    with writing():
        mine = Response.objects.filter(pk=begun.pk, submitted_at__isnull=True, revision=begun.revision)
        if not mine.update(revision=F("revision") + 1, **columns):
            raise Overtaken
        put_answers(begun, [(question, value)])
    for name, stored in (columns | {"revision": begun.revision + 1}).items():
        setattr(begun, name, stored)
    return begun

"""A form for a link that has an answer: the same one once more, a wished-for change, or a second opinion."""

from django.db.models import F

from common import clock
from common.writing_in_turn import writing
from responses.answer_rows import value_of
from responses.answer_values import AnswerValue
from responses.models import Response
from responses.storing import Sent, Submission, hand_over, note_answered, replace_answers
from responses.wishing import Wishes


class AlreadyAnswered(Exception):
    """Another answer came by this personal link before; it is kept until somebody asks to replace it."""

    def __init__(self, response: Response) -> None:
        super().__init__(str(response))
        self.response = response


def values_of(response: Response) -> list[AnswerValue]:
    """What is stored, as it was given: one query."""
    return [value for answer in response.answers.all() if not (value := value_of(answer)).is_empty]


def again(sent: Sent, stored: Response, changes: int | None) -> Submission:
    """Recognise what is stored, or replace it where `changes` is its revision. Raises AlreadyAnswered otherwise."""
    if stored.form_number == sent.form_number:
        return Submission(stored, is_replay=True)
    says_the_same = set(values_of(stored)) == set(sent.values)
    if says_the_same and Wishes.of(stored) == sent.wishes and not stored.flagged:
        return Submission(stored, is_replay=True)  # also where a change was wished for: nobody has to read it again
    if changes == stored.revision and sent.definition.version_id == stored.version_id:
        change = _wish_otherwise if says_the_same and not stored.flagged else _change
        if change(sent, stored):
            return Submission(stored)
    stored.refresh_from_db()
    if stored.form_number == sent.form_number or _is_stored(sent, stored):
        return Submission(stored, is_replay=True)
    raise AlreadyAnswered(stored)


def _is_stored(sent: Sent, stored: Response) -> bool:
    return Wishes.of(stored) == sent.wishes and set(values_of(stored)) == set(sent.values)


def _change(sent: Sent, stored: Response) -> bool:
    """Replace the stored answers by a new revision. False when somebody else has changed them meanwhile."""
    columns = sent.columns | {"submitted_at": clock.now(), "words_removed_at": None, "replied_at": None}
    columns |= {"flag_settled_at": None, "flag_settled_by": None}  # the new words are judged anew
    was_doubtful = stored.flagged
    with writing():
        if not _mine(stored).update(revision=F("revision") + 1, **columns):
            return False
        _take_over(stored, {"revision": stored.revision + 1} | columns)
        replace_answers(stored, sent)
        if was_doubtful:
            note_answered(stored)
        hand_over(stored.pk, stored.revision)
    return True


def _wish_otherwise(sent: Sent, stored: Response) -> bool:
    """Keep other wishes beside the same answers: nothing to read or analyse anew. False as above."""
    columns = {"form_number": sent.form_number, "replied_at": None, **sent.wishes.columns}
    if not _mine(stored).update(**columns):
        return False
    _take_over(stored, columns)
    return True


def _mine(stored: Response):
    return Response.objects.filter(pk=stored.pk, revision=stored.revision)


def _take_over(stored: Response, columns: dict) -> None:
    for name, value in columns.items():
        setattr(stored, name, value)

"""One form that came in, found fitting, and the rows it becomes. The transactions are the callers'."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction

from common import casefolding, working
from common.masking import mask
from common.models import Work
from common.prepared_writing import PreparedInsert, PreparedUpdate
from invitations.models import Invitation
from responses import hiding, signals
from responses.answer_rows import SAID, row_of
from responses.answer_values import AnswerValue
from responses.models import Answer, Response
from responses.opening import Opened
from responses.wishing import NONE, Wishes
from surveys.definitions import Definition, QuestionDefinition
from surveys.models import Survey

ANALYSE_AGAIN = "analyse again"  # the same work for answers that an older engine has read
ANALYSE = "analyse response"  # the kind of work that every stored answer and every change of one leaves

_RESPONSES, _ANSWERS = PreparedInsert(Response), PreparedInsert(Answer)
_ANSWERED = PreparedUpdate(Invitation, "answered_at")


@dataclass(frozen=True)
class Submission:
    response: Response
    is_replay: bool = False


@dataclass(frozen=True)
class Sent:
    """One form as it came in, found fitting: no empty values, the wishes as they are kept."""

    opened: Opened
    definition: Definition
    values: tuple[AnswerValue, ...]
    form_number: UUID
    language: str
    wishes: Wishes = NONE
    flagged: bool = False

    @property
    def columns(self) -> dict:
        """What the response's own row keeps of it."""
        return {
            "form_number": self.form_number,
            "language": self.language,
            "search_text": self._search_text,
            "flagged": self.flagged,
            **self.wishes.columns,
        }

    @property
    def _search_text(self) -> str:
        # Masked before it is folded: a search must not find what reading hides.
        known = {"survey": self.opened.survey, "organisation": self.opened.organisation, "before": self.opened.response}
        return casefolding.search_text(
            *(
                mask(value.words, language=self.language, also=hiding.also_in_new(value.words, **known))
                for value in self.values
                if value.words
            )
        )


def new_response(opened: Opened, definition: Definition, **columns) -> Response:
    """INSERTs the response's row. Raises IntegrityError where the link, or the form of an open one, has one."""
    response = Response(
        organisation_id=opened.survey.organisation_id,
        survey=opened.survey,
        version_id=definition.version_id,
        unit=opened.unit,
        invitation=opened.invitation,
        public_link=opened.public_link,
        respondent_key=_respondent_key(opened),
        **columns,
    )
    _RESPONSES.store(response)
    return response


def add_answers(response: Response, definition: Definition, values: tuple[AnswerValue, ...]) -> None:
    """INSERTs what was said; nothing for what was not."""
    questions = {question.key: question for question in definition.questions}
    _ANSWERS.store_all([row_of(response, questions[value.key], value) for value in values])


def replace_answers(response: Response, sent: Sent) -> None:
    """Write over every answer, with nothing where nothing is said now.

    The rows stay, because what people have decided about an answer hangs on its row and must survive the change.
    """
    given = {value.key: value for value in sent.values}
    put_answers(
        response,
        [(question, given.get(question.key) or AnswerValue(question.key)) for question in sent.definition.questions],
    )


def put_answers(response: Response, answers: list[tuple[QuestionDefinition, AnswerValue]]) -> None:
    """INSERTs these answers or writes over those that stand there: one statement."""
    Answer.objects.bulk_create(
        [row_of(response, question, value) for question, value in answers],
        update_conflicts=True,
        unique_fields=["response", "question"],
        update_fields=SAID,
    )


def forget_errors(response_ids: Collection[int]) -> None:
    """What went wrong in reading these answers may repeat their words: it goes when they go."""
    reading = Work.objects.filter(kind__in=(ANALYSE, ANALYSE_AGAIN), object_id__in=response_ids)
    reading.exclude(error="").update(error="")


def note_answered(response: Response) -> None:
    """Not for what may be a program's: until somebody has looked, the person behind the link has not answered."""
    if response.invitation_id and not response.flagged:
        _ANSWERED.write(response.invitation_id, answered_at=response.submitted_at)


def hand_over(response_id: int, revision: int) -> None:
    """Leave the work that follows, in this transaction, and say so after it."""
    working.put(ANALYSE, object_id=response_id, revision=revision)
    transaction.on_commit(
        lambda: signals.submitted.send_robust(Response, response_id=response_id, revision=revision), robust=True
    )


def _respondent_key(opened: Opened) -> UUID:
    """The customer's key, so that different people can be counted; a random one where nobody may be recognised."""
    customer = opened.invitation.customer if opened.invitation else None
    if customer is None or opened.survey.anonymity == Survey.Anonymity.ANONYMOUS:
        return uuid4()
    return customer.respondent_key

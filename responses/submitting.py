"""Storing an answer: once a form, in one transaction, with the work that follows from it.

The same form again is a replay and changes nothing. Whoever answered by a personal link may replace what was sent as
long as the survey is open: a new revision, of which the analysis hears again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from common import casefolding, clock, working
from common.masking import mask
from invitations.models import Invitation
from responses import signals
from responses.answer_rows import SAID, row_of, value_of
from responses.answer_values import SURVEY_CHANGED, AnswerValue, NotFitting, Problem, kept, problems
from responses.models import Answer, Reading, Response
from responses.opening import Opened
from surveys.definitions import Definition, published_definition
from surveys.models import Survey, SurveyVersion

ANALYSE = "analyse response"  # the kind of work that every stored answer and every change of one leaves


@dataclass(frozen=True)
class Submission:
    response: Response
    is_replay: bool = False


class NotAnswerable(Exception):
    """The survey does not take answers by this link now; `problem` is one of those in `opening`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class AlreadyAnswered(Exception):
    """Another answer came by this personal link before; it is kept until somebody asks to replace it."""

    def __init__(self, response: Response) -> None:
        super().__init__(str(response))
        self.response = response


def submit(
    opened: Opened,
    *,
    values: Sequence[AnswerValue],
    form_number: UUID | None,
    language: str,
    version_id: int | None,
    changes: int | None = None,
) -> Submission:
    """Store these answers, or recognise that they are stored.

    `version_id` is the version the customer saw; `changes` is the revision that is to be replaced, None for a first
    answer; a form without number or version came in broken. Answers to questions that are not asked, given the others,
    are dropped. Nothing is stored where NotFitting, NotAnswerable or AlreadyAnswered is raised.
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
    if found := problems(definition, values):
        raise NotFitting(found)
    sent = _Sent(opened, definition, tuple(value for value in values if not value.is_empty), form_number, language)
    if stored is None:
        try:
            return _store(sent)
        except IntegrityError:
            # Somebody was faster with the same link or form; the constraints say so, nothing of ours is stored.
            stored = _winner(sent)
            if stored is None:
                raise
    return _again(sent, stored, changes)


def definition_for(opened: Opened, version_id: int | None) -> Definition | None:
    """The questions of a version that may be answered by this link: a published one of the same survey, or None."""
    if opened.definition and opened.definition.version_id == version_id:
        return opened.definition
    if version_id is None or opened.response:
        return None  # an answer stays with the version it was given to
    try:
        definition = published_definition(version_id)
    except SurveyVersion.DoesNotExist:
        return None
    return definition if definition.survey_id == opened.survey.pk else None


def values_of(response: Response) -> list[AnswerValue]:
    """What is stored, as it was given: one query."""
    return [value for answer in response.answers.all() if not (value := value_of(answer)).is_empty]


@dataclass(frozen=True)
class _Sent:
    """One form as it came in, found fitting."""

    opened: Opened
    definition: Definition
    values: tuple[AnswerValue, ...]
    form_number: UUID
    language: str

    @property
    def search_text(self) -> str:
        # Masked before it is folded: a search must not find what reading hides.
        return casefolding.search_text(*(mask(value.words, language=self.language) for value in self.values))


def _store(sent: _Sent) -> Submission:
    opened, now, search_text = sent.opened, clock.now(), sent.search_text
    with transaction.atomic():
        response = Response.objects.create(
            organisation_id=opened.survey.organisation_id,
            survey=opened.survey,
            version_id=sent.definition.version_id,
            unit=opened.unit,
            invitation=opened.invitation,
            public_link=opened.public_link,
            respondent_key=_respondent_key(opened),
            form_number=sent.form_number,
            language=sent.language,
            begun_at=now,
            submitted_at=now,
            search_text=search_text,
        )
        questions = {question.key: question for question in sent.definition.questions}
        Answer.objects.bulk_create([row_of(response, questions[value.key], value) for value in sent.values])
        if opened.invitation:
            Invitation.objects.filter(pk=opened.invitation.pk).update(answered_at=now)
        _hand_over(response.pk, 1)
    return Submission(response)


def _again(sent: _Sent, stored: Response, changes: int | None) -> Submission:
    """A form for a link that has an answer: the same one once more, a wished-for change, or a second opinion."""
    if stored.form_number == sent.form_number:
        return Submission(stored, is_replay=True)
    if set(values_of(stored)) == set(sent.values):
        return Submission(stored, is_replay=True)  # also where a change was wished for: nobody has to read it again
    if changes == stored.revision and sent.definition.version_id == stored.version_id and _change(sent, stored):
        return Submission(stored)
    stored.refresh_from_db()
    if stored.form_number == sent.form_number or set(values_of(stored)) == set(sent.values):
        return Submission(stored, is_replay=True)
    raise AlreadyAnswered(stored)


def _change(sent: _Sent, stored: Response) -> bool:
    """Replace the stored answers by a new revision. False when somebody else has changed them meanwhile."""
    now, search_text = clock.now(), sent.search_text
    with transaction.atomic():
        mine = Response.objects.filter(pk=stored.pk, revision=stored.revision).update(
            revision=F("revision") + 1,
            form_number=sent.form_number,
            language=sent.language,
            submitted_at=now,
            search_text=search_text,
            words_removed_at=None,
        )
        if not mine:
            return False
        stored.revision += 1
        stored.form_number, stored.language, stored.submitted_at = sent.form_number, sent.language, now
        stored.search_text = search_text
        _replace_answers(stored, sent)
        Reading.objects.filter(response=stored).delete()  # nobody has read the new words yet
        _hand_over(stored.pk, stored.revision)
    return True


def _replace_answers(response: Response, sent: _Sent) -> None:
    """Write over every answer, with nothing where nothing is said now.

    The rows stay, because what people have decided about an answer hangs on its row and must survive the change.
    """
    given = {value.key: value for value in sent.values}
    rows = [
        row_of(response, question, given.get(question.key) or AnswerValue(question.key))
        for question in sent.definition.questions
    ]
    Answer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["response", "question"],
        update_fields=SAID,
    )


def _hand_over(response_id: int, revision: int) -> None:
    """Leave the work that follows, in this transaction, and say so after it."""
    working.put(ANALYSE, object_id=response_id, revision=revision)
    transaction.on_commit(
        lambda: signals.submitted.send_robust(Response, response_id=response_id, revision=revision), robust=True
    )


def _winner(sent: _Sent) -> Response | None:
    """The answer that was stored by the same personal link, or by the same form of a public one."""
    if sent.opened.invitation:
        return Response.objects.filter(invitation=sent.opened.invitation).first()
    return Response.objects.filter(public_link=sent.opened.public_link, form_number=sent.form_number).first()


def _respondent_key(opened: Opened) -> UUID:
    """The customer's key, so that different people can be counted; a random one where nobody may be recognised."""
    customer = opened.invitation.customer if opened.invitation else None
    if customer is None or opened.survey.anonymity == Survey.Anonymity.ANONYMOUS:
        return uuid4()
    return customer.respondent_key

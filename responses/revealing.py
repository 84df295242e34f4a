"""Showing once what is hidden in one answer, to whoever holds the privacy role and says why.

That it was done is noted with the reason, never with the words. Where the customer is erased, the reason goes too.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import get_language

from accounts import auditing
from accounts.models import AuditEvent, User
from common.masking import mask, spans
from responses import hiding, reading
from responses.models import Answer, Response
from responses.typed_values import written
from responses.writing_about import masked_about

VERB = "words.revealed"
LONGEST_REASON = 300
MOST_TOLD = 20


@dataclass(frozen=True)
class Piece:
    words: str
    is_hidden: bool  # from everybody else


@dataclass(frozen=True)
class Revealed:
    """One answered question with the customer's words as they were written."""

    answer_id: int
    question_text: str
    pieces: tuple[Piece, ...]


@transaction.atomic
def reveal(response: Response, *, reason: str, by: User) -> list[Revealed]:
    """What was written, the hidden pieces marked; noted before it is given away. Raises ValueError without a reason."""
    reason = " ".join(reason.split())[:LONGEST_REASON]
    if not reason:
        raise ValueError("a reason is needed")
    # The reason is kept for years; what it is about must not be read out of it.
    answers = response.answers.prefetch_related("hidden_spans")
    kept = masked_about(reason, answers, response, language=get_language() or "en")
    auditing.note(by, VERB, response, reason=kept)
    return _revealed(response)


def withhold_reasons(response_ids: Collection[int], *, removed: str) -> None:
    """The customer is erased, and a reason may tell of them: who looked and when stays."""
    auditing.reword(Response, response_ids, verb=VERB, reason=removed)


def told_of(response: Response) -> list[AuditEvent]:
    """When, by whom and why it was shown; the last first."""
    events = AuditEvent.objects.for_organisation(response.organisation_id).about(response).filter(verb=VERB)
    return list(events.select_related("by").order_by("-at", "-id")[:MOST_TOLD])


def _revealed(response: Response) -> list[Revealed]:
    answers = {one.pk: one for one in response.answers.prefetch_related("hidden_spans")}
    found = []
    for row in reading.rows_of(response, get_language() or "en"):
        pieces = _pieces(answers[row.answer_id], response)
        if pieces:
            found.append(Revealed(row.answer_id, row.question_text, pieces))
    return found


def _pieces(answer: Answer, response: Response) -> tuple[Piece, ...]:
    words, also = answer.words, hiding.also_in(answer, response)
    if not words and answer.value_decimal is not None:
        words = written(answer.value_decimal)
        return (Piece(words, mask(words, language=response.language) != words),)
    pieces, position = [], 0
    for span in spans(words, language=response.language, also=also):
        pieces += [Piece(words[position : span.start], False), Piece(words[span.start : span.end], True)]
        position = span.end
    pieces.append(Piece(words[position:], False))
    return tuple(piece for piece in pieces if piece.words)

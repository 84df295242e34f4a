"""The question bank: questions an organisation keeps, to ask them again in its next survey."""

import uuid

from django.db import transaction

from accounts import auditing
from accounts.models import User
from common import clock
from common.casefolding import search_text
from surveys import building, inserting
from surveys.inserting import ANSWER
from surveys.models import BankQuestion, Question, SurveyVersion

WORDS = ("texts", "options", "ends", "prompt")
OTHER = ("required", "reversed", "if_no_we_will")


@transaction.atomic
def keep(question: Question, *, by: User | None) -> BankQuestion:
    """Keep a question as it is now in every language. Keeping the same words twice is keeping them once.

    Where an earlier answer would be inserted, the words that stand in for it are kept: in another survey there is
    nothing to insert.
    """
    kept = BankQuestion(
        organisation=question.organisation,
        kind=question.kind,
        touchpoint=None if question.touchpoint.is_default else question.touchpoint,
        created_by=by,
        created_at=clock.now(),
        **{name: standing_alone(getattr(question, name)) for name in WORDS},
        **{name: getattr(question, name) for name in OTHER},
    )
    alike = BankQuestion.objects.for_organisation(question.organisation).filter(
        kind=kept.kind, search_text=search_text(*kept.texts.values())
    )
    for there in alike:
        if all(getattr(there, name) == getattr(kept, name) for name in (*WORDS, *OTHER, "touchpoint_id")):
            return there
    kept.save()
    auditing.note(by, "bank.question_kept", kept, question=question.pk)
    return kept


def add(kept: BankQuestion, draft: SurveyVersion, *, by: User | None, key: uuid.UUID | None = None) -> Question:
    """Ask a kept question in this draft, at its end. The same key twice is once.

    Raises Frozen for a published version, ValidationError for a draft that is full.
    """
    values = {name: getattr(kept, name) for name in (*WORDS, *OTHER)}
    if kept.touchpoint:
        values["touchpoint"] = kept.touchpoint
    return building.add_question(draft, kind=kept.kind, by=by, key=key, **values)


@transaction.atomic
def remove(kept: BankQuestion, *, by: User | None) -> None:
    """Take a question out of the bank; the surveys that ask it keep it. One that is gone already stays gone."""
    row = BankQuestion.objects.select_for_update().filter(pk=kept.pk).first()
    if row:
        auditing.note(by, "bank.question_removed", row, text=str(row))
        row.delete()


def standing_alone(told):
    """The same texts, however deep they lie, with what stands in for earlier answers instead of these."""
    if isinstance(told, dict):
        return {name: standing_alone(part) for name, part in told.items()}
    if isinstance(told, list):
        return [standing_alone(part) for part in told]
    for one in reversed(inserting.find(told)):
        if one.kind == ANSWER:
            before = told[: one.start] if one.fallback else told[: one.start].rstrip()
            told = before + one.fallback + told[one.end :]
    return told.strip()

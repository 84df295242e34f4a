"""Offering answers to choose from: adding and removing the options of one question in a draft."""

from django.db import transaction

from accounts import auditing
from accounts.models import User
from surveys.drafts import locked, new_option_key, refuse_impossible_options, save_raised
from surveys.models import Question, SurveyVersion


@transaction.atomic
def add_option(question: Question, *, by: User | None, key: str | None = None) -> str:
    """One more answer to choose, still without words; its key stays for good. The same key twice is once.

    Nothing happens to a question that is gone.
    """
    row = locked(question.version).questions.filter(key=question.key).first()
    key = key or new_option_key()
    if row and all(option["key"] != key for option in row.options):
        _change_options(row, [*row.options, {"key": key, "texts": {}}], seen=question.version, by=by)
    return key


@transaction.atomic
def remove_option(question: Question, *, key: str, by: User | None) -> None:
    """Take one answer away; one that is gone already, alone or with its question, stays gone."""
    row = locked(question.version).questions.filter(key=question.key).first()
    rest = [option for option in row.options if option["key"] != key] if row else []
    if row and rest != row.options:
        _change_options(row, rest, seen=question.version, by=by)


def _change_options(row: Question, options: list, *, seen: SurveyVersion, by: User | None) -> None:
    row.options = options
    refuse_impossible_options(row)
    row.save(update_fields=["options"])
    save_raised(row.version, seen)
    auditing.note(by, "survey.draft_changed", row.version, questions=[row.pk])

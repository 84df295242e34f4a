"""Offering answers to choose from: adding and removing the options of one question in a draft."""

from accounts.models import User
from surveys.drafts import recording
from surveys.drafts.holding import new_option_key
from surveys.models import Question


def add_option(question: Question, *, by: User | None, key: str | None = None) -> str:
    """One more answer to choose, still without words; its key stays for good. The same key twice is once.

    Nothing happens to a question that is gone.
    """
    key = key or new_option_key()
    with recording.changing(question.version, by=by, verb="option_added") as draft:
        row = draft.find(question.key)
        if row and all(option["key"] != key for option in row.options):
            row.options = [*row.options, {"key": key, "texts": {}}]
    return key


def remove_option(question: Question, *, key: str, by: User | None) -> None:
    """Take one answer away; one that is gone already, alone or with its question, stays gone."""
    with recording.changing(question.version, by=by, verb="option_removed") as draft:
        if row := draft.find(question.key):
            row.options = [option for option in row.options if option["key"] != key]

"""What is saved of an answer that was begun and not sent. Nobody but the one who writes it ever sees it."""

from responses.answer_rows import value_of
from responses.models import Response
from responses.stepping import Saved


def saved_of(begun: Response | None) -> Saved:
    """The pages so far; nothing where nothing was begun, or the words are gone since: one query at most."""
    if begun is None or begun.words_removed_at:
        return Saved()
    values = [value_of(answer) for answer in begun.answers.all()]
    return Saved(tuple(value for value in values if not value.is_empty), frozenset(value.key for value in values))

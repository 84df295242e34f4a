"""What is saved of an answer that was begun and not sent. Nobody but the one who writes it ever sees it."""

from django.db.models import F, FilteredRelation, Q

from responses.answer_rows import SAID, value_of
from responses.models import Answer, Response
from responses.stepping import Saved
from surveys.definitions import Definition, published_definition, published_questions
from surveys.models import Question


def definition_with_saved(begun: Response) -> Definition:
    """The questions it answers. The first look at them in a process brings what is saved as well, for `saved_of`."""

    def with_answers(version_id: int) -> list[Question]:
        mine = FilteredRelation("answer", condition=Q(answer__response=begun.pk))
        said = {f"said_{name}": F(f"mine__{name}") for name in ("id", *SAID)}
        questions = list(published_questions(version_id).annotate(mine=mine).annotate(**said))
        begun.saved_answers = [_answer(question) for question in questions if question.said_id]
        return questions

    return published_definition(begun.version_id, read=with_answers)


def saved_of(begun: Response | None) -> Saved:
    """The pages so far; nothing where nothing was begun, or the words are gone since: one query at most.

    What came with the questions serves once: another page may be saved after it.
    """
    if begun is None or begun.words_removed_at:
        return Saved()
    answers = vars(begun).pop("saved_answers", None)
    values = [value_of(answer) for answer in (begun.answers.all() if answers is None else answers)]
    return Saved(tuple(value for value in values if not value.is_empty), frozenset(value.key for value in values))


def _answer(question: Question) -> Answer:
    """The answer that came with its question, as `value_of` needs it."""
    return Answer(question_key=question.key, **{name: getattr(question, f"said_{name}") for name in SAID})

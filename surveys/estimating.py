"""How long a version takes to answer: by default in its slowest language, else in one."""

from collections.abc import Iterable

from surveys import inserting, question_kinds
from surveys.answering_time import Asked, answering_time_s, count_words, whole_minutes
from surveys.definitions import Definition, QuestionDefinition
from surveys.models import Question, SurveyVersion
from surveys.texts import in_language


def minutes_to_answer(
    version: SurveyVersion | Definition,
    questions: Iterable[Question | QuestionDefinition],
    *,
    language: str = "",
) -> int:
    """Whole minutes, rounded up; 0 stands for "under a minute". Without `language`, of the slowest one it has.

    Questions that are sure to be asked count in full, those with a condition by half (see `answering_time`).
    """
    questions = list(questions)
    languages = [language] if language else version.languages
    return whole_minutes(max((_seconds(version, questions, one) for one in languages), default=0))


def _seconds(version: SurveyVersion | Definition, questions: list, language: str) -> float:
    others = tuple(version.languages)
    return answering_time_s(
        [_asked(question, language, others) for question in questions],
        intro_words=_words(version.intro, language, others),
    )


def _asked(question: Question | QuestionDefinition, language: str, others: tuple[str, ...]) -> Asked:
    read = [
        question.texts,
        question.prompt.get("neutral"),
        *(option["texts"] for option in question.options),
        *question.ends.values(),
    ]
    return Asked(
        kind=question.kind,
        words=sum(_words(texts, language, others) for texts in read),
        has_motivation=question.kind in question_kinds.CLOSED,
        is_conditional=bool(question.show_if),
    )


def _words(texts: dict[str, str] | None, language: str, others: tuple[str, ...]) -> int:
    """The words to read, where a text is missing those of another language that stand in for it."""
    return count_words(inserting.fill(in_language(texts, language, *others)))

"""How long a version takes to answer, in its slowest language."""

from collections.abc import Iterable

from surveys import question_kinds
from surveys.answering_time import Asked, answering_time_s, count_words, whole_minutes
from surveys.models import Question, SurveyVersion


def minutes_to_answer(version: SurveyVersion, questions: Iterable[Question]) -> int:
    """Whole minutes, rounded up; 0 stands for "under a minute"."""
    questions = list(questions)
    seconds = [
        answering_time_s(
            [_asked(question, language) for question in questions],
            intro_words=count_words(version.intro.get(language)),
        )
        for language in version.languages
    ]
    return whole_minutes(max(seconds, default=0))


def _asked(question: Question, language: str) -> Asked:
    read = [
        question.texts.get(language),
        question.prompt.get("neutral", {}).get(language),
        *(option["texts"].get(language) for option in question.options),
        *(end.get(language) for end in question.ends.values()),
    ]
    return Asked(
        kind=question.kind,
        words=sum(count_words(text) for text in read),
        has_motivation=question.kind in question_kinds.CLOSED,
    )

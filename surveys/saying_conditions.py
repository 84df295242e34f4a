"""A question's condition in words, for whoever reads the survey."""

from collections.abc import Iterable

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys import logic, question_kinds
from surveys.models import Question
from surveys.texts import in_language

YES_NO_ANSWERS = {
    question_kinds.YES: _("Yes"),
    question_kinds.NO: _("No"),
    question_kinds.NEITHER: pgettext_lazy("answer between yes and no", "A bit of both"),
}
_SENTENCES = {
    logic.IS: _("Asked only after “{answer}” to question {number}."),
    logic.IS_NOT: _("Asked only after another answer than “{answer}” to question {number}."),
    logic.BELOW: _("Asked only after an answer below {answer} to question {number}."),
    logic.CONTAINS: _("Asked only after an answer with “{answer}” to question {number}."),
}


def in_words(question: Question, among: Iterable[Question], *, language: str) -> str:
    """ "Asked only after “No” to question 1."; empty for a question that is always asked.

    `among` are the version's questions in their order; what the condition names and is not there is said to be gone.
    """
    if not question.show_if:
        return ""
    key = logic.key_in(question.show_if)
    for number, other in enumerate(among, start=1):
        if other.key == key:
            sentence = _SENTENCES.get(question.show_if.get("operator"), _SENTENCES[logic.IS])
            answer = _answer(other, str(question.show_if.get("value", "")), language)
            return format_lazy(sentence, answer=answer, number=number)
    return _("Asked only after a question that is gone.")


def _answer(other: Question, value: str, language: str) -> str:
    if other.kind == question_kinds.YES_NO:
        return YES_NO_ANSWERS.get(value, value)
    for option in other.options:
        if option["key"] == value:
            return in_language(option["texts"], language)
    return value

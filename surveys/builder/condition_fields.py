""" "Show only if": the earlier questions to choose from, the comparisons that fit, and the value, as plain controls."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from surveys import question_kinds as kinds
from surveys.builder.draft_fields import one_line
from surveys.models import Question
from surveys.saying_conditions import YES_NO_ANSWERS
from surveys.texts import in_language

IS = ("is", pgettext_lazy("comparison", "is"))
IS_NOT = ("is_not", pgettext_lazy("comparison", "is not"))
BELOW = ("below", pgettext_lazy("comparison", "is below"))
EARLIER = ("below", pgettext_lazy("comparison", "is earlier than"))
CONTAINS = ("contains", pgettext_lazy("comparison", "contains"))
INCLUDES = ("is", pgettext_lazy("comparison", "includes"))
LEAVES_OUT = ("is_not", pgettext_lazy("comparison", "does not include"))
SHORT = 70  # characters of a question's text in a list to choose from
VALUE = 120
WRITTEN = {kinds.NUMBER: {"inputmode": "decimal"}, kinds.DATE: {"placeholder": _("2026-05-31")}}


@dataclass(frozen=True)
class Numbered:
    """A question with its number on the page."""

    number: int
    question: Question

    def named(self, language: str, main: str) -> str:
        text = in_language(self.question.texts, language, main) or "…"
        return f"{self.number}. {text if len(text) <= SHORT else text[: SHORT - 1] + '…'}"


def comparisons_of(kind: str) -> list[tuple[str, str]]:
    """The operators that say something about an answer of this kind, in words that fit it."""
    if kind in kinds.SCALES or kind == kinds.NUMBER:
        return [BELOW, IS, IS_NOT]
    if kind == kinds.DATE:
        return [EARLIER, IS, IS_NOT]
    if kind == kinds.MULTIPLE_CHOICE:
        return [INCLUDES, LEAVES_OUT]
    if kind in kinds.CLOSED:
        return [IS, IS_NOT]
    return [CONTAINS] if kind in kinds.WORDS else [CONTAINS, IS, IS_NOT]


def values_of(question: Question, language: str, main: str) -> list[tuple[str, str]]:
    """The answers a closed question can get; nothing for one that is answered freely."""
    if question.kind == kinds.YES_NO:
        return list(YES_NO_ANSWERS.items())
    if question.kind in kinds.SCALES:
        return [(str(number), str(number)) for number in kinds.SCALES[question.kind]]
    named = [(one["key"], in_language(one["texts"], language, main) or "…") for one in question.options]
    return named if question.kind in kinds.CHOOSING else []


class ConditionFields:
    """The three controls of one question's condition. `everyone` are the page's questions by key, in hex."""

    def __init__(self, question: Question, everyone: dict[str, Numbered], language: str, main: str):
        self.question, self.everyone, self.language, self.main = question, everyone, language, main
        self.stored = question.show_if or {}
        self.stored_key = self.stored.get("question", "").replace("-", "")

    def question_field(self) -> forms.CharField:
        own = self.everyone[self.question.key.hex].number
        choices = [("", _("Always show it"))]
        choices += [
            (key, one.named(self.language, self.main)) for key, one in self.everyone.items() if one.number < own
        ]
        if self.stored_key and self.stored_key not in dict(choices):
            # What is stored stays chosen, also when it comes later now or is gone: the page says so and loses nothing.
            there = self.everyone.get(self.stored_key)
            gone = _("(a question that is gone)")
            choices.append((self.stored_key, there.named(self.language, self.main) if there else gone))
        return _chosen(_("Show this question only if"), choices)

    def value_fields(self, chosen: str) -> dict[str, forms.CharField]:
        """The comparison and the value for the chosen question; none where the question is always shown."""
        other = self.everyone.get(chosen)
        if other is None:
            return {}
        values = values_of(other.question, self.language, self.main)
        free = one_line(_("Answer"), VALUE, **WRITTEN.get(other.question.kind, {}))
        return {
            "if_operator": _chosen(_("Comparison"), comparisons_of(other.question.kind)),
            "if_value": _chosen(_("Answer"), values) if values else free,
        }

    def initial_of(self, name: str, chosen: str) -> str:
        """What is stored of the comparison with the chosen question; nothing for another one."""
        return str(self.stored.get(name.removeprefix("if_"), "")) if chosen == self.stored_key else ""

    def condition(self, chosen: str, operator: str, value: str) -> dict:
        """What to store: the first fitting comparison and answer stand for those that do not fit the question."""
        if not chosen:
            return {}
        other = self.everyone.get(chosen)
        if other is None or other.question.key == self.question.key:
            return self.stored if chosen == self.stored_key else {}
        operators = [code for code, _label in comparisons_of(other.question.kind)]
        values = [code for code, _label in values_of(other.question, self.language, self.main)]
        if values and value not in values:
            value = values[0]
        return {
            "question": str(other.question.key),
            "operator": operator if operator in operators else operators[0],
            "value": " ".join(value.split()),
        }


def _chosen(label, choices) -> forms.CharField:
    """A choice that is never refused: what does not fit is read as the nearest that does."""
    return forms.CharField(label=label, required=False, widget=forms.Select(choices=choices))

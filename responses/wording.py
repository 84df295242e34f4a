"""A survey's texts as one person reads them, and answers put in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from responses.answer_values import AnswerValue
from responses.typed_values import written
from surveys import inserting
from surveys.definitions import Definition, QuestionDefinition
from surveys.question_kinds import NEITHER, NO, SCALE_1_5, SCALES, YES, YES_NO
from surveys.texts import in_language


@dataclass(frozen=True)
class Wording:
    """The definition's texts in one language, with what was said and who is asked inserted.

    Where a language lacks a text, another of the definition's stands in for it.
    """

    definition: Definition
    language: str
    answers: Mapping[str, str] = field(default_factory=dict)  # by the question's code
    customer: Mapping[str, str] = field(default_factory=dict)

    def of(self, texts: dict[str, str] | None) -> str:
        text = in_language(texts, self.language, *self.definition.languages)
        return inserting.fill(text, answers=self.answers, customer=self.customer) if "{" in text else text

    def after(self, values: Iterable[AnswerValue], *, customer: Mapping[str, str] | None = None) -> "Wording":
        """The same texts once these answers are given; `customer` stays unless another is named."""
        codes = self.definition.inserted_codes
        given = {value.key: value for value in values} if codes else {}
        answers = {
            code: self.label(question, given[question.key]) or given[question.key].words
            for question in self.definition.questions
            if question.key in given and (code := inserting.code_for(question.key)) in codes
        }
        return Wording(self.definition, self.language, answers, self.customer if customer is None else customer)

    def choices(self, question: QuestionDefinition) -> list[tuple[str, str]]:
        """The closed answers as (value, label), in the order they are shown."""
        if question.kind == YES_NO:
            return [(YES, _("Yes")), (NO, _("No")), (NEITHER, pgettext("answer between yes and no", "A bit of both"))]
        if question.kind in SCALES:
            return [(str(value), str(value)) for value in SCALES[question.kind]]
        return [(option["key"], self.of(option["texts"])) for option in question.options]

    def label(self, question: QuestionDefinition, value: AnswerValue) -> str:
        """What was answered beside words: "No", "7", "1,5", "5 November 2026", the options' texts; else empty."""
        if value.decimal is not None:
            return written(value.decimal, grouped=True)
        if value.day:
            return date_format(value.day, "DATE_FORMAT")
        if not value.has_choice:
            return ""
        labels = dict(self.choices(question))
        chosen = value.choices or (str(value.number) if value.number is not None else value.choice,)
        return ", ".join(label for key in chosen if (label := labels.get(key)))

    def value_in_words(self, question: QuestionDefinition, value: AnswerValue) -> str:
        """The same for somebody who does not see the question's form: "7 of 10"."""
        label = self.label(question, value)
        if not label or question.kind not in SCALES:
            return label
        if question.kind == SCALE_1_5:
            return _("%(number)s of 5") % {"number": label}
        return _("%(number)s of 10") % {"number": label}

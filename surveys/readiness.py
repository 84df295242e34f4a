"""What stands between a draft and its customers. Each rule gives problems with a reason; a page shows them in place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common import clock, languages
from surveys import question_kinds
from surveys.models import Question, SurveyVersion

QUESTIONS_TO_AIM_FOR = 5
PROMPT_NAMES = {
    "neutral": _("why"),
    "yes": _("why, after a yes"),
    "no": _("why, after a no"),
}


@dataclass(frozen=True)
class Problem:
    code: str
    message: str  # lazily translated, says what to do
    where: int | None  # the question's id; None for the survey itself
    blocks: bool


def problems(version: SurveyVersion) -> list[Problem]:
    """Everything to look at before publishing, the survey's own first; nothing blocking means it may be published."""
    questions = list(version.questions.order_by("position", "id"))
    return [
        *_of_the_survey(version, questions),
        *_missing_own_texts(version),
        *(problem for question in questions for problem in _of_a_question(version, question)),
    ]


def _of_the_survey(version: SurveyVersion, questions: list[Question]) -> Iterator[Problem]:
    survey = version.survey
    if not questions:
        yield Problem("no_questions", _("Ask at least one question."), None, True)
    if not (survey.contact_name.strip() and survey.contact_email.strip()):
        words = _("Say whom the customer can turn to: a name and an e-mail address, in the settings.")
        yield Problem("no_contact", words, None, True)
    if survey.closes_at and survey.closes_at <= clock.now():
        yield Problem("closes_in_the_past", _("The closing date has passed. Choose a later one."), None, True)
    if not version.organisation.purpose.strip():
        words = _("Say in one sentence why you exist, in the settings of the organisation. It helps to ask right.")
        yield Problem("no_purpose", words, None, False)
    if len(questions) > QUESTIONS_TO_AIM_FOR:
        words = format_lazy(
            _("There are {count} questions. Up to {aim} is kind to the reader; which ones could you do without?"),
            count=len(questions),
            aim=QUESTIONS_TO_AIM_FOR,
        )
        yield Problem("many_questions", words, None, False)


def _missing_own_texts(version: SurveyVersion) -> Iterator[Problem]:
    own = [(_("the heading"), version.title), (_("why you ask"), version.intro), (_("the thanks"), version.thanks)]
    for language in version.languages:
        if not _said(version.title, language):
            words = format_lazy(_("Give the survey a heading in {language}."), language=languages.NAMES[language])
            yield Problem("no_title", words, None, True)
        if missing := [name for name, texts in own[1:] if not _said(texts, language)]:
            yield Problem("missing_texts", _missing(missing, language), None, True)


def _of_a_question(version: SurveyVersion, question: Question) -> Iterator[Problem]:
    for language in version.languages:
        if missing := [name for name, texts in _promised(version, question) if not _said(texts, language)]:
            yield Problem("missing_texts", _missing(missing, language), question.pk, True)
    if question.kind in question_kinds.CLOSED and not _said_somewhere(question.prompt.get("neutral", {}), version):
        words = _("Leave room to say why: write a sentence that asks for it, whatever the answer was.")
        yield Problem("no_motivation_prompt", words, question.pk, True)
    if question.kind == question_kinds.SINGLE_CHOICE and len(question.options) < 2:
        yield Problem("too_few_options", _("Offer at least two answers to choose from."), question.pk, True)


def _promised(version: SurveyVersion, question: Question) -> list[tuple[str, dict]]:
    """The texts every language needs: the question and its answers always, the rest where one language has it."""
    prompts = [(PROMPT_NAMES[name], question.prompt.get(name, {})) for name in PROMPT_NAMES]
    ends = [(_("the low end"), question.ends.get("low", {})), (_("the high end"), question.ends.get("high", {}))]
    answers = [
        (format_lazy(_("answer {number}"), number=number), option["texts"])
        for number, option in enumerate(question.options, start=1)
    ]
    wanted = [(name, texts) for name, texts in [*prompts, *ends] if _said_somewhere(texts, version)]
    return [(_("the question"), question.texts), *answers, *wanted]


def _said_somewhere(texts: dict[str, str], version: SurveyVersion) -> bool:
    return any(_said(texts, language) for language in version.languages)


def _said(texts: dict[str, str], language: str) -> bool:
    return bool((texts.get(language) or "").strip())


def _missing(names: Iterable[str], language: str) -> str:
    names = list(names)
    sentence = ngettext_lazy(
        "{language}: {count} text is missing ({names}).", "{language}: {count} texts are missing ({names}).", len(names)
    )
    return format_lazy(
        sentence,
        language=capfirst(languages.NAMES[language]),
        count=len(names),
        names=format_lazy(", ".join(["{}"] * len(names)), *names),
    )

"""Rules about texts that every promised language needs."""

from collections.abc import Iterable, Iterator

from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from common import languages
from surveys import question_kinds
from surveys.models import Question
from surveys.readiness.draft import Draft, said
from surveys.readiness.problem import Problem

PROMPT_NAMES = {
    "neutral": _("why"),
    "yes": _("why, after a yes"),
    "no": _("why, after a no"),
}


def no_questions(draft: Draft) -> Iterator[Problem]:
    if not draft.questions:
        yield Problem("no_questions", _("Ask at least one question."))


def no_title(draft: Draft) -> Iterator[Problem]:
    for language in draft.languages:
        if not said(draft.version.title, language):
            words = format_lazy(_("Give the survey a heading in {language}."), language=languages.NAMES[language])
            yield Problem("no_title", words)


def missing_translation(draft: Draft) -> Iterator[Problem]:
    """Texts of the survey and of its questions that a promised language lacks, counted and named."""
    own = [(_("why you ask"), draft.version.intro), (_("the thanks"), draft.version.thanks)]
    yield from _missing_in(draft.languages, own, where=None)
    for question in draft.questions:
        yield from _missing_in(draft.languages, _promised(question, draft.languages), where=question.pk)


def no_motivation_prompt(draft: Draft) -> Iterator[Problem]:
    for question in draft.questions:
        prompt = question.prompt.get("neutral")
        if question.kind in question_kinds.CLOSED and not _said_somewhere(prompt, draft.languages):
            words = _("Leave room to say why: write a sentence that asks for it, whatever the answer was.")
            yield Problem("no_motivation_prompt", words, question.pk)


def too_few_options(draft: Draft) -> Iterator[Problem]:
    for question in draft.questions:
        if question.kind in question_kinds.CHOOSING and len(question.options) < 2:
            yield Problem("too_few_options", _("Offer at least two answers to choose from."), question.pk)


def _missing_in(promised: list[str], wanted: list[tuple[str, dict]], *, where: int | None) -> Iterator[Problem]:
    for language in promised:
        if missing := [name for name, texts in wanted if not said(texts, language)]:
            yield Problem("missing_translation", _missing(missing, language), where)


def _promised(question: Question, promised: list[str]) -> list[tuple[str, dict]]:
    """The texts every language needs: the question and its answers always, the rest where one language has it."""
    prompts = [(PROMPT_NAMES[name], question.prompt.get(name)) for name in PROMPT_NAMES]
    ends = [(_("the low end"), question.ends.get("low")), (_("the high end"), question.ends.get("high"))]
    answers = [
        (format_lazy(_("answer {number}"), number=number), option["texts"])
        for number, option in enumerate(question.options, start=1)
    ]
    wanted = [(name, texts) for name, texts in [*prompts, *ends] if _said_somewhere(texts, promised)]
    return [(_("the question"), question.texts), *answers, *wanted]


def _said_somewhere(texts: dict[str, str] | None, promised: list[str]) -> bool:
    return any(said(texts, language) for language in promised)


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

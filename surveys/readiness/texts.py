"""Rules about texts that every promised language needs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

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
END_NAMES = {"low": _("the low end"), "high": _("the high end")}


@dataclass(frozen=True, eq=False)
class Wanted:
    """One text that customers meet, and the control in the builder that it is written in."""

    name: str  # lazily translated
    texts: dict[str, str] | None
    control: str


def no_questions(draft: Draft) -> Iterator[Problem]:
    if not draft.questions:
        yield Problem("no_questions", _("Ask at least one question."))


def no_title(draft: Draft) -> Iterator[Problem]:
    if spoken := [language for language in draft.languages if not said(draft.version.title, language)]:
        words = format_lazy(_("Give the survey a heading in {language}."), language=languages.names_of(spoken))
        yield Problem("no_title", words, language=spoken[0], control="title")


def missing_translation(draft: Draft) -> Iterator[Problem]:
    """Texts of the survey and of its questions that promised languages lack, named together for each of them."""
    own = [
        Wanted(_("why you ask"), draft.version.intro, "intro"),
        Wanted(_("the thanks"), draft.version.thanks, "thanks"),
    ]
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


def _missing_in(promised: list[str], wanted: list[Wanted], *, where: int | None) -> Iterator[Problem]:
    """One problem, whatever is missing: a sentence for the languages that lack the same texts."""
    lacking: dict[tuple[Wanted, ...], list[str]] = {}
    for language in promised:
        if missing := tuple(one for one in wanted if not said(one.texts, language)):
            lacking.setdefault(missing, []).append(language)
    if lacking:
        words = format_lazy(" ".join(["{}"] * len(lacking)), *(_missing(*one) for one in lacking.items()))
        missing, spoken = next(iter(lacking.items()))
        yield Problem("missing_translation", words, where, language=spoken[0], control=missing[0].control)


def _promised(question: Question, promised: list[str]) -> list[Wanted]:
    """The texts every language needs: the question and its answers always, the rest where one language has it."""
    prompts = [Wanted(PROMPT_NAMES[name], question.prompt.get(name), name) for name in PROMPT_NAMES]
    ends = [Wanted(name, question.ends.get(end), end) for end, name in END_NAMES.items()]
    answers = [
        Wanted(format_lazy(_("answer {number}"), number=number), option["texts"], f"option-{option['key']}")
        for number, option in enumerate(question.options, start=1)
    ]
    wanted = [one for one in [*prompts, *ends] if _said_somewhere(one.texts, promised)]
    return [Wanted(_("the question"), question.texts, "text"), *answers, *wanted]


def _said_somewhere(texts: dict[str, str] | None, promised: list[str]) -> bool:
    return any(said(texts, language) for language in promised)


def _missing(texts: Iterable[Wanted], spoken: list[str]) -> str:
    names = [one.name for one in texts]
    return format_lazy(
        _("Missing in {languages}: {texts}."),
        languages=languages.names_of(spoken),
        texts=format_lazy(", ".join(["{}"] * len(names)), *names),
    )

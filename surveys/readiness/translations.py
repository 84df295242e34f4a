"""A rule about languages that lag behind: a question has new words in one, and another still says the old ones."""

import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from common import languages
from surveys.models import Question
from surveys.readiness.draft import Draft, said
from surveys.readiness.problem import ADVICE, Problem

_TEXTS = "texts/"  # how a recorded change names a question's words: "texts/sv"


def translation_left_behind(draft: Draft) -> Iterator[Problem]:
    """Reworded in the main language since the published version, or since the draft was begun, and nowhere else."""
    main = draft.survey.language
    earlier = _published_words(draft) if draft.survey.published_version_id else _first_words(draft)
    for question in draft.questions:
        before = earlier.get(question.key.hex, {})
        if not said(before, main) or _words(before[main]) == _words(question.texts.get(main)):
            continue
        behind = [
            language
            for language in draft.languages
            if language != main
            and said(question.texts, language)
            and before.get(language, question.texts[language]) == question.texts[language]
        ]
        if behind:
            words = _("This question has new words, but still the old ones in {languages}.")
            told = format_lazy(words, languages=languages.names_of(behind))
            yield Problem("translation_left_behind", told, question.pk, ADVICE, language=behind[0], control="text")


def _published_words(draft: Draft) -> dict[str, dict[str, str]]:
    published = Question.objects.filter(version_id=draft.survey.published_version_id)
    return {key.hex: texts for key, texts in published.values_list("key", "texts")}


def _first_words(draft: Draft) -> dict[str, dict[str, str]]:
    """What each question said before anybody changed it, where that is recorded; nothing for one that was added."""
    first: dict[str, dict[str, str]] = {}
    added = set()
    for before in draft.version.changes.values_list("before", flat=True):
        for key, part in before.get("questions", {}).items():
            if part is None and key not in first:
                added.add(key)
            elif key not in added:
                first[key] = _texts_of(part or {}) | first.get(key, {})
    return first


def _texts_of(part: dict) -> dict[str, str]:
    return {path.removeprefix(_TEXTS): text for path, text in part.items() if path.startswith(_TEXTS)}


def _words(text: str | None) -> list[str]:
    """The words alone: a comma or a capital is no new wording."""
    return re.findall(r"\w+", (text or "").casefold())

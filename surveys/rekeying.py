"""Making questions of a draft new ones: another key, so that their answers are not put beside the old ones."""

import uuid
from collections.abc import Iterable, Mapping

from surveys import inserting, logic
from surveys.models import Question, SurveyVersion


def give_new_keys(draft: SurveyVersion, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Give these questions new keys, and say so wherever the draft names them; returns {old key: new key}.

    Keys of no question here are passed over. The caller holds the draft.
    """
    questions = list(draft.questions.order_by("position", "id"))
    wanted = set(keys)
    renamed = {question.key: uuid.uuid4() for question in questions if question.key in wanted}
    if not renamed:
        return {}
    codes = {inserting.code_for(old): inserting.code_for(new) for old, new in renamed.items()}
    for question in questions:
        question.key = renamed.get(question.key, question.key)
        _rename_in(question, renamed, codes)
    Question.objects.bulk_update(questions, ["key", "show_if", "texts", "prompt", "ends", "options"])
    for name in ("title", "intro", "thanks"):
        setattr(draft, name, _texts(getattr(draft, name), codes))
    draft.save(update_fields=["title", "intro", "thanks"])
    return renamed


def _rename_in(question: Question, renamed: Mapping[uuid.UUID, uuid.UUID], codes: Mapping[str, str]) -> None:
    waits_for = logic.key_in(question.show_if) if question.show_if else None
    if waits_for in renamed:
        question.show_if = {**question.show_if, "question": str(renamed[waits_for])}
    question.texts = _texts(question.texts, codes)
    question.prompt = {mood: _texts(texts, codes) for mood, texts in question.prompt.items()}
    question.ends = {end: _texts(texts, codes) for end, texts in question.ends.items()}
    question.options = [{**option, "texts": _texts(option["texts"], codes)} for option in question.options]


def _texts(texts: dict[str, str], codes: Mapping[str, str]) -> dict[str, str]:
    return {language: _renamed(text, codes) for language, text in texts.items()}


def _renamed(text: str, codes: Mapping[str, str]) -> str:
    """The text with the codes of its insertions replaced; the words to fall back on stay."""
    for insertion in reversed(inserting.find(text)):
        if insertion.kind == inserting.ANSWER and insertion.name in codes:
            _old, bar, fallback = text[insertion.start : insertion.end].partition("|")
            new = f"{{answer:{codes[insertion.name]}" + (f"|{fallback}" if bar else "}")
            text = text[: insertion.start] + new + text[insertion.end :]
    return text

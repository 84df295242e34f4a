"""Giving questions new keys, and following them wherever a survey names them: in conditions and in insertions."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from surveys import inserting, logic
from surveys.inserting import ANSWER, code_for
from surveys.models import Question, SurveyVersion

OWN_TEXTS = ("title", "intro", "thanks")
_WORDS = ("texts", "ends", "prompt", "options")  # where a question inserts the answers to others
_NAMING = (*_WORDS, "show_if")


@dataclass(frozen=True)
class NewKeys:
    by_old: Mapping[uuid.UUID, uuid.UUID]

    @classmethod
    def for_each(cls, old: Iterable[uuid.UUID]) -> "NewKeys":
        """A new key for each, no two of which look the same in an insertion."""
        found: dict[uuid.UUID, uuid.UUID] = {}
        codes: set[str] = set()
        for key in old:
            new = uuid.uuid4()
            while code_for(new) in codes:
                new = uuid.uuid4()
            codes.add(code_for(new))
            found[key] = new
        return cls(found)

    @cached_property
    def codes(self) -> dict[str, str]:
        """The new codes in insertions, by the old ones."""
        return {code_for(old): code_for(new) for old, new in self.by_old.items()}

    def in_question(self, values: dict[str, Any]) -> dict[str, Any]:
        """A question's fields with every key and code of an old question made the new one's."""
        renamed = {name: self.in_texts(value) if name in _WORDS else value for name, value in values.items()}
        if condition := values.get("show_if"):
            new = self.by_old.get(logic.key_in(condition))
            renamed["show_if"] = {**condition, "question": str(new or condition["question"])}
        return renamed

    def in_texts(self, told: Any) -> Any:
        """The same texts, however deep they lie, their insertions following the keys; options keep theirs."""
        if isinstance(told, dict):
            return {name: part if name == "key" else self.in_texts(part) for name, part in told.items()}
        if isinstance(told, list):
            return [self.in_texts(part) for part in told]
        return self._in_text(told) if "{" in told else told

    def _in_text(self, text: str) -> str:
        """The words to fall back on stay."""
        for one in reversed(inserting.find(text)):
            if one.kind == ANSWER and one.name in self.codes:
                _name, bar, rest = text[one.start : one.end].partition("|")
                insertion = f"{{{ANSWER}:{self.codes[one.name]}{bar + rest if bar else '}'}"
                text = text[: one.start] + insertion + text[one.end :]
        return text


def give_new_keys(draft: SurveyVersion, keys: Collection[uuid.UUID]) -> NewKeys:
    """Give these questions of a draft new keys, and say so wherever it names them.

    Keys of no question here are passed over. The caller holds the draft.
    """
    questions = list(draft.questions.order_by("position", "id"))
    renamed = NewKeys.for_each(question.key for question in questions if question.key in keys)
    if not renamed.by_old:
        return renamed
    for question in questions:
        question.key = renamed.by_old.get(question.key, question.key)
        for name, value in renamed.in_question({name: getattr(question, name) for name in _NAMING}).items():
            setattr(question, name, value)
    Question.objects.bulk_update(questions, ["key", *_NAMING])
    for name in OWN_TEXTS:
        setattr(draft, name, renamed.in_texts(getattr(draft, name)))
    draft.save(update_fields=OWN_TEXTS)
    return renamed

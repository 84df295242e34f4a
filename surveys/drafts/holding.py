"""Holding a draft while it is changed: its row locked, its questions in their order."""

import uuid
from dataclasses import dataclass, field

from surveys.frozen import Frozen
from surveys.models import Question, SurveyVersion


class LostUpdate(Exception):
    """Somebody else wrote in the same place meanwhile. Nothing was changed; `draft` is what is stored now.

    `conflicts` names the places: {"survey" or a question's key as hex: ["texts/sv", ...]}; a question that is gone
    has the one place "gone".
    """

    def __init__(self, draft: SurveyVersion, conflicts: dict[str, list[str]] | None = None) -> None:
        super().__init__(f"version {draft.pk} is at revision {draft.revision}")
        self.draft = draft
        self.conflicts = conflicts or {}


@dataclass
class HeldDraft:
    """A draft in the hands of one writer. What is changed here is stored by `recording.changing`."""

    version: SurveyVersion
    questions: list[Question]
    noted: dict = field(default_factory=dict)  # more to tell the audit than what differs

    def find(self, key: uuid.UUID | None) -> Question | None:
        """The question of that key, if it is there."""
        return next((row for row in self.questions if row.key == key), None)

    def insert(self, question: Question, *, after: uuid.UUID | None) -> None:
        """Place a question after another one; at the end where that is gone or none is named."""
        neighbour = self.find(after)
        place = self.questions.index(neighbour) + 1 if neighbour else len(self.questions)
        self.questions.insert(place, question)


def hold(version: SurveyVersion) -> HeldDraft:
    """The draft as it is stored, held until the transaction ends. Raises Frozen for one published or thrown away."""
    draft = SurveyVersion.objects.select_for_update().filter(pk=version.pk).first()
    if draft is None or draft.is_published:
        raise Frozen(f"version {version.pk} is published or gone")
    return HeldDraft(draft, list(draft.questions.select_related("touchpoint").order_by("position", "id")))


def new_option_key() -> str:
    """A key that stays with an answer through every version and language."""
    return uuid.uuid4().hex[:8]

"""The builder's page as one form: the survey's own texts and all its questions, shown and saved together."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from surveys import building
from surveys.draft_fields import QuestionForm, TextsForm
from surveys.models import SurveyVersion


@dataclass(frozen=True)
class Orphan:
    """Words that were typed for a question somebody else has taken away."""

    key: str
    words: str


class DraftPage:
    """One draft in one language, with what was posted in it. An unknown language means the main one."""

    def __init__(self, draft: SurveyVersion, *, language: str = "", posted=None, expected_revision: int | None = None):
        self.draft, self.survey = draft, draft.survey
        self.language = language if language in draft.languages else self.survey.language
        self.posted = posted
        self.expected_revision = _whole(posted, "revision") if expected_revision is None else expected_revision
        self.is_lost_update = False
        self.texts = TextsForm(draft, self.survey, language=self.language)
        self.cards = [self._card(question) for question in draft.questions.select_related("touchpoint")]
        if posted is not None:
            for part in self._parts():
                part.bind(posted)

    def _card(self, question) -> QuestionForm:
        question.version, question.organisation = self.draft, self.draft.organisation
        return QuestionForm(question, language=self.language, main=self.survey.language)

    def _parts(self) -> list:
        return [self.texts, *self.cards]

    def _bound(self, parts) -> list:
        return [part for part in parts if part.is_bound]

    def is_valid(self) -> bool:
        # Every part is asked, also after the first that is wrong, so that each shows its own messages.
        wrong = [part for part in self._bound(self._parts()) if not part.is_valid()]
        return not wrong

    @transaction.atomic
    def save(self, *, by: User) -> SurveyVersion:
        """Store everything that was typed, or nothing. Raises LostUpdate and Frozen as `building` does."""
        questions = {card.question.key: card.values() for card in self._bound(self.cards)}
        questions |= {uuid.UUID(orphan.key): {} for orphan in self.orphans()}
        texts = self.texts.values() if self.texts.is_bound else {}
        return building.change_draft(
            self.draft, texts=texts, questions=questions, expected_revision=self.expected_revision, by=by
        )

    def keep_both(self) -> None:
        """After a lost update: what the other person saved stands beside what was typed here."""
        self.is_lost_update = True
        for part in self._bound(self._parts()):
            part.keep_both()

    def go_on_at(self, control_id: str) -> None:
        """Let the page open with the cursor in this text, if it is one of the page's."""
        for part in self._parts():
            for name, field in part.fields.items():
                if control_id and part[name].id_for_label == control_id:
                    field.widget.attrs["autofocus"] = True

    def orphans(self) -> list[Orphan]:
        """What was typed for questions that are no longer there, except for one the sender takes away too."""
        there = {card.question.key.hex for card in self.cards}
        found = []
        for name, words in (self.posted or {}).items():
            key = name.removeprefix("q-").removesuffix("-text")
            if name == f"q-{key}-text" and key not in there and words.strip() and _is_key(key):
                found.append(Orphan(key, words))
        leaving = (self.posted or {}).get("do", "").removeprefix("remove:")
        return [orphan for orphan in found if orphan.key != leaving]

    def errors(self) -> list[tuple[str, str, str]]:
        """What stops the page from being saved: control's id, its label, the reason."""
        return [
            (part[name].id_for_label or part[name].auto_id, part[name].label, reason)
            for part in self._bound(self._parts())
            for name, reasons in part.errors.items()
            for reason in reasons
        ]


def _whole(posted, name: str) -> int:
    """The number that was posted; 0, which is nobody's revision, for anything else."""
    typed = (posted or {}).get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _is_key(key: str) -> bool:
    try:
        return uuid.UUID(key).hex == key
    except ValueError:
        return False

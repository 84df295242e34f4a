"""Holding a draft while it is changed: its lock, its revision, what its questions may be."""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from surveys import question_kinds
from surveys.frozen import Frozen
from surveys.models import Question, SurveyVersion


class LostUpdate(Exception):
    """Somebody else saved the draft meanwhile. Nothing was changed; `draft` is what is stored now."""

    def __init__(self, draft: SurveyVersion) -> None:
        super().__init__(f"version {draft.pk} is at revision {draft.revision}")
        self.draft = draft


def locked(version: SurveyVersion) -> SurveyVersion:
    """The draft as it is stored, held until the transaction ends. Raises Frozen for a published version."""
    draft = SurveyVersion.objects.select_for_update().get(pk=version.pk)
    if draft.is_published:
        raise Frozen(f"version {draft.pk} is published")
    return draft


def save_raised(draft: SurveyVersion, seen: SurveyVersion) -> None:
    draft.revision += 1
    draft.save()
    seen.revision = draft.revision


def refuse_impossible_options(question: Question) -> None:
    if len(question.options) > question_kinds.MAX_OPTIONS:
        raise ValidationError(
            _("A question can have %(count)d answers to choose from.") % {"count": question_kinds.MAX_OPTIONS}
        )
    keys = [option["key"] for option in question.options]
    if len(set(keys)) != len(keys) or not all(keys):
        raise ValidationError(_("Two answers of one question cannot be the same one."))


def new_option_key() -> str:
    """A key that stays with an answer through every version and language."""
    return uuid.uuid4().hex[:8]

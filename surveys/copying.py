"""Making a survey of an older one: the same texts and questions under new keys, everything that points to them too."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import Unit, User
from surveys import building
from surveys.drafts import recording
from surveys.models import Question, Survey, SurveyVersion
from surveys.rekeying import OWN_TEXTS, NewKeys

# Of the old survey; the rest is decided anew.
KEPT_SETTINGS = ("anonymity", "retention_months", "shows_help_lines", "hides_health_words", "made_from")
MOST_OF_A_NAME = 120


@dataclass(frozen=True)
class Original:
    """A question as it was elsewhere: its key there, its kind, and all its fields by name."""

    key: uuid.UUID
    kind: str
    values: dict[str, Any]

    @classmethod
    def of(cls, question: Question) -> "Original":
        return cls(question.key, question.kind, {name: getattr(question, name) for name in building.QUESTION_FIELDS})


@transaction.atomic
def copy(version: SurveyVersion, *, by: User, unit: Unit | None = None) -> Survey:
    """A new survey whose draft asks what this version asks. Whoever copies it is its contact person.

    It is named in the copier's language; the moments are the same, and so is how far the customer can be seen.
    """
    source = version.survey
    survey = building.start_blank(
        version.organisation,
        name=(_("Copy of %(name)s") % {"name": source.name})[:MOST_OF_A_NAME],
        languages=list(version.languages),
        by=by,
        unit=unit or source.unit,
        texts={name: getattr(version, name) for name in OWN_TEXTS},
    )
    for name in KEPT_SETTINGS:
        setattr(survey, name, getattr(source, name))
    survey.save(update_fields=KEPT_SETTINGS)
    questions = version.questions.select_related("touchpoint").order_by("position", "id")
    ask(survey, [Original.of(question) for question in questions], by=by)
    auditing.note(by, "survey.copied", survey, source=source.pk, version=version.number)
    return survey


def ask(survey: Survey, originals: list[Original], *, by: User | None) -> None:
    """Let the draft of a survey that has just been started begin with these questions, in their order.

    Conditions and insertions follow the questions to their new keys, also those in the survey's own texts; one that
    points to none of them stays as it is. Raises ValidationError for parts that cannot be.
    """
    keys = NewKeys.for_each(original.key for original in originals)
    with recording.changing(survey.draft, by=by, verb="started") as draft:
        for name in OWN_TEXTS:
            setattr(draft.version, name, keys.in_texts(getattr(draft.version, name)))
        for original in originals:
            draft.questions.append(
                Question(
                    organisation=survey.organisation,
                    version=draft.version,
                    key=keys.by_old[original.key],
                    kind=original.kind,
                    **keys.in_question(original.values),
                )
            )
    recording.forget(survey.draft)  # what it begins with is not there to be undone

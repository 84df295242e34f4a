"""Publishing a draft, closing and opening a survey, starting the next draft and throwing it away."""

import uuid
from collections.abc import Collection

from django.db import transaction

from accounts import auditing
from accounts.models import User
from common import clock
from surveys import rekeying
from surveys.drafts import recording
from surveys.frozen import Frozen
from surveys.models import Question, Survey, SurveyVersion
from surveys.readiness import Problem, problems

__all__ = [
    "ChangedMeanwhile",
    "NotReady",
    "Problem",
    "close",
    "discard_draft",
    "problems",
    "publish",
    "reopen",
    "start_next_draft",
]


class NotReady(Exception):
    """The draft cannot be published yet; `problems` are those that stand in the way."""

    def __init__(self, standing: list[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in standing))
        self.problems = standing


class ChangedMeanwhile(Exception):
    """Somebody changed the draft since it was looked at; `draft` is what is stored now."""

    def __init__(self, draft: SurveyVersion) -> None:
        super().__init__(f"version {draft.pk} is at revision {draft.revision}")
        self.draft = draft


@transaction.atomic
def publish(
    version: SurveyVersion,
    *,
    by: User | None,
    new_keys: Collection[uuid.UUID] = (),
    reason: str = "",
    expected_revision: int | None = None,
) -> SurveyVersion:
    """Freeze the draft and open the survey with it. Publishing twice is publishing once.

    Whoever publishes acts on the answers where nobody else is named. `new_keys` are those of questions that shall count
    as new ones from now on. `reason` says why strong advice was set aside; it is kept with the event.
    Raises NotReady with the blocking problems, ChangedMeanwhile where the draft is no longer at `expected_revision`,
    and Frozen where it was thrown away; nothing is changed then.
    """
    # The survey's row first, everywhere: two people who publish and close at once wait for each other.
    survey = Survey.objects.select_for_update().get(pk=version.survey_id)
    draft = SurveyVersion.objects.select_for_update().filter(pk=version.pk).first()
    if draft is None:
        raise Frozen(f"version {version.pk} is gone")
    if draft.is_published:
        return draft
    if expected_revision is not None and draft.revision != expected_revision:
        raise ChangedMeanwhile(draft)
    if blocking := [problem for problem in problems(draft) if problem.blocks]:
        raise NotReady(blocking)
    renamed = rekeying.give_new_keys(draft, new_keys)
    recording.forget(draft)
    draft.published_at, draft.published_by = clock.now(), by
    draft.save(update_fields=["published_at", "published_by"])
    survey.published_version, survey.closed_at, survey.archived_at = draft, None, None
    survey.responsible = survey.responsible or by
    survey.save(update_fields=["published_version", "closed_at", "archived_at", "responsible"])
    told = {"reason": reason, "new_questions": len(renamed.by_old)}
    auditing.note(by, "survey.published", survey, version=draft.number, **{k: v for k, v in told.items() if v})
    return draft


@transaction.atomic
def close(survey: Survey, *, by: User | None) -> Survey:
    """Take no more answers. Closing a closed survey, or one that never opened, changes nothing."""
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if row.published_version_id and row.closed_at is None:
        row.closed_at = clock.now()
        row.save(update_fields=["closed_at"])
        auditing.note(by, "survey.closed", row)
    return row


@transaction.atomic
def reopen(survey: Survey, *, by: User | None) -> Survey:
    """Take answers again, also one that was put away. A closing date that has passed is taken away."""
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if row.state != Survey.State.CLOSED:
        return row
    row.closed_at, row.archived_at = None, None
    if row.closes_at and row.closes_at <= clock.now():
        row.closes_at = None
    row.save(update_fields=["closed_at", "closes_at", "archived_at"])
    auditing.note(by, "survey.reopened", row)
    return row


@transaction.atomic
def start_next_draft(survey: Survey, *, by: User | None) -> SurveyVersion:
    """A draft to change while the published version goes on: its texts and questions, the questions with their keys.

    Where a draft stands already, that one. Raises ValueError for a survey without any version.
    """
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if draft := row.draft:
        return draft
    if row.published_version is None:
        raise ValueError(f"survey {row.pk} has no version to go on from")
    source = row.published_version
    draft = SurveyVersion.objects.create(
        organisation_id=row.organisation_id,
        survey=row,
        number=source.number + 1,
        languages=source.languages,
        title=source.title,
        intro=source.intro,
        thanks=source.thanks,
        created_at=clock.now(),
    )
    Question.objects.bulk_create(_copies(source, draft))
    auditing.note(by, "survey.draft_started", row, version=draft.number)
    return draft


@transaction.atomic
def discard_draft(survey: Survey, *, by: User | None) -> Survey:
    """Throw away what was changed since the survey was published. Where there is no draft, nothing happens.

    Raises ValueError for a survey that was never published: its draft is all there is of it.
    """
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    # Held like by everybody who writes in it, else what they are just adding would be left without its draft.
    draft = row.versions.select_for_update().filter(published_at__isnull=True).first()
    if draft is None:
        return row
    if row.published_version_id is None:
        raise ValueError(f"survey {row.pk} has nothing but its draft")
    number = draft.number
    draft.delete()
    auditing.note(by, "survey.draft_discarded", row, version=number)
    return row


def _copies(source: SurveyVersion, draft: SurveyVersion) -> list[Question]:
    copies = list(source.questions.order_by("position", "id"))
    for copy in copies:
        copy.pk, copy.version = None, draft
        copy._state.adding = True
    return copies

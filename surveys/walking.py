"""Walking a mile: somebody has answered the draft as a customer would, and somebody who meets customers has read it."""

import hashlib
import json
from collections.abc import Iterable

from django.db import transaction

from accounts.models import User
from common import clock
from surveys.models import Question, SurveyVersion, Walk


def shape_of(version: SurveyVersion, questions: Iterable[Question] | None = None) -> str:
    """What is asked and in which order, but for the wording: rewording keeps the shape, and so the walk.

    `questions` are the version's own in their order where they are read already, so that nothing is read again.
    """
    asked = [
        [
            str(question.key),
            question.kind,
            [option["key"] for option in question.options],
            question.required,
            question.show_if,
        ]
        for question in _in_order(version, questions)
    ]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def walked(version: SurveyVersion, *, by: User | None, role: str) -> Walk | None:
    """Note that `by` has sent in an answer in the preview. Noted once for what is asked now.

    None where the version was thrown away meanwhile: then there is nothing to note.
    """
    return _note(version, by=by, role=role, has_answered=True)


def looked(version: SurveyVersion, *, by: User | None, role: str, words: str = "") -> Walk | None:
    """Note that `by` has read the survey and what they thought; later words take the place of the earlier.

    None as for `walked`.
    """
    return _note(version, by=by, role=role, has_answered=False, words=words.strip()[:1000])


def is_walked(version: SurveyVersion, questions: Iterable[Question] | None = None) -> bool:
    """True when somebody has answered what the version asks now."""
    return _of_its_shape(version, questions).filter(has_answered=True).exists()


def looks(version: SurveyVersion, questions: Iterable[Question] | None = None) -> list[Walk]:
    """Who has answered or read what the version asks now, the latest first, each with its user."""
    return list(_of_its_shape(version, questions).select_related("user").order_by("-walked_at", "-id"))


@transaction.atomic
def _note(version: SurveyVersion, *, by: User | None, role: str, has_answered: bool, words: str = "") -> Walk | None:
    # Whoever presses twice waits here, so that one walk stays one row.
    if SurveyVersion.objects.select_for_update().filter(pk=version.pk).first() is None:
        return None
    walk, is_new = Walk.objects.get_or_create(
        organisation_id=version.organisation_id,
        version=version,
        user=by,
        shape=shape_of(version),
        has_answered=has_answered,
        defaults={"role": role, "words": words, "walked_at": clock.now()},
    )
    if not is_new and words and words != walk.words:
        walk.words, walk.walked_at = words, clock.now()
        walk.save(update_fields=["words", "walked_at"])
    return walk


def _of_its_shape(version: SurveyVersion, questions: Iterable[Question] | None):
    return Walk.objects.filter(version=version, shape=shape_of(version, questions))


def _in_order(version: SurveyVersion, questions: Iterable[Question] | None) -> Iterable[Question]:
    return version.questions.order_by("position", "id") if questions is None else questions

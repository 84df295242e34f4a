"""Building a survey's draft: starting one, and changing its texts, questions and order.

The draft's revision guards its texts: a change that was made looking at an older revision is refused with LostUpdate,
unless it says what is stored already. The order needs no guard, because moving a question overwrites nobody's words.
"""

import uuid
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import auditing, founding
from accounts.models import Organisation, Unit, User
from common import clock
from surveys import first_words, ready_made, touchpoints
from surveys.drafts import LostUpdate, locked, refuse_impossible_options, save_raised
from surveys.models import Question, Survey, SurveyVersion

ALL_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
MAX_QUESTIONS = 200
VERSION_FIELDS = {"languages", "title", "intro", "thanks"}
QUESTION_FIELDS = {"touchpoint", "texts", "options", "ends", "prompt", "required", "reversed"}


@transaction.atomic
def start_blank(
    organisation: Organisation,
    *,
    name: str,
    languages: list[str],
    by: User | None,
    unit: Unit | None = None,
    contact_name: str = "",
    contact_email: str = "",
    texts: dict | None = None,
) -> Survey:
    """A survey with an empty draft; the first of `languages` is its main one.

    Without a unit it is the whole organisation's; without a contact, whoever starts it answers for it.
    """
    survey = Survey.objects.create(
        organisation=organisation,
        unit=unit or founding.root_of(organisation),
        name=name,
        language=languages[0],
        contact_name=contact_name or (by.display_name if by else ""),
        contact_email=contact_email or (by.email if by else ""),
        created_by=by,
        created_at=clock.now(),
    )
    SurveyVersion.objects.create(
        organisation=organisation,
        survey=survey,
        number=1,
        languages=list(languages),
        created_at=clock.now(),
        **{
            "title": first_words.title_of(organisation, languages),
            "thanks": first_words.thanks_in(languages),
            **(texts or {}),
        },
    )
    auditing.note(by, "survey.started", survey, name=name)
    return survey


@transaction.atomic
def start_from_library(
    organisation: Organisation,
    key: str,
    *,
    languages: list[str] | None = None,
    by: User | None,
    name: str = "",
    unit: Unit | None = None,
    contact_name: str = "",
    contact_email: str = "",
) -> Survey:
    """A survey whose draft has the questions of `surveys/library/<key>.json`, in their order.

    Every language's words come along, also of those not promised yet. The moments it is about are found in the
    organisation by name or made. Raises KeyError for a survey that is not on the shelf.
    """
    found = ready_made.by_key(key)
    languages = languages or [organisation.language, *(code for code in ALL_LANGUAGES if code != organisation.language)]
    survey = start_blank(
        organisation,
        name=name or found.name(languages[0]),
        languages=languages,
        by=by,
        unit=unit,
        contact_name=contact_name,
        contact_email=contact_email,
        texts={"intro": found.intro, "thanks": found.thanks},
    )
    draft = survey.draft
    for question in found.questions:
        moment = question["touchpoint"]
        add_question(
            draft,
            kind=question["kind"],
            by=by,
            texts=question["text"],
            prompt=question["prompt"],
            required=question.get("required", False),
            touchpoint=touchpoints.named(organisation, moment["name"], step=moment["step"], customer_need=found.need),
        )
    return survey


def change_version_texts(version: SurveyVersion, *, expected_revision: int, by: User | None, **values) -> SurveyVersion:
    """Set title, intro, thanks ({language: text}) or languages of a draft."""
    return change_draft(version, texts=values, questions={}, expected_revision=expected_revision, by=by)


def change_question(question: Question, *, expected_revision: int, by: User | None, **values) -> SurveyVersion:
    """Set any of QUESTION_FIELDS of one question of a draft."""
    return change_draft(
        question.version, texts={}, questions={question.key: values}, expected_revision=expected_revision, by=by
    )


@transaction.atomic
def change_draft(
    version: SurveyVersion, *, texts: dict, questions: dict[uuid.UUID, dict], expected_revision: int, by: User | None
) -> SurveyVersion:
    """Save the draft's own texts and any number of its questions (by key) at once, all or nothing.

    Saying what is stored already changes nothing and is never refused. Raises LostUpdate for a draft that somebody
    changed since `expected_revision` (a question that is gone counts as changed), Frozen for a published version,
    ValidationError for options that cannot be.
    """
    draft = locked(version)
    rows = {row.key: row for row in draft.questions.select_related("touchpoint")}
    gone = [key for key in questions if key not in rows]
    changed_texts = _take(draft, texts, VERSION_FIELDS)
    changed = [
        row for key, values in questions.items() if (row := rows.get(key)) and _take(row, values, QUESTION_FIELDS)
    ]
    if not (changed or changed_texts or gone):
        return draft
    if gone or draft.revision != expected_revision:
        raise LostUpdate(SurveyVersion.objects.get(pk=draft.pk))
    for row in changed:
        refuse_impossible_options(row)
        row.save()
    save_raised(draft, version)
    auditing.note(by, "survey.draft_changed", draft, questions=[row.pk for row in changed], texts=changed_texts)
    return draft


@transaction.atomic
def add_question(
    version: SurveyVersion,
    *,
    kind: str,
    by: User | None,
    key: uuid.UUID | None = None,
    **values,
) -> Question:
    """A new question at the end, with the first words of its kind where `values` say nothing else.

    Adding the same key twice is adding it once.
    """
    draft = locked(version)
    if key and (there := draft.questions.filter(key=key).first()):
        return there
    if draft.questions.count() >= MAX_QUESTIONS:
        raise ValidationError(_("A survey can have %(count)d questions.") % {"count": MAX_QUESTIONS})
    organisation = draft.organisation
    given = {**first_words.first_words_of(kind, draft.languages), **values}
    given.setdefault("touchpoint", touchpoints.default_of(organisation))
    question = Question(
        organisation=organisation,
        version=draft,
        key=key or uuid.uuid4(),
        kind=kind,
        position=max(draft.questions.values_list("position", flat=True), default=0) + 1,
        **given,
    )
    refuse_impossible_options(question)
    question.full_clean(exclude=["texts", "options", "ends", "prompt"], validate_constraints=False)
    question.save()
    save_raised(draft, version)
    auditing.note(by, "survey.question_added", draft, question=question.pk, kind=kind)
    return question


@transaction.atomic
def remove_question(question: Question, *, by: User | None) -> SurveyVersion:
    """Take a question out of the draft; one that is gone already stays gone."""
    draft = locked(question.version)
    row = draft.questions.filter(key=question.key).first()
    if row is None:
        return draft
    auditing.note(by, "survey.question_removed", draft, question=row.pk, text=str(row))
    row.delete()
    _renumber(list(draft.questions.order_by("position", "id")))
    save_raised(draft, question.version)
    return draft


@transaction.atomic
def move_question(question: Question, *, to: int, by: User | None) -> SurveyVersion:
    """Give a question another place: 0 is the first; a place beyond either end means that end.

    One that is gone already is not missed.
    """
    draft = locked(question.version)
    keys = list(draft.questions.order_by("position", "id").values_list("key", flat=True))
    if question.key not in keys:
        return draft
    keys.remove(question.key)
    keys.insert(min(max(to, 0), len(keys)), question.key)
    return put_in_order(draft, keys=keys, by=by)


@transaction.atomic
def put_in_order(version: SurveyVersion, *, keys: Iterable[uuid.UUID], by: User | None) -> SurveyVersion:
    """Put the draft's questions in this order. Unknown keys are passed over; questions not named come last, as they
    stood. The revision stays as it is, so that a question may be moved while somebody writes in another.
    """
    draft = locked(version)
    rows = list(draft.questions.order_by("position", "id"))
    place = {key: number for number, key in reversed(list(enumerate(keys)))}
    ordered = sorted(rows, key=lambda row: place.get(row.key, len(place) + MAX_QUESTIONS))
    if ordered != rows:
        _renumber(ordered)
        auditing.note(by, "survey.questions_moved", draft)
    return draft


def _take(row, values: dict, known: set[str]) -> list[str]:
    """Set the values on the row; the names of those that differ from what was there."""
    if unknown := values.keys() - known:
        raise TypeError(f"not a part of a draft: {sorted(unknown)}")
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    return different


def _renumber(rows: list[Question]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    Question.objects.bulk_update(rows, ["position"])

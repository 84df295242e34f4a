"""Building a survey's draft: starting one, and changing its texts, questions and order.

Every change is recorded, so that it can be undone. The draft's revision says what a writer was looking at: what others
changed since is merged with what is sent, and only the same text written twice is refused, with LostUpdate.
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
from surveys.drafts import checking, pieces, recording
from surveys.drafts.holding import HeldDraft
from surveys.drafts.merging import SURVEY, Merge, merged_list
from surveys.models import Question, Survey, SurveyVersion, Touchpoint
from surveys.texts import in_language

ALL_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
MAX_QUESTIONS = 200
VERSION_FIELDS = set(pieces.OF_A_VERSION)
QUESTION_FIELDS = set(pieces.OF_A_QUESTION)


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
    survey.made_from = found.key
    survey.save(update_fields=["made_from"])
    with recording.changing(survey.draft, by=by, verb="started") as draft:
        for question in found.questions:
            given = {
                "texts": question["text"],
                "prompt": question["prompt"],
                "required": question.get("required", False),
                "reversed": question.get("reversed", False),
                "touchpoint": _moment_of(organisation, question, found, by=by),
                "if_no_we_will": in_language(question.get("if_no_we_will"), organisation.language),
            }
            draft.questions.append(new_question(draft, question["kind"], uuid.uuid4(), given))
    recording.forget(survey.draft)  # what it begins with is not there to be undone
    return survey


def _moment_of(
    organisation: Organisation, question: dict, found: ready_made.ReadyMade, *, by: User | None
) -> Touchpoint:
    """The moment a ready-made question is about; the whole visit where the organisation has no room for another."""
    moment = question["touchpoint"]
    try:
        return touchpoints.named(
            organisation,
            moment["name"],
            step=moment["step"],
            customer_need=found.need_of(question),
            we_want_it_to_feel=moment.get("we_want_it_to_feel"),
            by=by,
        )
    except ValidationError:
        return touchpoints.default_of(organisation)


def change_version_texts(version: SurveyVersion, *, expected_revision: int, by: User | None, **values) -> SurveyVersion:
    """Set title, intro, thanks ({language: text}) or languages of a draft."""
    return change_draft(version, texts=values, questions={}, expected_revision=expected_revision, by=by)


def promise(version: SurveyVersion, language: str, *, by: User | None) -> SurveyVersion:
    """Let customers choose one more language; it takes its place in the house's order, after the main one."""
    main, *others = version.languages
    promised = [main, *(code for code in ALL_LANGUAGES if code in {*others, language} - {main})]
    return change_version_texts(version, languages=promised, expected_revision=version.revision, by=by)


def change_draft(
    version: SurveyVersion, *, texts: dict, questions: dict[uuid.UUID, dict], expected_revision: int, by: User | None
) -> SurveyVersion:
    """Save the draft's own texts and any number of its questions (by key) at once, all or nothing.

    What the sender did not change since `expected_revision` stays as others have written it, text by text. Raises
    LostUpdate where both changed the same one (a question that is gone counts as changed), Frozen for a published
    version, ValidationError for parts that cannot be. Saying what is stored already is never refused.
    """
    for values, known in [(texts, VERSION_FIELDS), *((values, QUESTION_FIELDS) for values in questions.values())]:
        if unknown := values.keys() - known:
            raise TypeError(f"not a part of a draft: {sorted(unknown)}")
        checking.refuse_impossible_values(values)
    with recording.changing(version, by=by) as draft:
        merge = Merge(draft, expected_revision)
        merge.take(SURVEY, draft.version, texts)
        rows = {row.key: row for row in draft.questions}
        for key, values in questions.items():
            if key in rows:
                merge.take(key.hex, rows[key], values)
            else:
                merge.miss(key.hex, values)
        merge.refuse_conflicts()
    return draft.version


def add_question(
    version: SurveyVersion,
    *,
    kind: str,
    by: User | None,
    key: uuid.UUID | None = None,
    after: uuid.UUID | None = None,
    **values,
) -> Question:
    """A new question after that of the key `after`, else at the end, with the first words of its kind where `values`
    say nothing else. Adding the same key twice is adding it once.
    """
    checking.refuse_impossible_values({"kind": kind, **values})
    with recording.changing(version, by=by, verb="added") as draft:
        if there := draft.find(key):
            return there
        question = new_question(draft, kind, key or uuid.uuid4(), values)
        draft.insert(question, after=after)
    return question


def duplicate_question(question: Question, *, by: User | None, key: uuid.UUID | None = None) -> Question | None:
    """The same question once more, right after it, with a key of its own; its answers keep theirs.

    The same key twice is once; a question that is gone is None.
    """
    with recording.changing(question.version, by=by, verb="duplicated") as draft:
        original, there = draft.find(question.key), draft.find(key)
        if there or original is None:
            return there
        values = {name: getattr(original, name) for name in QUESTION_FIELDS}
        copy = new_question(draft, original.kind, key or uuid.uuid4(), values)
        draft.insert(copy, after=original.key)
    return copy


def remove_question(question: Question, *, by: User | None) -> SurveyVersion:
    """Take a question out of the draft, also one that others depend on; one that is gone already stays gone."""
    with recording.changing(question.version, by=by, verb="removed") as draft:
        draft.questions = [row for row in draft.questions if row.key != question.key]
    return draft.version


def move_question(question: Question, *, to: int, by: User | None) -> SurveyVersion:
    """Give a question another place: 0 is the first; a place beyond either end means that end.

    One that is gone already is not missed.
    """
    with recording.changing(question.version, by=by, verb="moved") as draft:
        if row := draft.find(question.key):
            draft.questions.remove(row)
            draft.questions.insert(min(max(to, 0), len(draft.questions)), row)
    return draft.version


def put_in_order(
    version: SurveyVersion,
    *,
    keys: Iterable[uuid.UUID],
    by: User | None,
    seen: Iterable[uuid.UUID] | None = None,
) -> SurveyVersion:
    """Put the draft's questions in this order. Unknown keys are passed over; questions not named come last, as they
    stood. With `seen`, the order before the move, what somebody else moved meanwhile stays moved. The revision stays
    as it is, so that a question may be moved while somebody writes in another.
    """
    with recording.changing(version, by=by, verb="moved") as draft:
        there = [row.key for row in draft.questions]
        wanted = [key for key in dict.fromkeys(keys) if key in there]
        if seen is not None:
            wanted = merged_list([key for key in dict.fromkeys(seen) if key in wanted], there, wanted)
        place = {key: number for number, key in enumerate(wanted)}
        draft.questions.sort(key=lambda row: place.get(row.key, len(place)))
    return draft.version


def new_question(draft: HeldDraft, kind: str, key: uuid.UUID, values: dict) -> Question:
    """A question for a held draft. Raises ValidationError when the draft is full."""
    if len(draft.questions) >= MAX_QUESTIONS:
        raise ValidationError(_("A survey can have %(count)d questions.") % {"count": MAX_QUESTIONS})
    organisation = draft.version.organisation
    from_the_start = {"if_no_we_will": "", "show_if": {}, "kept_advice": {}}  # else only the database would know
    given = {**from_the_start, **first_words.first_words_of(kind, draft.version.languages), **values}
    given.setdefault("touchpoint", touchpoints.default_of(organisation))
    return Question(organisation=organisation, version=draft.version, key=key, kind=kind, **given)

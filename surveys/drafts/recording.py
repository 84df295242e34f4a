"""Recording every change of a draft: what differed, before and after, so that it can be undone and two writers told
apart. There is no other way to change a draft.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import transaction

from accounts import auditing
from accounts.models import User
from common import clock
from surveys.drafts import checking, pieces
from surveys.drafts.holding import HeldDraft, hold
from surveys.drafts.pieces import Snapshot
from surveys.models import DraftChange, Question, SurveyVersion

MOST_CHANGES = 100  # kept of a version
ONE_STEP = timedelta(seconds=30)  # what one person writes in one text within this time is undone at once
UNDO, REDO = "undo", "redo"  # recorded for those who saw what was undone; not to be undone themselves

_AUDITED = {
    "added": "survey.question_added",
    "duplicated": "survey.question_added",
    "removed": "survey.question_removed",
    "moved": "survey.questions_moved",
    "kept": "survey.advice_kept",
    "taken_back": "survey.advice_taken_back",
}


@contextmanager
def changing(version: SurveyVersion, *, by: User | None, verb: str = "changed") -> Iterator[HeldDraft]:
    """Hold a draft while it is changed; at the end what differs is stored and recorded, all or nothing.

    Whatever differs but the order raises the revision, here and on `version`. Nothing is written where nothing
    differs. Raises Frozen for a published version, ValidationError for parts that cannot be.
    """
    with transaction.atomic():
        draft = hold(version)
        before = Snapshot.of(draft)
        rows = list(draft.questions)
        yield draft
        after = Snapshot.of(draft)
        was, became = differences(before, after)
        if was or became:
            _store(draft, rows, was, became)
            version.revision = draft.version.revision
            change, is_new = _record(draft, was, became, verb=verb, by=by)
            if is_new:
                _note(draft, rows, change)


def forget(version: SurveyVersion) -> None:
    """Drop every recorded change, as when the version is published."""
    version.changes.all().delete()


def differences(before: Snapshot, after: Snapshot) -> tuple[dict, dict]:
    """What differs, as `DraftChange.before` and `.after` hold it."""
    was: dict = {}
    became: dict = {}
    if paths := pieces.differing(before.version, after.version):
        was["version"] = {path: before.version.get(path) for path in paths}
        became["version"] = {path: after.version.get(path) for path in paths}
    for key in before.questions | after.questions:
        one, other = before.questions.get(key), after.questions.get(key)
        if one == other:
            continue
        if one is None or other is None:
            one = one and {**one, "follows": _before_it(key, before)}
            other = other and {**other, "follows": _before_it(key, after)}
        else:
            paths = pieces.differing(one, other)
            one, other = {path: one.get(path) for path in paths}, {path: other.get(path) for path in paths}
        was.setdefault("questions", {})[key] = one
        became.setdefault("questions", {})[key] = other
    common = before.questions.keys() & after.questions.keys()
    orders = [[key for key in snapshot.questions if key in common] for snapshot in (before, after)]
    if orders[0] != orders[1]:
        was["order"], became["order"] = orders
    return was, became


def _before_it(key: str, snapshot: Snapshot) -> str:
    """The key of the question before this one; nothing for the first."""
    order = list(snapshot.questions)
    place = order.index(key)
    return order[place - 1] if place else ""


def _store(draft: HeldDraft, rows: list[Question], was: dict, became: dict) -> None:
    """Write the held draft into the database: as many queries for two hundred questions as for two."""
    touched = became.get("questions", {})
    new = [row for row in draft.questions if row.pk is None]
    changed = [row for row in draft.questions if row.pk and row.key.hex in touched]
    for row in [*new, *changed]:
        checking.refuse_impossible_question(row)
    if gone := {row.pk for row in rows} - {row.pk for row in draft.questions}:
        Question.objects.filter(pk__in=gone).delete()
    moved = []
    for place, row in enumerate(draft.questions, start=1):
        if row.pk and row.position != place:
            moved.append(row)
        row.position = place
    Question.objects.bulk_create(new)
    if changed:
        fields = {path.partition("/")[0] for row in changed for path in touched[row.key.hex]}
        Question.objects.bulk_update(changed, sorted(fields))
    if moved:
        Question.objects.bulk_update(moved, ["position"])
    if touched or "version" in became:
        checking.refuse_impossible_version(draft.version)
        draft.version.revision += 1
        draft.version.save()


def _record(draft: HeldDraft, was: dict, became: dict, *, verb: str, by: User | None) -> tuple[DraftChange, bool]:
    """The change, and whether it is one of its own: words that go on in the same text lengthen the one before."""
    version, now = draft.version, clock.now()
    latest = version.changes.order_by("-number").first()
    verb = _told_by(became) if verb == "changed" else verb
    place = _only_text(became) if verb == "texts" else None
    if place and latest and _goes_on(latest, place, by=by, now=now) and _at(latest.before, place) != _at(became, place):
        between = {**latest.after.get("between", {}), str(latest.revision): _at(latest.after, place)}
        latest.revision, latest.after = version.revision, {**became, "between": between}
        latest.save(update_fields=["revision", "after"])
        return latest, False
    change = version.changes.create(
        organisation_id=version.organisation_id,
        number=latest.number + 1 if latest else 1,
        revision=version.revision,
        verb=verb,
        before=was,
        after=became,
        by=by,
        made_at=now,
    )
    version.changes.filter(number__lte=change.number - MOST_CHANGES).delete()
    return change, True


def _told_by(became: dict) -> str:
    """What kind of change it was, by the places it touched."""
    paths = [*became.get("version", {})]
    for part in became.get("questions", {}).values():
        paths += part or [""]
    if not paths:
        return "moved"
    if paths == ["languages"]:
        return "languages"
    return "texts" if all(pieces.is_words(path) for path in paths) else "changed"


def _only_text(became: dict) -> tuple[str, str] | None:
    """The one text that differs: its part of the draft, "" for the survey's own, and its path."""
    parts = {"": became.get("version", {}), **became.get("questions", {})}
    places = [(name, path) for name, part in parts.items() for path in part]
    return places[0] if len(places) == 1 else None


def _at(side: dict, place: tuple[str, str]):
    name, path = place
    return (side["questions"][name] if name else side["version"])[path]


def _goes_on(latest: DraftChange, place: tuple[str, str], *, by: User | None, now) -> bool:
    return (
        latest.verb == "texts"
        and latest.undone_at is None
        and latest.by_id == (by.pk if by else None)
        and now - latest.made_at <= ONE_STEP
        and _only_text(latest.after) == place
    )


def _note(draft: HeldDraft, rows: list[Question], change: DraftChange) -> None:
    known = {row.key.hex: row for row in [*rows, *draft.questions]}
    touched = change.after.get("questions", {})
    detail = {"change": change.verb, "questions": [known[key].pk for key in touched if known[key].pk]}
    if removed := [str(known[key]) for key, part in touched.items() if part is None]:
        detail["removed"] = removed
    if own := sorted(change.after.get("version", {})):
        detail["texts"] = own
    auditing.note(change.by, _AUDITED.get(change.verb, "survey.draft_changed"), draft.version, **detail, **draft.noted)

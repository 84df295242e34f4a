"""Undoing what one has changed in a draft, and doing it again, step by step.

Everybody undoes their own steps. Piece by piece, and only where the draft still says what the step made it say:
words that somebody else wrote later are never overwritten.
"""

import uuid

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import clock
from surveys import building, touchpoints
from surveys.drafts import pieces
from surveys.drafts.holding import HeldDraft
from surveys.drafts.merging import merged_list
from surveys.drafts.pieces import Pieces
from surveys.drafts.recording import REDO, UNDO, changing
from surveys.models import DraftChange, SurveyVersion, Touchpoint

WORDS = {
    "added": gettext_lazy("Question added"),
    "duplicated": gettext_lazy("Question duplicated"),
    "removed": gettext_lazy("Question removed"),
    "moved": gettext_lazy("Questions moved"),
    "texts": gettext_lazy("Texts changed"),
    "languages": gettext_lazy("Languages changed"),
    "option_added": gettext_lazy("Answer added"),
    "option_removed": gettext_lazy("Answer removed"),
    "split": gettext_lazy("Question split in two"),
    "example": gettext_lazy("Example used"),
    "kept": gettext_lazy("Advice put aside"),
    "taken_back": gettext_lazy("Advice shown again"),
}


class CannotUndo(Exception):
    """Somebody else has changed the same thing since; `words` say so. The step is passed over from now on."""

    def __init__(self) -> None:
        self.words = _("Somebody else has changed the same thing since, so it stays as they left it.")
        super().__init__(self.words)


def what(change: DraftChange) -> str:
    """What was changed, in a few words, lazily translated."""
    return WORDS.get(change.verb, gettext_lazy("Question changed"))


def can_undo(version: SurveyVersion, *, by: User | None) -> bool:
    return _done(version, by).exists()


def can_redo(version: SurveyVersion, *, by: User | None) -> bool:
    return _undone(version, by).exists()


def latest(version: SurveyVersion, *, by: User | None) -> int:
    """The number of the last change of this person that is not taken back; 0 where there is none."""
    return _done(version, by).aggregate(number=Max("number"))["number"] or 0


def undo(version: SurveyVersion, *, by: User | None, number: int | None = None) -> DraftChange | None:
    """Take back the last thing this person changed and has not taken back, or the change of that number; None when
    there is nothing.

    Raises CannotUndo where others have changed all of it since, Frozen for a published version, ValidationError where
    the draft has no room any more for what comes back.
    """
    return _turn(version, UNDO, by=by, number=number)


def redo(version: SurveyVersion, *, by: User | None) -> DraftChange | None:
    """Do again what this person undid last, unless they have changed something else since; None for nothing.

    Raises as `undo` does.
    """
    return _turn(version, REDO, by=by)


def _turn(version: SurveyVersion, verb: str, *, by: User | None, number: int | None = None) -> DraftChange | None:
    """One step back or forth. A step that cannot be taken is settled too, so that it does not bar the way."""
    with transaction.atomic():
        with changing(version, by=by, verb=verb) as draft:
            if verb == UNDO:
                done = _done(version, by) if number is None else _done(version, by).filter(number=number)
                change = done.order_by("-number").first()
                sides = change and (change.after, change.before)
            else:
                change = _undone(version, by).order_by("number").first()
                sides = change and (change.before, change.after)
            if change is None:
                return None
            is_turned = _turn_to(draft, *sides)
        change.undone_at = clock.now() if verb == UNDO else None
        change.save(update_fields=["undone_at"])
    if not is_turned:
        raise CannotUndo
    return change


def _steps(version: SurveyVersion, by: User | None):
    return version.changes.filter(by=by).exclude(verb__in=[UNDO, REDO])


def _done(version: SurveyVersion, by: User | None):
    return _steps(version, by).filter(undone_at__isnull=True)


def _undone(version: SurveyVersion, by: User | None):
    """What may be done again: a new step makes everything that was undone before it history."""
    return _steps(version, by).filter(undone_at__isnull=False, number__gt=latest(version, by=by))


def _turn_to(draft: HeldDraft, present: dict, wanted: dict) -> bool:
    """Lead the draft from what a step left to what it found, or back; False where nothing of it could be."""
    turned = [_turn_part(draft.version, present.get("version", {}), wanted.get("version", {}))]
    parts = wanted.get("questions", {})
    for key, part in _with_moments(draft, parts).items():
        turned.append(_turn_question(draft, uuid.UUID(key), present["questions"][key], part))
    if "order" in wanted:
        turned.append(_turn_order(draft, present["order"], wanted["order"]))
    return any(turned)


def _turn_question(draft: HeldDraft, key: uuid.UUID, present: Pieces | None, wanted: Pieces | None) -> bool:
    row = draft.find(key)
    if present is None:
        return row is None and _bring_back(draft, key, wanted)
    if row is None:
        return False
    if wanted is None:
        is_untouched = {**pieces.of_question(row), "follows": present["follows"]} == present
        if is_untouched:
            draft.questions.remove(row)
        return is_untouched
    return _turn_part(row, present, wanted)


def _bring_back(draft: HeldDraft, key: uuid.UUID, told: Pieces) -> bool:
    row = building.new_question(draft, told["kind"], key, {"prompt": {}, "options": []})
    pieces.put(row, {path: piece for path, piece in told.items() if path not in {"kind", "follows"}})
    if told["follows"]:
        draft.insert(row, after=uuid.UUID(told["follows"]))
    else:
        draft.questions.insert(0, row)
    return True


def _with_moments(draft: HeldDraft, parts: dict[str, Pieces | None]) -> dict[str, Pieces | None]:
    """The questions' pieces, with the whole visit instead of a moment that was removed since."""
    named = {part["touchpoint"] for part in parts.values() if part and "touchpoint" in part}
    organisation = draft.version.organisation
    gone = named - set(
        Touchpoint.objects.for_organisation(organisation).filter(pk__in=named).values_list("pk", flat=True)
    )
    if not gone:
        return parts
    whole_visit = touchpoints.default_of(organisation).pk
    return {
        key: {**part, "touchpoint": whole_visit} if part and part.get("touchpoint") in gone else part
        for key, part in parts.items()
    }


def _turn_part(row, present: Pieces, wanted: Pieces) -> bool:
    """Put each wanted piece where the present one still stands; False where none did."""
    there = pieces.of(row, {path.partition("/")[0] for path in wanted})
    turned = {}
    for path, piece in wanted.items():
        if path in pieces.LISTS:
            piece = _turned_list(path, there, present, piece or [])
            is_standing = piece != there.get(path)
        else:
            is_standing = there.get(path) == present.get(path)
        if is_standing:
            turned[path] = piece
    pieces.put(row, turned)
    return bool(turned)


def _turned_list(path: str, there: Pieces, present: Pieces, wanted: list) -> list:
    """The list as it is, turned back by this step alone; an answer with somebody else's words in it stays."""
    stored = there.get(path) or []
    turned = merged_list(present.get(path) or [], stored, wanted)
    for one in stored:
        words = [where for where in there if where.startswith(f"{path}/{one}/")]
        if one not in turned and any(there[where] != present.get(where) for where in words):
            turned.insert(min(stored.index(one), len(turned)), one)
    return turned


def _turn_order(draft: HeldDraft, present: list, wanted: list) -> bool:
    """Give the questions their other order among themselves, if nobody has moved them since."""
    there = {row.key.hex: row for row in draft.questions}
    now = [key for key in there if key in present]
    if now != [key for key in present if key in there]:
        return False
    ordered = iter([there[key] for key in wanted if key in there])
    draft.questions = [next(ordered) if row.key.hex in now else row for row in draft.questions]
    return True

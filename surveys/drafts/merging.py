"""Merging what somebody sends with what others saved meanwhile, piece by piece.

What only the sender changed is taken, what only others changed stays, and a list takes what either added or took away.
Only where both changed the same piece, and not to the same, somebody has to choose: those are the conflicts.
"""

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from surveys.drafts import pieces
from surveys.drafts.holding import HeldDraft, LostUpdate
from surveys.drafts.pieces import Pieces
from surveys.models import DraftChange, SurveyVersion

SURVEY = "survey"  # the name of the draft's own part, beside the questions' keys
GONE = "gone"


@dataclass
class Seen:
    """How the draft was at an older revision: the pieces that have changed since, by part."""

    parts: dict[str, Pieces] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)  # questions that are told in full

    def piece(self, part: str, path: str, stored: Any) -> Any:
        known = self.parts.get(part, {})
        if path in known or part in self.whole:
            return known.get(path)
        return stored


@dataclass
class Merge:
    """One sender's values on their way into a held draft."""

    draft: HeldDraft
    expected_revision: int
    conflicts: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def seen(self) -> Seen | None:
        """What the sender looked at; None where that is no longer known."""
        if self.expected_revision == self.draft.version.revision:
            return Seen()
        return seen_at(self.draft.version, self.expected_revision)

    def take(self, part: str, row, values: dict) -> None:
        """Put into the row what the sender changed, and remember the conflicts."""
        stored, sent = pieces.of(row, values), pieces.taken_apart(values)
        for path in sorted(pieces.differing(stored, sent)):
            theirs, ours = stored.get(path), sent.get(path)
            if self.seen is None:
                self._conflict(part, path)
                continue
            base = self.seen.piece(part, path, theirs)
            if path in pieces.LISTS:
                pieces.put(row, {path: merged_list(base or [], theirs or [], ours or [])})
            elif theirs == base:
                pieces.put(row, {path: ours})
            elif ours != base:
                self._conflict(part, path)

    def miss(self, part: str, values: dict) -> None:
        """The sender's values are for a question that is gone: a conflict, unless they only repeat what it said."""
        sent = pieces.taken_apart(values)
        is_known = self.seen is not None and part in self.seen.whole
        if not sent or not is_known or any(self.seen.parts[part].get(path) != piece for path, piece in sent.items()):
            self._conflict(part, GONE)

    def refuse_conflicts(self) -> None:
        """Raises LostUpdate where somebody has to choose."""
        if self.conflicts:
            raise LostUpdate(SurveyVersion.objects.get(pk=self.draft.version.pk), self.conflicts)

    def _conflict(self, part: str, path: str) -> None:
        self.conflicts.setdefault(part, []).append(path)


def seen_at(version: SurveyVersion, revision: int) -> Seen | None:
    """How the draft was at that revision, told by the changes since; None where they do not reach back so far."""
    changes = list(version.changes.filter(revision__gt=revision).order_by("number"))
    if not changes or revision > version.revision or _first_revision(changes[0]) > revision + 1:
        return None
    seen = Seen()
    for change in reversed(changes):
        if told := _told_between(change, revision):
            _turn_back(seen, told)
        else:
            _turn_back(seen, change.before)
    return seen


def merged_list(base: list, theirs: list, ours: list) -> list:
    """Their list with what we added, took away and moved since `base`."""
    if theirs == base:
        return ours
    merged = [one for one in theirs if one in ours or one not in base]
    moving = moved(base, ours)
    for place, one in enumerate(ours):
        if one in base and (one not in moving or one not in merged):
            continue
        if one in merged:
            merged.remove(one)
        before = next((other for other in reversed(ours[:place]) if other in merged), None)
        merged.insert(merged.index(before) + 1 if before is not None else 0, one)
    return merged


def moved(before: list, after: list) -> set:
    """Those in both lists that changed places among each other; as few as tell the whole story."""
    common = set(before) & set(after)
    old, new = [[one for one in order if one in common] for order in (before, after)]
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    stayed = {old[block.a + step] for block in matcher.get_matching_blocks() for step in range(block.size)}
    return common - stayed


def _first_revision(change: DraftChange) -> int:
    return min((int(revision) for revision in change.after.get("between", {})), default=change.revision)


def _told_between(change: DraftChange, revision: int) -> dict | None:
    """What a text said in the middle of the change, where the sender looked just then."""
    passed = {int(at): said for at, said in change.after.get("between", {}).items() if int(at) <= revision}
    if not passed:
        return None
    said = passed[max(passed)]
    if own := change.after.get("version"):
        return {"version": dict.fromkeys(own, said)}
    return {"questions": {key: dict.fromkeys(part, said) for key, part in change.after["questions"].items()}}


def _turn_back(seen: Seen, before: dict) -> None:
    seen.parts[SURVEY] = seen.parts.get(SURVEY, {}) | before.get("version", {})
    for key, part in before.get("questions", {}).items():
        if part is None or "kind" in part:
            seen.parts[key] = part or {}
            seen.whole.add(key)
        else:
            seen.parts[key] = seen.parts.get(key, {}) | part

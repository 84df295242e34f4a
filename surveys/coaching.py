"""Coaching whoever writes a question: what one press can do about the coach's notes.

The writer's own words are changed by a press only, never by themselves, and every press can be undone.
"""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from common import clock
from surveys import building
from surveys.coach_notes import BLOCK, findings, halves, may_be_kept, notes_of, reason_field
from surveys.drafts import recording
from surveys.models import Question

__all__ = ["keep", "notes_of", "reason_field", "split_in_two", "take_back", "use_example"]

FEWEST_OF_A_REASON, MOST_OF_A_REASON = 20, 500


def keep(question: Question, *, language: str, rule: str, reason: str = "", by: User) -> bool:
    """Ask the question as it stands, against the coach's advice; who and why is kept in the audit.

    False where the coach does not say that, or not any more. Raises ValidationError where the advice cannot be put
    aside, and where it stands in the way of publishing and the reason is too short.
    """
    reason = " ".join(reason.split())[:MOST_OF_A_REASON]
    with recording.changing(question.version, by=by, verb="kept") as draft:
        row = draft.find(question.key)
        found = findings(row, language) if row else {}
        if rule not in found:
            return False
        _refuse_keeping(question, found[rule][0], reason, by)
        there = row.kept_advice.get(language, {})
        if there.get(rule, {}).get("reason") == reason:
            return True
        told = {"reason": reason, "by": by.display_name, "at": clock.now().isoformat(timespec="seconds")}
        row.kept_advice = {**row.kept_advice, language: {**there, rule: told}}
        draft.noted |= {"rule": rule, "language": language, "reason": reason}
    return True


def take_back(question: Question, *, language: str, rule: str, by: User) -> bool:
    """Hear the coach's advice again; False where it was not put aside."""
    with recording.changing(question.version, by=by, verb="taken_back") as draft:
        row = draft.find(question.key)
        there = row.kept_advice.get(language, {}) if row else {}
        if rule not in there:
            return False
        left = {name: told for name, told in there.items() if name != rule}
        row.kept_advice = {**row.kept_advice, language: left}
        draft.noted |= {"rule": rule, "language": language}
    return True


def split_in_two(
    question: Question, *, language: str, by: User | None, key: uuid.UUID | None = None
) -> Question | None:
    """Make two questions of one that asks two things: the second comes right after it and is like it in the rest.

    In the other languages too, where that can be done; else their words stay on the first, and the second waits for a
    translation. What is asked after a yes or a no is about the first alone. Returns the new question; None where there
    is nothing to take apart. The same key twice is once.
    """
    with recording.changing(question.version, by=by, verb="split") as draft:
        if there := draft.find(key):
            return there
        row = draft.find(question.key)
        if row is None or halves(row.texts.get(language, ""), language) is None:
            return None
        split = {code: both for code, text in row.texts.items() if (both := halves(text, code))}
        row.texts = {**row.texts, **{code: first for code, (first, _second) in split.items()}}
        values = {name: getattr(row, name) for name in building.QUESTION_FIELDS}
        values |= {"texts": {code: second for code, (_first, second) in split.items()}, "kept_advice": {}}
        values["prompt"] = {"neutral": row.prompt["neutral"]} if "neutral" in row.prompt else {}
        new = building.new_question(draft, row.kind, key or uuid.uuid4(), values)
        draft.insert(new, after=row.key)
    return new


def use_example(question: Question, *, language: str, rule: str, by: User | None) -> bool:
    """Put the coach's example in the question's place; False where it has none for these words."""
    with recording.changing(question.version, by=by, verb="example") as draft:
        row = draft.find(question.key)
        advice, place = findings(row, language).get(rule, (None, "")) if row else (None, "")
        if advice is None or place:
            return False
        row.texts = {**row.texts, language: advice.example().good}
    return True


def _refuse_keeping(question: Question, advice, reason: str, by: User) -> None:
    if not may_be_kept(advice, has_privacy=True):
        raise ValidationError(_("This cannot be asked as it stands. Please write it another way."))
    if not may_be_kept(advice, has_privacy=False) and not _has_privacy(question, by):
        raise ValidationError(_("Only a colleague who holds the privacy role can keep a question like this."))
    if advice.severity == BLOCK and len(reason) < FEWEST_OF_A_REASON:
        words = _("Say why you keep it, in at least %(count)d characters. Your colleagues can read it.")
        raise ValidationError(words % {"count": FEWEST_OF_A_REASON})


def _has_privacy(question: Question, by: User) -> bool:
    members = Membership.objects.filter(user=by, organisation_id=question.version.organisation_id)
    return members.filter(privacy=True).exists()

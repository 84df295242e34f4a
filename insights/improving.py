"""What a person does with an improvement: take it, try something, tell what happened.

Every verb says who (`by=`), is atomic, may be said twice, writes its audit event, and returns the task as it now is.
Raises NotAllowed with friendly words when the task's state or the person does not fit; nothing is changed then.
Nobody can make another person the owner: taking is always one's own press. The verbs that put a task aside, and
those that join and divide, stand in `putting_aside` and are offered here too.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import Membership, User
from common import clock
from insights.allowing import NotAllowed, locked, member, only_in, only_owner, standing_words
from insights.models import ImprovementTask
from insights.models.improvement_task import FREE, OWNED, State
from insights.putting_aside import decline, keep, make_task, merge, park, reopen, unpark

__all__ = [
    "NotAllowed",
    "close",
    "decline",
    "done",
    "hand_back",
    "keep",
    "make_task",
    "merge",
    "note_step",
    "open_task",
    "park",
    "reopen",
    "start_trying",
    "take",
    "unpark",
]

MAX_STEP = 240
MAX_WORDS = 4000  # characters of one line that became a story


@transaction.atomic
def take(task: ImprovementTask, *, by: User) -> ImprovementTask:
    """Suggested or free -> taken, by the one who presses. Of two at once one wins; the other is told who has it."""
    task = locked(task)
    member(task, by)
    if task.state in OWNED and task.owner_id == by.pk:
        return task
    only_in(task, *FREE)
    task.state, task.owner, task.taken_at = State.TAKEN, by, clock.now()
    task.decline_asked_by = task.decline_asked_at = None
    task.reason = ""
    task.save(update_fields=["state", "owner", "taken_at", "decline_asked_by", "decline_asked_at", "reason"])
    auditing.note(by, "task.taken", task)
    return task


@transaction.atomic
def hand_back(task: ImprovementTask, *, by: User) -> ImprovementTask:
    """In somebody's hands -> free to take. No reason is asked for. What was tried so far stays with the task.

    A manager may free the task of a person who is no longer a member, so that nothing stays in nobody's hands.
    """
    task = locked(task)
    membership = member(task, by)
    if task.state in FREE:
        return task
    if not (membership.is_manager and owner_has_left(task)):
        only_owner(task, by)
    task.state, task.owner, task.taken_at, task.done_at = State.OPEN, None, None, None
    task.save(update_fields=["state", "owner", "taken_at", "done_at"])
    auditing.note(by, "task.handed_back", task)
    return task


def owner_has_left(task: ImprovementTask) -> bool:
    """Whether it is in the hands of somebody who is no longer a member."""
    if not task.is_in_hands:
        return False
    return not Membership.objects.filter(organisation_id=task.organisation_id, user=task.owner_id).exists()


@transaction.atomic
def open_task(task: ImprovementTask, *, by: User) -> ImprovementTask:
    """Suggested -> free to take: somebody has read it and says that it is worth somebody's time."""
    task = locked(task)
    member(task, by)
    if task.state == State.OPEN:
        return task
    only_in(task, State.SUGGESTED)
    task.state = State.OPEN
    task.save(update_fields=["state"])
    auditing.note(by, "task.opened", task)
    return task


@transaction.atomic
def note_step(task: ImprovementTask, *, step: str, by: User) -> ImprovementTask:
    """The smallest step the owner could try. An empty one takes the note away."""
    task = locked(task)
    member(task, by)
    only_owner(task, by)
    step = " ".join(step.split())[:MAX_STEP]
    if task.smallest_step == step:
        return task
    task.smallest_step = step
    task.save(update_fields=["smallest_step"])
    auditing.note(by, "task.step_noted", task)
    return task


@transaction.atomic
def start_trying(task: ImprovementTask, *, hypothesis: str = "", by: User) -> ImprovementTask:
    """Taken -> being tried. What we think and what we try is worth writing down when others' work changes."""
    task = locked(task)
    member(task, by)
    only_owner(task, by)
    hypothesis = hypothesis.strip()[:MAX_WORDS]
    if task.state == State.TESTING and hypothesis in {"", task.hypothesis}:
        return task
    only_in_hands(task, State.TAKEN, State.TESTING)
    task.state, task.hypothesis = State.TESTING, hypothesis or task.hypothesis
    task.save(update_fields=["state", "hypothesis"])
    auditing.note(by, "task.trying", task)
    return task


@transaction.atomic
def done(task: ImprovementTask, *, what_we_did: str, by: User) -> ImprovementTask:
    """Taken or being tried -> looking at the result. One line: what did you do?"""
    task = locked(task)
    member(task, by)
    only_owner(task, by)
    what_we_did = _one_line_at_least(what_we_did, _("One line is enough: what did you do?"))
    if task.state == State.MEASURING and task.what_we_did == what_we_did:
        return task
    task.what_we_did = what_we_did
    if task.state != State.MEASURING:
        task.state, task.done_at = State.MEASURING, clock.now()
    task.save(update_fields=["state", "what_we_did", "done_at"])
    auditing.note(by, "task.work_done", task)
    return task


@transaction.atomic
def close(task: ImprovementTask, *, what_happened: str, by: User) -> ImprovementTask:
    """Looking at the result -> done, we learned from it. Better, the same or worse: each is worth knowing."""
    task = locked(task)
    member(task, by)
    if task.state == State.CLOSED_LEARNED:
        return task
    only_owner(task, by)
    only_in_hands(task, State.MEASURING)
    task.what_happened = _one_line_at_least(what_happened, _("One line is enough: what happened?"))
    task.state, task.closed_at = State.CLOSED_LEARNED, clock.now()
    task.save(update_fields=["state", "what_happened", "closed_at"])
    auditing.note(by, "task.closed", task)
    return task


def only_in_hands(task: ImprovementTask, *states: str) -> None:
    """For the owner's own verbs: says what comes first instead of who has it."""
    if task.state in states:
        return
    if task.state == State.MEASURING:
        raise NotAllowed(_("The work is done; what is left to tell is what happened."))
    if task.state in OWNED:
        raise NotAllowed(_("Tell first what you did."))
    raise NotAllowed(standing_words(task))


def _one_line_at_least(words: str, question) -> str:
    words = words.strip()[:MAX_WORDS]
    if not words:
        raise NotAllowed(question)
    return words

"""Who may do what with a task, asked in one place; the answer to "no" is a friendly sentence."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from insights.models import ImprovementTask
from insights.models.improvement_task import OWNED, State


class NotAllowed(Exception):
    """Not possible in this state or for this person. `words` is a translated sentence to show as it is."""

    def __init__(self, words) -> None:
        super().__init__(words)
        self.words = words

    def __str__(self) -> str:
        return str(self.words)


def locked(task: ImprovementTask) -> ImprovementTask:
    """The row as it is now, locked until the transaction ends: of two people pressing at once one waits.

    Two queries on purpose: PostgreSQL reads a row it had to wait for anew, but joins it with what stood beside it
    before the wait, and the loser would meet a task with an owner's id and no owner. Raises NotAllowed when the
    task is gone: a suggestion goes with the last story that supports it.
    """
    if not list(ImprovementTask.objects.select_for_update().filter(pk=task.pk).values_list("pk")):
        raise NotAllowed(_("This is no longer here: the customer has taken the words back or changed them."))
    return ImprovementTask.objects.select_related("owner", "theme", "unit").get(pk=task.pk)


def member(task: ImprovementTask, by: User) -> Membership:
    """The membership of `by` in the task's organisation. Raises NotAllowed for everybody else."""
    membership = Membership.objects.filter(organisation_id=task.organisation_id, user=by).first()
    if membership is None:
        raise NotAllowed(_("This belongs to another organisation."))
    return membership


def manager(task: ImprovementTask, by: User) -> Membership:
    membership = member(task, by)
    if not membership.is_manager:
        raise NotAllowed(_("A manager can do this. Ask yours."))
    return membership


def only_in(task: ImprovementTask, *states: str) -> None:
    """Raises NotAllowed, saying where the task stands, unless it is in one of `states`."""
    if task.state not in states:
        raise NotAllowed(standing_words(task))


def only_owner(task: ImprovementTask, by: User) -> None:
    if task.state not in OWNED:
        raise NotAllowed(standing_words(task))
    if task.owner_id != by.pk:
        raise NotAllowed(_has_it(task))


def standing_words(task: ImprovementTask):
    """Why nothing more can be done with it just now, kindly."""
    if task.state in OWNED:
        return _has_it(task)
    return {
        State.SUGGESTED: _("Nobody has taken this yet. You are welcome to."),
        State.OPEN: _("Nobody has taken this yet. You are welcome to."),
        State.PARKED: _("This one is resting just now."),
        State.CLOSED_LEARNED: _("This is already done."),
        State.DECLINED: _("We have decided not to take this further."),
        State.MERGED: _("This has been merged with another improvement."),
    }[task.state]


def _has_it(task: ImprovementTask):
    return format_lazy(_("{name} has already taken this. Offer a hand if you like."), name=task.owner.display_name)

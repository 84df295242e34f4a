"""Letting an improvement rest, leaving it, taking it up again, joining two, and making one by hand.

Offered to others through `improving`, whose contract holds here too.
"""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import Membership, User
from common import clock
from insights import grouping, ranking
from insights.allowing import NotAllowed, locked, manager, member, only_in
from insights.models import ImprovementTask, Incident
from insights.models.improvement_task import ENDED, FREE, State
from insights.models.incident import POSITIVE

MAX_REST = timedelta(days=90)
SERIOUS_TO_DECLINE = 3  # from this severity on a second person is asked
AGREED_BY_ITSELF_AFTER = timedelta(days=5)
MAX_REASON = 1000  # of one person's words


@transaction.atomic
def park(task: ImprovementTask, *, reason: str, review_on: date, by: User) -> ImprovementTask:
    """Free -> resting until `review_on`, at most 90 days ahead. A manager's; everybody sees the reason."""
    task = locked(task)
    manager(task, by)
    only_in(task, *FREE, State.PARKED)
    reason, today = _reason(reason), clock.now().astimezone(task.organisation.zone).date()
    if not today < review_on <= today + MAX_REST:
        raise NotAllowed(_("Choose a day within the next 90 days to look at it again."))
    if (task.state, task.reason, task.review_on) == (State.PARKED, reason, review_on):
        return task
    task.state, task.reason, task.review_on = State.PARKED, reason, review_on
    task.decline_asked_by = task.decline_asked_at = None
    task.save(update_fields=["state", "reason", "review_on", "decline_asked_by", "decline_asked_at"])
    auditing.note(by, "task.parked", task, review_on=review_on.isoformat())
    return task


@transaction.atomic
def unpark(task: ImprovementTask, *, by: User | None) -> ImprovementTask:
    """Resting -> free to take. `by` is None when the day to look at it again has come.

    Whether to leave it, where somebody has asked that, stays asked.
    """
    task = locked(task)
    if by:
        member(task, by)
    if task.state == State.OPEN:
        return task
    only_in(task, State.PARKED)
    task.state, task.review_on = State.OPEN, None
    if task.decline_asked_at is None:
        task.reason = ""  # else it says why somebody would leave it
    task.save(update_fields=["state", "reason", "review_on"])
    auditing.note(by, "task.woken", task)
    return task


@transaction.atomic
def decline(task: ImprovementTask, *, reason: str = "", by: User | None) -> ImprovementTask:
    """Free or resting -> not taken further, with a reason everybody sees.

    When something in it mattered (severity 3 or more) and there is a second member, the first press asks and a
    second person's press agrees; after five days without an answer it holds (`by` None, from the clock).
    """
    task = locked(task)
    if by:
        member(task, by)
    if task.state == State.DECLINED:
        return task
    only_in(task, *FREE, State.PARKED)
    now = clock.now()
    if task.decline_asked_at:
        if by and by.pk == task.decline_asked_by_id and now - task.decline_asked_at < AGREED_BY_ITSELF_AFTER:
            return task
        reason = "\n".join(dict.fromkeys([task.reason, reason.strip() or task.reason]))  # both have said why
    elif by and _needs_a_second(task, by):
        task.reason, task.decline_asked_by, task.decline_asked_at = _reason(reason), by, now
        task.save(update_fields=["reason", "decline_asked_by", "decline_asked_at"])
        auditing.note(by, "task.decline_asked", task)
        return task
    task.state, task.reason, task.review_on, task.closed_at = State.DECLINED, _reason(reason), None, now
    task.save(update_fields=["state", "reason", "review_on", "closed_at"])
    auditing.note(by, "task.declined", task)
    return task


@transaction.atomic
def keep(task: ImprovementTask, *, by: User) -> ImprovementTask:
    """The other answer to somebody who would not take this further: it stays, and a resting one wakes."""
    task = locked(task)
    member(task, by)
    if task.decline_asked_at is None or task.state == State.DECLINED:
        return task
    task.decline_asked_by = task.decline_asked_at = None
    task.reason, task.review_on = "", None
    if task.state == State.PARKED:
        task.state = State.OPEN
    task.save(update_fields=["state", "reason", "review_on", "decline_asked_by", "decline_asked_at"])
    auditing.note(by, "task.kept", task)
    return task


@transaction.atomic
def reopen(task: ImprovementTask, *, by: User) -> ImprovementTask:
    """Done or not taken further -> free to take, weighing a little more. Who had it last is asked, never set."""
    task = locked(task)
    member(task, by)
    if task.state == State.OPEN and task.reopened:
        return task
    only_in(task, State.CLOSED_LEARNED, State.DECLINED)
    if grouping.living_tasks(task.organisation_id, [grouping.key_of(task)]):
        raise NotAllowed(_("There is already an improvement about this. It has the newer stories."))
    task.state, task.reopened, task.owner, task.taken_at = State.OPEN, True, None, None
    task.reason, task.decline_asked_by, task.decline_asked_at = "", None, None
    task.done_at = task.closed_at = None
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError as error:
        raise NotAllowed(_("There is already an improvement about this. It has the newer stories.")) from error
    auditing.note(by, "task.reopened", task)
    return _ranked(task)


@transaction.atomic
def merge(task: ImprovementTask, *, into: ImprovementTask, by: User) -> ImprovementTask:
    """Free or resting -> merged into another living task of the organisation, which gets its incidents and places.

    A manager's. What somebody has taken is not merged away from them.
    """
    both = {row.pk: row for row in (locked(one) for one in sorted((task, into), key=lambda one: one.pk))}
    task, into = both[task.pk], both[into.pk]
    manager(task, by)
    if task.state == State.MERGED and task.merged_into_id == into.pk:
        return task
    if task.pk == into.pk or task.organisation_id != into.organisation_id or into.state in ENDED:
        raise NotAllowed(_("Choose another living improvement to merge with."))
    only_in(task, *FREE, State.PARKED)
    places = {*task.extra_units.values_list("pk", flat=True), task.unit_id} - {into.unit_id}
    into.extra_units.add(*places)
    task.incidents.update(task=into)
    ImprovementTask.objects.filter(merged_into=task).update(merged_into=into)  # nobody has to follow a chain
    task.state, task.merged_into, task.headline, task.closed_at = State.MERGED, into, None, clock.now()
    task.reason, task.decline_asked_by, task.decline_asked_at = "", None, None
    task.save()
    auditing.note(by, "task.merged", task, into=into.pk)
    auditing.note(by, "task.received", into, merged=task.pk)
    ranking.rescore([task.pk, into.pk], now=clock.now())
    return task


@transaction.atomic
def make_task(incident: Incident, *, by: User) -> ImprovementTask:
    """An improvement from any incident that is not only praise; the one it belongs to already, if there is one.

    Making one says that it happened: the incident is settled by `by`.
    """
    from insights import settling, theming

    incident = settling.locked(incident)
    if incident.task_id:
        task = incident.task
        return reopen(task, by=by) if task.state in (State.CLOSED_LEARNED, State.DECLINED) else task
    if incident.polarity == POSITIVE:
        raise NotAllowed(_("This is praise. Pass the thanks on instead."))
    settling.confirm(incident, by=by)
    theming.locked_defaults(incident.organisation_id, {(incident.category, theming.direction(incident.polarity))})
    now, key = clock.now(), grouping.key_of(incident)
    group = grouping.free_group(incident, now=now)
    if living := grouping.lock_living(incident.organisation_id, [key]).get(key):
        Incident.objects.filter(pk__in=group).update(task=living)
        task = ImprovementTask.objects.get(pk=living)
    else:
        task = grouping.suggest(incident.organisation_id, key, incidents=group, now=now, by=by, state=State.OPEN)
    return _ranked(task)


def _ranked(task: ImprovementTask) -> ImprovementTask:
    ranking.rescore([task.pk], now=clock.now())
    task.refresh_from_db()
    return task


def _reason(words: str) -> str:
    words = words.strip()[: 2 * MAX_REASON]  # of two people where a second one agreed
    if not words:
        raise NotAllowed(_("Write a few words about why, so that everybody can follow."))
    return words


def _needs_a_second(task: ImprovementTask, by: User) -> bool:
    if not task.incidents.standing().filter(severity__gte=SERIOUS_TO_DECLINE).exists():
        return False
    others = Membership.objects.filter(organisation_id=task.organisation_id, user__is_active=True)
    return others.exclude(user=by).exists()

"""A person's judgement about an incident. It counts before the machine's, for ever.

Settling writes all three values down, also those that were right already: they were looked at. So a later analysis
changes nothing a person has seen.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import Membership, User
from common import clock
from insights import grouping, ranking, theming
from insights.allowing import NotAllowed
from insights.analysing import LOOK_AGAIN
from insights.models import Incident
from insights.models.improvement_task import ENDED
from insights.models.incident import MIXED, NEGATIVE, POSITIVE
from insights.prioritising import POINTS
from responses.models import Response

POLARITIES = (NEGATIVE, MIXED, POSITIVE)


@transaction.atomic
def correct(
    incident: Incident,
    *,
    by: User,
    category: str | None = None,
    severity: int | None = None,
    polarity: str | None = None,
) -> Incident:
    """Say what it is about, how much it meant and whether it was good or bad; what is not given stays as it is.

    Files the incident with the right task and ranks the tasks it touches. Raises NotAllowed for unknown values.
    """
    incident = locked(incident)
    _check(category, severity, polarity, by, incident)
    before = _judgement(incident)
    incident.human_category = category or incident.category
    incident.human_severity = severity or incident.severity
    incident.human_polarity = polarity or incident.polarity
    incident.dismissed = False
    return _store(incident, before, by=by, verb="incident.corrected")


@transaction.atomic
def dismiss(incident: Incident, *, by: User) -> Incident:
    """Not an incident. The words stay, and it leads to nothing."""
    incident = locked(incident)
    _check(None, None, None, by, incident)
    before = _judgement(incident)
    _confirm_values(incident)
    incident.dismissed = True
    return _store(incident, before, by=by, verb="incident.dismissed")


def confirm(incident: Incident, *, by: User) -> Incident:
    """What the machine said is right, says a person. For the caller's transaction; `incident` is locked."""
    _check(None, None, None, by, incident)
    before = _judgement(incident)
    _confirm_values(incident)
    incident.dismissed = False
    return _store(incident, before, by=by, verb="incident.confirmed", place=False)


def locked(incident: Incident) -> Incident:
    """The incident as it is now. Its response is locked first, as the analysis does, so that neither overwrites.

    Raises NotAllowed when it is gone, because the customer has changed the answer meanwhile.
    """
    list(Response.objects.select_for_update(of=("self",)).filter(answers=incident.answer_id).values_list("pk"))
    found = Incident.objects.select_related("theme", "task").filter(pk=incident.pk).first()
    if found is None:
        raise NotAllowed(_("This is no longer here: the customer has taken the words back or changed them."))
    return found


def _check(category: str | None, severity: int | None, polarity: str | None, by: User, incident: Incident) -> None:
    from insights import categories

    if not Membership.objects.filter(organisation_id=incident.organisation_id, user=by).exists():
        raise NotAllowed(_("This belongs to another organisation."))
    known = category is None or category in categories.codes()
    if not known or (severity is not None and severity not in POINTS) or polarity not in (None, *POLARITIES):
        raise NotAllowed(_("Choose one of the values shown."))


def _judgement(incident: Incident) -> tuple:
    return (
        incident.human_category,
        incident.human_severity,
        incident.human_polarity,
        incident.dismissed,
        LOOK_AGAIN in incident.flags,
    )


def _confirm_values(incident: Incident) -> None:
    incident.human_category = incident.category
    incident.human_severity = incident.severity
    incident.human_polarity = incident.polarity


def _store(incident: Incident, before: tuple, *, by: User, verb: str, place: bool = True) -> Incident:
    incident.flags = [flag for flag in incident.flags if flag != LOOK_AGAIN]
    if _judgement(incident) == before and incident.settled_at:
        return incident
    incident.settled_by, incident.settled_at = by, clock.now()
    kind = (incident.human_category, theming.direction(incident.human_polarity))
    was = (incident.theme.category, incident.theme.polarity)
    themes = theming.locked_defaults(incident.organisation_id, {kind, was})
    if was != kind:
        incident.theme = themes[kind]
    left = _leave_task(incident, moved=was != kind)
    incident.save()
    incident.refresh_from_db()
    auditing.note(by, verb, incident)
    if place:
        _place(incident, left)
    return incident


def _leave_task(incident: Incident, *, moved: bool) -> set[int]:
    """Let go of a living task it no longer belongs to; the ids of the tasks to rank anew."""
    if incident.task_id is None:
        return set()
    task = incident.task
    if task.state not in ENDED and (moved or incident.dismissed):
        incident.task = None
    return {task.pk}


def _place(incident: Incident, left: set[int]) -> None:
    now, touched = clock.now(), set(left)
    is_told = not incident.dismissed and incident.polarity != POSITIVE
    if is_told and incident.task_id is None:
        living = grouping.lock_living(incident.organisation_id, [grouping.key_of(incident)], besides=left)
        touched |= grouping.place([incident], living=living, now=now)
        incident.refresh_from_db()
    if touched:
        ranking.rescore(touched, now=now)
        ranking.withdraw_empty(touched)

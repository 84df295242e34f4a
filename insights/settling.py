"""A person's judgement about an incident. It counts before the machine's, for ever.

Confirming writes all three values down, also those that were right already: they were looked at. Correcting one by a
quick press writes that one alone, and the rest stays a guess until somebody confirms it. A later analysis changes
neither. Each judgement is also that person's own coding, and a lesson for the sorting, as far as it goes.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import Membership, User
from common import clock
from insights import coding, finer_themes, grouping, ranking, teaching, theming
from insights.allowing import NotAllowed
from insights.analysing import LOOK_AGAIN
from insights.models import Incident, IncidentVector, Theme
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
    was_blind: bool = False,
    rest_is_right: bool = True,
) -> Incident:
    """Say what it is about, how much it meant and whether it was good or bad; what is not given stays as it is.

    Files the incident with the right task and ranks the tasks it touches. Raises NotAllowed for unknown values.
    `was_blind` says that the guess was hidden until now. Unless the `rest_is_right`, what is not given and nobody
    has judged stays the machine's guess, and is nobody's decision.
    """
    incident = locked(incident)
    check(category, severity, polarity, by=by, incident=incident)
    before = _judgement(incident)
    if rest_is_right:
        _confirm_values(incident)
    incident.human_category = category or incident.human_category
    incident.human_severity = severity or incident.human_severity
    incident.human_polarity = polarity or incident.human_polarity
    incident.dismissed = False
    how = {"was_blind": was_blind, "is_whole": rest_is_right}
    return _store(incident, before, by=by, verb="incident.corrected", **how)


@transaction.atomic
def dismiss(incident: Incident, *, by: User, was_blind: bool = False) -> Incident:
    """Not an incident. The words stay, and it leads to nothing."""
    incident = locked(incident)
    check(None, None, None, by=by, incident=incident)
    before = _judgement(incident)
    _confirm_values(incident)
    incident.dismissed = True
    return _store(incident, before, by=by, verb="incident.dismissed", was_blind=was_blind)


@transaction.atomic
def move(incident: Incident, *, to: Theme, by: User) -> Incident:
    """It belongs to that theme, and there it stays. Its category and direction become those of the theme.

    A theme that is only a name by now leads to the one it went into. Moving to a default theme says that it belongs
    to none of the finer ones.
    """
    incident = locked(incident)
    check(None, None, None, by=by, incident=incident)
    if to.organisation_id != incident.organisation_id:
        raise NotAllowed(_("This belongs to another organisation."))
    before = _judgement(incident)
    _confirm_values(incident)
    incident.human_category = to.category
    if theming.direction(incident.human_polarity) != to.polarity:
        incident.human_polarity = to.polarity
    incident.dismissed = False
    return _store(incident, before, by=by, verb="incident.moved", to=to)


def confirm(incident: Incident, *, by: User) -> Incident:
    """What the machine said is right, says a person. For the caller's transaction; `incident` is locked."""
    check(None, None, None, by=by, incident=incident)
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


def check(category: str | None, severity: int | None, polarity: str | None, *, by: User, incident: Incident) -> None:
    """Raises NotAllowed for a value nobody was shown, and for a stranger."""
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


def _store(
    incident: Incident,
    before: tuple,
    *,
    by: User,
    verb: str,
    place: bool = True,
    was_blind: bool = False,
    is_whole: bool = True,
    to: Theme | None = None,
) -> Incident:
    coding.note(incident, coding.Reading.judged(incident), by=by, was_blind=was_blind)
    if is_whole:  # else words that were changed since are still to be looked at
        incident.flags = [flag for flag in incident.flags if flag != LOOK_AGAIN]
    if _judgement(incident) == before and incident.settled_at and _is_there(incident, to):
        return incident
    incident.settled_by, incident.settled_at = by, clock.now()
    kind = _kind(incident)
    was = theming.kind_of(incident.theme)
    themes = theming.locked_defaults(incident.organisation_id, {kind, was})
    read_again(incident)
    source, near = incident.theme, finer_themes.Placement()
    if to:
        target = theming.followed(to.pk)
    elif was == kind:
        target = incident.theme
    else:
        near = _near(incident, kind)
        target = near.theme or themes[kind]
    left = _leave_task(incident, moved=source.pk != target.pk)
    if to or source.pk != target.pk:
        incident.theme, incident.theme_pinned, incident.theme_unsure = target, to is not None, near.is_unsure
    incident.save()
    incident.refresh_from_db()
    auditing.note(by, verb, incident, **({"theme": target.pk} if to else {}))
    if to:
        auditing.note(by, "theme.story_moved_here", target, incident=incident.pk)
    if source.pk != target.pk:
        finer_themes.renew([source, target])
    if place:
        place_anew(incident, left)
    teaching.learn_soon(incident.organisation_id)
    return incident


def _near(incident: Incident, kind: theming.Kind) -> finer_themes.Placement:
    """Where a new story with these words would go among those of this kind; nowhere finer if a person had put it."""
    vector = IncidentVector.objects.filter(incident=incident).first()
    if vector is None or incident.theme_pinned or incident.dismissed:
        return finer_themes.Placement()
    finer = finer_themes.Finer(incident.organisation_id, [kind], embedder=vector.embedder)
    return finer.place(kind, bytes(vector.values))


def _kind(incident: Incident) -> theming.Kind:
    """As it is judged now, saved or not."""
    polarity = incident.human_polarity or incident.machine_polarity
    return incident.human_category or incident.machine_category, theming.direction(polarity)


def _is_there(incident: Incident, to: Theme | None) -> bool:
    return to is None or (incident.theme_pinned and incident.theme_id == (to.merged_into_id or to.pk))


def read_again(incident: Incident) -> None:
    """Where it stands now that the themes are locked: they or the tasks may have been merged meanwhile."""
    standing = Incident.objects.select_related("theme", "task").get(pk=incident.pk)
    incident.theme, incident.task = standing.theme, standing.task
    incident.theme_pinned, incident.theme_unsure = standing.theme_pinned, standing.theme_unsure


def _leave_task(incident: Incident, *, moved: bool) -> set[int]:
    """Let go of a living task it no longer belongs to; the ids of the tasks to rank anew."""
    if incident.task_id is None:
        return set()
    task = incident.task
    if task.state not in ENDED and (moved or incident.dismissed):
        incident.task = None
    return {task.pk}


def place_anew(incident: Incident, left: set[int]) -> None:
    """Into the task of its problem, if it stands with none and somebody should act; the tasks it `left` are ranked."""
    now, touched = clock.now(), set(left)
    is_told = not incident.dismissed and incident.polarity != POSITIVE
    if is_told and incident.task_id is None:
        living = grouping.lock_living(incident.organisation_id, [grouping.key_of(incident)], besides=left)
        touched |= grouping.place([incident], living=living, now=now)
        incident.refresh_from_db()
    if touched:
        ranking.rescore(touched, now=now)
        ranking.withdraw_empty(touched)

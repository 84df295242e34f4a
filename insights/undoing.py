"""Taking back one's last judgement of an incident: it stands again as it stood before, its task included."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import User
from insights import coding, finer_themes, grouping, settling, teaching, theming
from insights.allowing import NotAllowed
from insights.analysing import LOOK_AGAIN
from insights.models import Coding, ImprovementTask, Incident, Theme
from insights.models.improvement_task import ENDED

JUDGED = (
    "human_category",
    "human_severity",
    "human_polarity",
    "dismissed",
    "settled_by_id",
    "theme_pinned",
    "theme_unsure",
)


@dataclass(frozen=True)
class Before:
    """How an incident stood before a judgement; `values` and the rest can be kept as JSON, and hold no words."""

    values: dict
    settled_at: str
    look_again: bool
    theme_id: int
    task_id: int | None
    coded: dict | None  # the person's own coding, if there was one


def standing(incident: Incident, *, by: User) -> Before:
    known = Coding.objects.filter(incident=incident, coder=by).first()
    return Before(
        values={name: getattr(incident, name) for name in JUDGED},
        settled_at=incident.settled_at.isoformat() if incident.settled_at else "",
        look_again=LOOK_AGAIN in incident.flags,
        theme_id=incident.theme_id,
        task_id=incident.task_id,
        coded=asdict(coding.reading_in(known)) | {"was_blind": known.was_blind} if known else None,
    )


@transaction.atomic
def undo(incident: Incident, before: Before, *, by: User, decided_at: str) -> Incident:
    """Take back what `by` decided at `decided_at`. Raises NotAllowed when somebody has decided anew since."""
    incident = settling.locked(incident)
    settling.check(None, None, None, by=by, incident=incident)
    if incident.settled_by_id != by.pk or incident.settled_at.isoformat() != decided_at:
        raise NotAllowed(_("Somebody has decided about this one since, so it stays as it is."))
    kinds = {theming.kind_of(theme) for theme in (incident.theme, _theme(incident, before))}
    theming.locked_defaults(incident.organisation_id, kinds)
    settling.read_again(incident)
    had, theme = incident.theme, _theme(incident, before)
    if incident.theme_pinned and had.pk != theme.pk:
        raise NotAllowed(_("Somebody has decided about this one since, so it stays as it is."))
    left = {incident.task_id, before.task_id} - {None}
    grouping.lock_living(incident.organisation_id, [], besides=left)
    for name, value in before.values.items():
        setattr(incident, name, value)
    incident.settled_at = before.settled_at or None
    if before.look_again and LOOK_AGAIN not in incident.flags:
        incident.flags = [*incident.flags, LOOK_AGAIN]
    incident.theme = theme
    if incident.task_id is None or incident.task.state not in ENDED:
        living = ImprovementTask.objects.exclude(state__in=ENDED)
        incident.task = living.filter(pk=before.task_id).first()
    incident.save()
    incident.refresh_from_db()
    _restore_coding(incident, before, by=by)
    auditing.note(by, coding.UNDONE, incident)
    if had.pk != theme.pk:
        finer_themes.renew([had, theme])
    settling.place_anew(incident, left & set(ImprovementTask.objects.filter(pk__in=left).values_list("pk", flat=True)))
    teaching.learn_soon(incident.organisation_id)
    return incident


def _theme(incident: Incident, before: Before) -> Theme:
    """The one it had, or what that has become; where it is gone, the one it has."""
    had = Theme.objects.filter(pk=before.theme_id, organisation_id=incident.organisation_id)
    theme = had.select_related("merged_into").first() or incident.theme
    return theme.merged_into or theme


def _restore_coding(incident: Incident, before: Before, *, by: User) -> None:
    mine = Coding.objects.filter(incident=incident, coder=by)
    if before.coded is None:
        mine.delete()
    else:
        mine.update(**before.coded)

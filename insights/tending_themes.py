"""What staff do with themes: give them names, join two that are one, divide one that is several.

Every verb says who (`by=`), is atomic, may be said twice, writes its audit event and returns the theme that holds
the stories afterwards. Raises NotAllowed with friendly words; nothing is changed then. Moving a single story is a
judgement about it and stands in `settling`.

Locks are taken as everywhere: the default theme of the kind, then tasks in the order of their ids.
"""

from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import Membership, User
from common import clock
from insights import finer_themes, grouping, putting_aside, ranking, settling, theming
from insights.allowing import NotAllowed, manager, member
from insights.models import ImprovementTask, Incident, Theme
from insights.models.improvement_task import ENDED, FREE, State
from insights.models.incident import IncidentQuerySet
from insights.prioritising import FORGOTTEN_AFTER_DAYS

MOVABLE = (*FREE, State.PARKED)  # nobody holds it: it may be merged


@transaction.atomic
def rename(theme: Theme, *, title: str, by: User) -> Theme:
    """A person's title, which the machine never writes over. An empty one gives the naming back to it.

    Who keeps the machine's title as it is leaves it the machine's, which renews it when words of it are hidden.
    """
    theme = _locked(theme)
    member(theme, by)
    if theme.merged_into_id:
        raise NotAllowed(_("This theme has been merged with another. Give that one a name."))
    if theme.is_default:
        raise NotAllowed(_("This holds what is not sorted finer yet. Its name is that of the category."))
    title = " ".join(title.split())[: finer_themes.TITLE_MAX]
    if title == theme.title and (title or not theme.named_by_id):
        return theme
    before = theme.title
    _name(theme, title, by)
    theme.save(update_fields=["title", "language", "named_by"])
    if theme.title != before or title:
        auditing.note(by, "theme.renamed" if title else "theme.name_given_back", theme)
    return theme


@transaction.atomic
def merge(theme: Theme, *, into: Theme, by: User) -> Theme:
    """`theme` becomes a name for `into`, which gets its stories, the coming ones too, and its improvements.

    A manager's who sees the whole organisation. Where both have a living improvement at the same place, the free one
    is merged into the other; where people hold both, both stay as they are.
    """
    _same_kind(theme, into)
    theme, into = _locked(theme), _locked(into)
    _sees_everything(manager(theme, by))
    if theme.merged_into_id and theme.merged_into_id == (into.merged_into_id or into.pk):
        return theme.merged_into
    if theme.is_default:
        raise NotAllowed(_("This holds what is not sorted finer yet. Choose a finer theme to merge."))
    if theme.pk == into.pk or theme.merged_into_id or into.merged_into_id:
        raise NotAllowed(_("Choose another living theme of the same kind to merge with."))
    touched = _join_tasks(theme, into, by=by)
    theme.incidents.update(theme=into, theme_unsure=False)
    theme.aliases.update(merged_into=into)  # nobody has to follow a chain
    theme.merged_into, theme.middle, theme.weight = into, None, 0
    theme.save(update_fields=["merged_into", "middle", "weight"])
    finer_themes.renew([into])
    _group_anew(into, left=touched)
    auditing.note(by, "theme.merged", theme, into=into.pk)
    auditing.note(by, "theme.received", into, merged=theme.pk)
    return into


@transaction.atomic
def split(
    theme: Theme,
    *,
    incidents: Collection[Incident],
    title: str = "",
    suggested: str = "",
    suggested_in: str = "",
    leave_tasks: bool = False,
    by: User,
) -> Theme:
    """These stories become a finer theme of their own. A manager's; an empty title leaves the naming to the machine.

    So does taking the title it has `suggested` (in that language) as it is: only another one is the person's.
    They stay in the improvements they belong to, unless `leave_tasks`: then they leave the living ones and are
    grouped anew.
    """
    theme = _locked(theme)
    manager(theme, by)
    ids = sorted({one.pk for one in incidents})
    chosen = list(Incident.objects.filter(pk__in=ids, organisation_id=theme.organisation_id).select_related("theme"))
    if not chosen or len(chosen) < len(ids):
        raise NotAllowed(_("Choose at least one story that is still here."))
    title = " ".join(title.split())[: finer_themes.TITLE_MAX]
    if (made := _already_divided(chosen, theme, title)) is not None:
        return made
    if any(one.theme_id != theme.pk for one in chosen):
        raise NotAllowed(_("Somebody has moved one of these stories meanwhile. Please choose again."))
    fresh = Theme.objects.create(
        organisation_id=theme.organisation_id,
        category=theme.category,
        polarity=theme.polarity,
        created_at=clock.now(),
    )
    left = _settle_in(fresh, ids, leave_tasks=leave_tasks, by=by)
    if title and suggested_in and title == " ".join(suggested.split()):
        fresh.title, fresh.language = title, suggested_in
    else:
        _name(fresh, title, by)
    fresh.save(update_fields=["title", "language", "named_by"])
    finer_themes.renew([theme, fresh])
    _group_anew(fresh, left=left)
    auditing.note(by, "theme.made", fresh, stories=len(ids), out_of=theme.pk)
    auditing.note(by, "theme.divided", theme, stories=len(ids), new=fresh.pk)
    return fresh


def free_stories(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """Those of what went wrong that stand in no improvement, or in one that nobody holds."""
    free = Q(task__isnull=True) | Q(task__state__in=FREE)
    return incidents.standing().negative().filter(free, answer__response__flagged=False)


@transaction.atomic
def make_task(theme: Theme, *, incidents: IncidentQuerySet, by: User) -> ImprovementTask:
    """An improvement of the theme's own, from its stories among `incidents`; the living one, if there is one already.

    A manager's. They leave the improvements of other themes, but none that somebody holds.
    """
    newest = free_stories(incidents).filter(theme=theme).newest_first().first()
    if newest is None:
        raise NotAllowed(_("No story here is free to start an improvement with."))
    settling.locked(newest)
    theme = _locked(theme)
    manager(theme, by)
    own = grouping.living_tasks(theme.organisation_id, [grouping.key_of(newest)])
    told = free_stories(incidents).filter(theme=theme).exclude(task__theme=theme)
    left = set(told.filter(task__isnull=False).values_list("task_id", flat=True))
    grouping.lock_living(theme.organisation_id, own, besides=left)
    Incident.objects.filter(pk__in=list(told.filter(task__in=left).values_list("pk", flat=True))).update(task=None)
    made = putting_aside.make_task(newest, by=by)
    _group_anew(theme, left=left - {made.pk})
    made.refresh_from_db()
    return made


def _locked(theme: Theme) -> Theme:
    """The theme as it is now; its kind is locked until the transaction ends."""
    theming.locked_defaults(theme.organisation_id, {theming.kind_of(theme)})
    return Theme.objects.select_related("merged_into").get(pk=theme.pk)


def _same_kind(theme: Theme, into: Theme) -> None:
    alike = theme.organisation_id == into.organisation_id and theming.kind_of(theme) == theming.kind_of(into)
    if not alike:
        raise NotAllowed(_("Choose another living theme of the same kind to merge with."))


def _sees_everything(membership: Membership) -> None:
    if not membership.sees_everything:
        raise NotAllowed(_("This reaches places you do not see. Ask somebody who sees the whole organisation."))


def _name(theme: Theme, title: str, by: User) -> None:
    if title:
        theme.title, theme.language, theme.named_by = title, "", by
        return
    (theme.title, theme.language), theme.named_by = finer_themes.own_title(theme), None


def _already_divided(chosen: list[Incident], theme: Theme, title: str) -> Theme | None:
    """The theme all of them went to when this was said before."""
    homes = {one.theme for one in chosen}
    if len(homes) > 1 or theme in homes:
        return None
    home = homes.pop()
    return home if not home.is_default and home.merged_into_id is None and title in ("", home.title) else None


def _join_tasks(theme: Theme, into: Theme, *, by: User) -> set[int]:
    """The improvements of `theme` become `into`'s; the ids of those to rank anew."""
    living = ImprovementTask.objects.living().filter(theme__in=[theme, into])
    living = list(living.select_for_update(of=("self",)).order_by("id"))
    theirs = {(one.unit_id, one.touchpoint_id): one for one in living if one.theme_id == into.pk}
    staying = []
    for task in (one for one in living if one.theme_id == theme.pk):
        other = theirs.get((task.unit_id, task.touchpoint_id))
        if other is None:
            continue
        if task.state in MOVABLE:
            putting_aside.merge(task, into=other, by=by)
        elif other.state in MOVABLE:
            putting_aside.merge(other, into=task, by=by)
        else:
            staying.append(task.pk)
    ImprovementTask.objects.filter(theme=theme).exclude(pk__in=staying).update(theme=into)
    return {one.pk for one in living}


def _settle_in(fresh: Theme, ids: list[int], *, leave_tasks: bool, by: User) -> set[int]:
    """The stories stand in their new theme, as a person's decision about what they are about and nothing else of them.

    Not every one has been read by whoever divides a theme. Returns the ids of the tasks they left.
    """
    rows, left = Incident.objects.filter(pk__in=ids), set()
    if leave_tasks:
        told = rows.negative().exclude(task__state__in=ENDED).filter(task__isnull=False)
        left = set(told.values_list("task_id", flat=True))
        list(ImprovementTask.objects.select_for_update(of=("self",)).filter(pk__in=left).order_by("id"))
        told.update(task=None)
    rows.filter(settled_at__isnull=True).update(settled_by=by, settled_at=clock.now())
    rows.update(
        theme=fresh,
        theme_pinned=True,
        theme_unsure=False,
        human_category=Coalesce("human_category", "machine_category"),
    )
    return left


def _group_anew(theme: Theme, *, left: Collection[int]) -> None:
    """What stands with no improvement in this theme is placed; these tasks and those that took something are ranked."""
    now = clock.now()
    free = Incident.objects.standing().negative().filter(theme=theme, task__isnull=True)
    free = free.filter(happened_at__gte=now - timedelta(days=FORGOTTEN_AFTER_DAYS), answer__response__flagged=False)
    free = list(free.select_related("theme").order_by("id"))
    living = grouping.lock_living(theme.organisation_id, map(grouping.key_of, free), besides=left)
    took = grouping.place(free, living=living, now=now)
    ranking.rescore({*left, *took}, now=now)
    ranking.withdraw_empty(left)

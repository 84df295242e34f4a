"""The review queue: which incident a person should look at next, and what one press about it does."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from common import clock
from insights import coding, rating, settling, undoing
from insights.allowing import NotAllowed
from insights.analysing import LOOK_AGAIN
from insights.engine import UNSURE
from insights.models import Coding, Incident
from insights.models.incident import POSITIVE, IncidentQuerySet, half_judged

LOOKED_AHEAD = 24  # incidents, to find one that nobody else is looking at
COUNTED = 1000  # beyond it nobody asks how many exactly
ONE_SITTING = timedelta(minutes=30)


@dataclass(frozen=True)
class Decided:
    """What a press did; can be kept as JSON until the next page, and holds none of the customer's words."""

    incident_id: int
    decided_at: str
    before: dict  # of undoing.Before
    was_blind: bool
    is_half: bool  # the rest is still a guess
    was: dict  # the reading before
    now: dict

    @property
    def lacks_severity(self) -> bool:
        """What was taken for praise is bad, and nobody has said how bad."""
        return self.now["is_incident"] and self.now["polarity"] != POSITIVE and self.now["severity"] is None


def waiting(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """Those nobody has judged or passed on, or only in part, and those whose words were changed after somebody had."""
    nobody = Q(settled_at__isnull=True, passed_on_at__isnull=True)
    not_all = nobody | half_judged() | Q(flags__icontains=LOOK_AGAIN)
    return incidents.filter(not_all, answer__response__flagged=False)


def unsure(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """Those of them where the guess is weak, or where words and choice, or words and an earlier decision, differ."""
    return waiting(incidents).filter(
        Q(machine_confidence__lt=UNSURE) | Q(flags__icontains=LOOK_AGAIN) | Q(theme_unsure=True) | rating.disagreeing()
    )


def next_one(
    incidents: IncidentQuerySet, *, by: User, members: QuerySet[Membership], skipped: Collection[int] = ()
) -> Incident | None:
    """What `by`, one of the `members`, should look at: the unsure first, then the newest.

    Two people get different ones where they can.
    """
    place, count = _place_among(members, by=by)
    for group in (unsure(incidents), waiting(incidents)):
        ahead = list(group.exclude(pk__in=skipped).newest_first().values_list("pk", flat=True)[:LOOKED_AHEAD])
        mine = [pk for pk in ahead if pk % count == place]
        if ahead:
            chosen = mine[0] if mine else ahead[-1]  # from the end, where nobody is
            return incidents.with_words().select_related("answer__question", "theme").get(pk=chosen)
    return None


def _place_among(colleagues: QuerySet[Membership], *, by: User) -> tuple[int, int]:
    """My place among those who could look through the queue, and how many they are."""
    members = list(colleagues.order_by("user_id").values_list("user_id", flat=True))
    return (members.index(by.pk), len(members)) if by.pk in members else (0, 1)


def unread(incidents: IncidentQuerySet, *, by: User) -> IncidentQuerySet:
    """Without those of which somebody else has said a part: for one who reads blind, and so judges the whole."""
    return incidents.exclude(half_judged() & ~Q(settled_by=by))


def count_waiting(incidents: IncidentQuerySet) -> int:
    """How many wait; at most COUNTED are counted."""
    return waiting(incidents).newest_first()[:COUNTED].count()


def count_looked_at(codings: QuerySet[Coding], *, zone) -> int:
    """How many incidents somebody has looked at since midnight, all of it and not only one value."""
    today = clock.now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    in_part = Q(category="") | Q(polarity="") | (Q(severity=None) & ~Q(polarity=POSITIVE))
    whole = codings.filter(coded_at__gte=today).exclude(in_part, is_incident=True)
    return whole.values("incident").distinct().count()


@transaction.atomic
def decide(
    incident: Incident, reading: coding.Reading | None, *, by: User, was_blind: bool = False, **changes
) -> Decided:
    """One press: `reading` as a whole, or `changes` to the guess, which say nothing about the rest of it.

    No changes say that the rest is right. Raises NotAllowed when somebody else has settled it already: nobody's word
    is overwritten by a quick key.
    """
    incident = settling.locked(incident)
    if _overwrites(incident, reading, changes, by=by):
        raise NotAllowed(
            _("%(name)s was quicker and has looked at this one. Nothing was changed.")
            % {"name": incident.settled_by.display_name}
        )
    before, was = undoing.standing(incident, by=by), current(incident)
    if reading and not reading.is_incident:
        incident = settling.dismiss(incident, by=by, was_blind=was_blind)
    else:
        if reading:
            changes = {"category": reading.category, "polarity": reading.polarity, "severity": reading.severity}
        is_whole = reading is not None or not any(changes.values())
        incident = settling.correct(incident, by=by, was_blind=was_blind, rest_is_right=is_whole, **changes)
    now = current(incident)
    return Decided(
        incident_id=incident.pk,
        decided_at=incident.settled_at.isoformat(),
        before=asdict(before),
        was_blind=was_blind,
        is_half=incident.is_half_judged,
        was=asdict(was),
        now=asdict(now),
    )


def _overwrites(incident: Incident, reading: coding.Reading | None, changes: dict, *, by: User) -> bool:
    """Whether somebody else's word would be lost. What they left as a guess is anybody's to say."""
    if not incident.settled_at or incident.settled_by_id == by.pk or LOOK_AGAIN in incident.flags:
        return False
    if reading or not incident.is_half_judged:
        return True
    return any(value and getattr(incident, f"human_{name}") not in (None, value) for name, value in changes.items())


def current(incident: Incident) -> coding.Reading:
    """As it stands: a person's word where there is one, else the guess."""
    if incident.dismissed:
        return coding.Reading(is_incident=False)
    return coding.Reading.of(incident.category, incident.polarity, incident.severity)

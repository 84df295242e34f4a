"""Collected or used: whether what customers told has led to anything (handbook 05, section 8).

Reading and automatic sorting are not use. What counts as an incident that should have led somewhere, and as a
use of it, the caller decides; here it is only counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

GRACE_DAYS = 14
OK, WARN, PAUSE, NO_DATA = "ok", "warn", "pause", "no_data"


@dataclass(frozen=True)
class Told:
    """An incident: the day it was told and the day a person first did something with it, if anybody has."""

    received: date
    used: date | None = None


@dataclass(frozen=True)
class Use:
    """`ratio` is None when nothing is due; `median_days_to_action` is None when nothing was ever used."""

    due: int
    used: int
    ratio: float | None
    median_days_to_action: float | None
    status: str


def used_ratio(told: Iterable[Told], *, today: date, grace_days: int = GRACE_DAYS) -> Use:
    """How much of what is due was used. Incidents younger than the grace days count on neither side.

    The median is over everything ever used, young ones too.
    """
    incidents = list(told)
    due = [incident for incident in incidents if (today - incident.received).days >= grace_days]
    used = sum(1 for incident in due if incident.used is not None)
    days = [(incident.used - incident.received).days for incident in incidents if incident.used is not None]
    return use_of(due=len(due), used=used, median_days_to_action=float(median(days)) if days else None)


def use_of(*, due: int, used: int, median_days_to_action: float | None = None) -> Use:
    """The same from counts the database has already made."""
    if not due:
        return Use(due, used, None, median_days_to_action, NO_DATA)
    ratio = used / due
    if ratio >= 0.5:
        status = OK
    elif ratio < 0.2 and due >= 10:
        status = PAUSE
    else:
        status = WARN
    return Use(due, used, ratio, median_days_to_action, status)

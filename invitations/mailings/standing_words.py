"""A standing send in the reader's words: for whom, when, how it stands."""

from dataclasses import dataclass

from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from invitations.mailings import recipients, standing
from invitations.models import StandingSend


@dataclass(frozen=True)
class Standing:
    """How it stands, for a pill."""

    words: str
    tone: str
    icon: str


def whom(one: StandingSend) -> str:
    return " · ".join(recipients.described(one.organisation, {**one.recipients, "units": [one.unit_id]}))


def when(one: StandingSend) -> str:
    """ "1 day after the visit, at 10:00" """
    at = {"count": one.days_after, "time": time_format(one.send_at, "H:i")}
    if not one.days_after:
        return _("On the day of the visit, at %(time)s") % at
    words = ngettext(
        "%(count)d day after the visit, at %(time)s", "%(count)d days after the visit, at %(time)s", one.days_after
    )
    return words % at


def state(one: StandingSend) -> Standing:
    if one.ended_at:
        return Standing(_("Ended"), "", "")
    if one.paused_at:
        return Standing(_("Paused"), "amber", "pause")
    if standing.reason_to_rest(one, clock.now()):
        return Standing(_("Waits"), "amber", "clock")
    return Standing(_("Sends every day"), "good", "check")


def day(one: StandingSend, wanted) -> str:
    """ "Today", "Tomorrow", or the day of the week with its date, as the language writes them."""
    ahead = (wanted - standing.day_at(one.organisation, clock.now())).days
    if ahead == 0:
        return _("Today")
    if ahead == 1:
        return _("Tomorrow")
    return capfirst(f"{date_format(wanted, 'D')} {date_format(wanted, 'MONTH_DAY_FORMAT')}")

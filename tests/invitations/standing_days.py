"""What the stories of standing sends share: the days of one week in November, the clock and the worker."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from common import clock
from invitations.mailings import keeping_standing, letters, standing
from invitations.mailings.expanding import expand_whole
from invitations.models import Invitation, Mailing, StandingSend

STOCKHOLM = ZoneInfo("Europe/Stockholm")
STARTED = datetime(2026, 11, 16, 8, tzinfo=STOCKHOLM)  # a Monday


def start(survey, unit, *, by=None, at=STARTED, **wish) -> StandingSend:
    """A day after the visit, at ten, unless something else is wished."""
    wish = {"recipients": {}, "days_after": 1, "send_at": time(10), "letter": letters.default_for(survey)} | wish
    with clock.at(at):
        return keeping_standing.start(survey, unit=unit, by=by, **wish)


def local(day: int, hour: int = 11, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=STOCKHOLM)


def on(day: int) -> date:
    return date(2026, 11, day)


def send(moment: datetime) -> int:
    """The clock strikes, and the worker expands what was made."""
    with clock.at(moment):
        made = standing.send_due()
        for mailing in Mailing.objects.to_expand():
            expand_whole(mailing)
    return made


def asked() -> list[str]:
    return sorted(Invitation.objects.values_list("customer__name", flat=True))

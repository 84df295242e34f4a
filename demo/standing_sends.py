"""The demo's standing sends: the guests of both houses are asked the day after they have gone home."""

from collections.abc import Iterable
from datetime import datetime, time

from accounts.models import Unit, User
from common import clock
from invitations.mailings import keeping_standing, letters
from invitations.models import StandingSend
from surveys.models import Survey

SEND_AT = time(10)


def every_day(survey: Survey, *, units: Iterable[Unit], by: User, at: datetime) -> list[StandingSend]:
    """One for each house, started at that moment: whoever went home on that day is the first to be asked."""
    wish = {"recipients": {}, "days_after": 1, "send_at": SEND_AT, "letter": letters.default_for(survey), "by": by}
    with clock.at(at):
        return [keeping_standing.start(survey, unit=unit, **wish) for unit in units]

"""Nobody is woken by a machine: quiet hours where the organisation lives, and days to wait after a visit."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from invitations.mailings import due_times, quiet_hours
from invitations.models import Mailing
from tests import cast

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("moment", "goes"),
    [
        (local(3, 19, 59), local(3, 19, 59)),
        (local(3, 20), local(4, 8)),
        (local(3, 23, 59), local(4, 8)),
        (local(4, 0), local(4, 8)),
        (local(4, 7, 59), local(4, 8)),
        (local(4, 8), local(4, 8)),
        (local(25, 1, 30, month=10), local(25, 8, month=10)),  # the night that has an hour more
        (local(28, 23, month=3), local(29, 8, month=3)),  # and the one that has an hour less
    ],
)
def test_the_night_ends_in_the_morning(hotel, moment, goes):
    assert quiet_hours.allowed_from(hotel, moment) == goes


def test_hours_within_a_day_and_none_at_all(hotel):
    hotel.quiet_from, hotel.quiet_until = time(12), time(14)
    assert quiet_hours.allowed_from(hotel, local(3, 13)) == local(3, 14)
    assert quiet_hours.allowed_from(hotel, local(3, 23)) == local(3, 23)
    hotel.quiet_until = time(12)
    assert quiet_hours.allowed_from(hotel, local(3, 12)) == local(3, 12)


def test_a_demo_is_never_held(hotel):
    hotel.is_demo = True
    assert quiet_hours.allowed_from(hotel, local(3, 23)) == local(3, 23)


def mailing(hotel, **fields) -> Mailing:
    return Mailing(organisation=hotel, survey=cast.published_survey(hotel), **fields)


def test_what_a_person_sends_now_goes_by_night_and_what_the_clock_sends_waits(hotel):
    night = local(3, 23)
    assert due_times.first_due(mailing(hotel), None, now=night) == night
    assert due_times.first_due(mailing(hotel, scheduled_at=night), None, now=night) == local(4, 8)


@pytest.mark.parametrize(
    ("used", "due"),
    [
        (local(2, 11), local(4, 11)),  # two days after the visit
        (local(1, 10), local(3, 12)),  # long enough ago: at once
        (None, local(3, 12)),  # no visit known: at once
        (local(2, 1), local(4, 8)),  # two days after a visit by night, in the morning
    ],
)
def test_so_many_days_after_the_visit(hotel, used, due):
    assert due_times.first_due(mailing(hotel, not_before_days=2), used, now=local(3, 12)) == due


def test_days_after_a_visit_keep_the_hour_when_the_clocks_change(hotel):
    now, used = local(24, 12, month=10), local(24, 10, month=10)
    due = due_times.first_due(mailing(hotel, not_before_days=2), used, now=now)
    assert due == local(26, 10, month=10)  # 49 hours later

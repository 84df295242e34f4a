"""What a standing send will do: the page asks what the sending asks, so the two cannot differ."""

from datetime import datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from common import clock
from invitations.mailings import forecasting, sending
from invitations.models import Customer, Mailing, Spared, StandingSend
from invitations.stopping import suppressing
from tests import cast
from tests.invitations.standing_days import STARTED, local, on, send, start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def barn(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Ladan", by=agnes)


@pytest.fixture
def survey(hotel):
    with clock.at(STARTED):
        return cast.published_survey(hotel)


@pytest.fixture
def daily(survey, barn, maria):
    return start(survey, barn, by=maria)


@pytest.fixture
def guest(hotel, barn):
    """guest("anna", when she left)"""

    def guest(name: str, left: datetime | None, **fields) -> Customer:
        address = f"{name}@guest.example"
        return cast.customer(hotel, address, **{"name": name, "unit": barn, "use_happened_at": left, **fields})

    return guest


def foretold(one: StandingSend, day: int):
    return forecasting.forecast(
        StandingSend.objects.select_related("survey", "organisation", "unit").get(pk=one.pk), on(day)
    )


def test_what_is_foretold_is_what_is_sent(daily, survey, guest, hotel, maria):
    for number in range(6):
        guest(f"g{number}", local(17), language=("sv", "en", "da")[number % 3])
    guest("first", local(16))
    send(local(17, 10))
    guest("late", local(16))
    for name in ("g0", "g1"):
        suppressing.suppress(hotel, f"{name}@guest.example")
    with clock.at(local(10)):
        sending.invite(survey, [Customer.objects.get(name="g2")], by=maria)
    with clock.at(local(17, 15)):
        told = foretold(daily, 18)
    assert (told.count, told.late, told.rests, told.mailing) == (4, 1, "", None)
    assert told.languages == [("sv", 3), ("en", 1)]  # who speaks Danish is asked in the survey's main language
    assert (told.moment, told.goes_at) == (local(18, 10), local(18, 10))
    send(local(18, 10))
    mailing = Mailing.objects.get(standing=daily, standing_day=on(18))
    assert sorted(told.asked) == sorted(mailing.invitations.values_list("customer_id", flat=True))
    really = {one.customer_id: (one.reason, one.until) for one in mailing.spared.all()}
    assert {key: (verdict.reason, verdict.until) for key, verdict in told.held.items()} == really
    assert sorted(verdict.reason for verdict in told.held.values()) == ["resting", "stopped", "stopped"]
    with clock.at(local(18, 11)):
        after = foretold(daily, 18)
    assert (after.count, after.held, after.mailing) == (0, {}, mailing)


def test_each_day_to_come_has_its_own_guests(daily, guest):
    for day in range(16, 21):
        guest(f"g{day}", local(day))
    with clock.at(local(17, 9)):
        told = {day: foretold(daily, day).asked for day in range(17, 23)}
    by_name = {one.pk: one.name for one in Customer.objects.all()}
    expected = {17: ["g16"], 18: ["g17"], 19: ["g18"], 20: ["g19"], 21: ["g20"], 22: []}
    assert {day: [by_name[pk] for pk in asked] for day, asked in told.items()} == expected


def test_a_visit_after_the_hour_is_foretold_for_the_next_day(survey, barn, guest):
    one = start(survey, barn, days_after=0, send_at=time(16))
    guest("early", local(18, 9))
    guest("evening", local(18, 18))
    with clock.at(local(17, 20)):
        counts = [foretold(one, day).count for day in (18, 19, 20)]
    assert counts == [1, 1, 0]


def test_who_is_asked_by_another_standing_send_first_is_foretold_as_held(daily, survey, hotel, guest):
    whole = start(survey, cast.root_unit(hotel), send_at=time(9))
    guest("anna", local(16))
    with clock.at(local(16, 20)):
        first, second = foretold(whole, 17), foretold(daily, 17)
    assert (first.count, second.count) == (1, 0)
    send(local(17, 9))
    send(local(17, 10))
    spared = Spared.objects.get(mailing__standing=daily)
    assert {pk: (v.reason, v.until) for pk, v in second.held.items()} == {
        spared.customer_id: (spared.reason, spared.until)
    }


def test_the_list_that_stopped_coming_is_noticed(daily, guest):
    assert forecasting.last_use(daily) is None
    assert not forecasting.is_list_silent(daily, None)
    guest("anna", local(18))
    guest("booked", local(28))
    for day, silent in ((18, False), (20, False), (21, True)):
        with clock.at(local(day, 12)):
            latest = forecasting.last_use(daily)
            assert (latest, forecasting.is_list_silent(daily, latest)) == (on(18), silent)


def test_foretelling_costs_no_more_for_many(daily, guest):
    def queries() -> int:
        with clock.at(local(17, 15)), CaptureQueriesContext(connection) as captured:
            foretold(daily, 18)
        return len(captured)

    guest("one", local(17))
    queries()
    first = queries()
    for number in range(60):
        guest(f"g{number}", local(17))
    assert queries() == first

"""Every guest, some days after the visit: one mailing a day, nobody twice for one visit, and what rests says why."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from common import clock
from invitations.mailings import forecasting, keeping_standing, pausing, standing
from invitations.models import Contact, Customer, Invitation, Mailing, Spared, StandingSend
from surveys.models import Survey
from tests import cast
from tests.asserting import refused
from tests.invitations.standing_days import STARTED, STOCKHOLM, asked, local, on, send, start

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


def test_those_who_left_yesterday_are_asked_at_the_hour(daily, guest):
    guest("anna", local(16, 0, 0))
    guest("bo", local(16, 23, 59))
    guest("eva", local(17, 0, 0))
    guest("unknown", None)
    assert (send(local(17, 9, 59)), asked()) == (0, [])
    assert (send(local(17, 10)), asked()) == (1, ["anna", "bo"])
    assert send(local(17, 18)) == 0
    assert (send(local(18, 10)), asked()) == (1, ["anna", "bo", "eva"])
    mailing = Mailing.objects.get(standing_day=on(17))
    assert (mailing.standing, mailing.created_by, mailing.from_name) == (daily, None, "Fjällhotellet")
    assert not mailing.is_by_hand


@pytest.mark.parametrize(("days_after", "expected"), [(0, 16), (1, 17), (3, 19), (14, 30)])
def test_days_after_are_whole_days(survey, barn, guest, days_after, expected):
    start(survey, barn, days_after=days_after)
    guest("anna", local(16, 9, 30))
    for day in range(16, 31):
        send(local(day, 10))
    assert list(Mailing.objects.values_list("standing_day", flat=True)) == [on(expected)]


def test_on_the_same_day_nobody_is_asked_before_the_visit_is_over(survey, barn, guest):
    start(survey, barn, days_after=0, send_at=time(16))
    guest("early", local(16, 9))
    guest("late", local(16, 18))
    send(local(16, 16))
    assert asked() == ["early"]
    send(local(17, 16))
    assert asked() == ["early", "late"]


def test_twice_is_once(daily, guest, survey):
    guest("anna", local(16))
    assert [send(local(17, 10)) for _again in range(3)] == [1, 0, 0]
    words = {"reply_to_name": "Maria", "reply_to_email": "maria@example.org", "created_at": STARTED}
    again = {"organisation": survey.organisation, "survey": survey, "standing": daily, "standing_day": on(17)}
    assert "standing" in refused(lambda: Mailing.objects.create(**again, **words))


def test_a_second_clock_at_the_same_moment_makes_no_second_mailing(daily, guest, monkeypatch):
    """It looked before the first one had stored its mailing."""
    guest("anna", local(16))
    real, looks = standing.mailing_of, []

    def blind_at_first(one, day):
        looks.append(day)
        return None if len(looks) <= 2 else real(one, day)

    assert send(local(17, 10)) == 1
    monkeypatch.setattr(standing, "mailing_of", blind_at_first)
    guest("bo", local(16))
    send(local(17, 10))
    assert (Mailing.objects.count(), asked()) == (1, ["anna"])


def test_nobody_there_is_no_mailing_and_a_list_that_comes_later_that_day_is_still_sent(daily, guest):
    assert send(local(17, 10)) == 0
    guest("anna", local(16))
    assert (send(local(17, 14)), asked()) == (1, ["anna"])


def test_a_late_list_is_caught_up_with_for_a_week(daily, guest):
    start_day = local(16)
    guest("anna", start_day)
    send(local(17, 10))
    guest("late", start_day)
    guest("too-late", local(17))
    assert (send(local(24, 10)), asked()) == (1, ["anna", "late", "too-late"])
    guest("eight-days", local(16))
    assert (send(local(25, 10)), asked()) == (0, ["anna", "late", "too-late"])


def test_days_of_rest_of_the_server_are_caught_up_with_in_one_mailing(daily, guest):
    for day in range(16, 20):
        guest(f"guest-{day}", local(day))
    assert send(local(20, 10)) == 1
    assert asked() == [f"guest-{day}" for day in range(16, 20)]
    assert list(Mailing.objects.values_list("standing_day", flat=True)) == [on(20)]


def test_visits_from_before_it_was_there_stay_unasked(survey, barn, guest):
    guest("before", local(15))
    guest("yesterday", local(16))
    start(survey, barn, at=local(17, 9))
    send(local(17, 10))
    assert asked() == ["yesterday"]


def test_started_after_its_hour_it_begins_tomorrow(survey, barn, guest):
    guest("yesterday", local(16))
    guest("today", local(17))
    start(survey, barn, at=local(17, 15))
    assert send(local(17, 15, 1)) == 0
    assert (send(local(18, 10)), asked()) == (1, ["today"])


def test_the_same_visit_is_one_use_however_its_hour_is_corrected(daily, guest):
    anna = guest("anna", local(16, 10))
    send(local(17, 10))
    Customer.objects.filter(pk=anna.pk).update(use_happened_at=local(16, 12))
    assert send(local(18, 10)) == 0


def test_a_new_visit_within_the_rest_is_spared_once(daily, guest):
    anna = guest("anna", local(16))
    send(local(17, 10))
    Customer.objects.filter(pk=anna.pk).update(use_happened_at=local(18))
    assert send(local(19, 10)) == 1
    assert send(local(20, 10)) == 0
    spared = Spared.objects.get()
    assert (spared.customer, spared.reason, spared.use_happened_at, asked()) == (anna, "resting", local(18), ["anna"])


def test_a_guest_who_comes_back_after_the_rest_is_asked_again(daily, guest, hotel):
    anna = guest("anna", local(16))
    send(local(17, 10))
    later = local(17) + timedelta(days=30)
    Customer.objects.filter(pk=anna.pk).update(use_happened_at=later - timedelta(days=1))
    assert (send(later), asked()) == (1, ["anna", "anna"])


def test_who_waits_in_a_mailing_not_expanded_yet_is_not_chosen_again(daily, guest, maria):
    guest("anna", local(16))
    with clock.at(local(17, 10)):
        standing.send_due()
        pausing.pause(Mailing.objects.get(), by=maria)
    guest("bo", local(17))
    with clock.at(local(18, 10)):
        assert standing.send_due() == 1
    assert [len(one.recipients["customers"]) for one in Mailing.objects.order_by("pk")] == [1, 1]


def test_only_customers_of_the_unit_and_below(daily, guest, hotel, barn, agnes, library):
    loft = arranging_units.add(parent=barn, name="Loftet", by=agnes)
    lodge = arranging_units.add(parent=cast.root_unit(hotel), name="Lodgen", by=agnes)
    guest("below", local(16), unit=loft)
    guest("beside", local(16), unit=lodge)
    guest("above", local(16), unit=cast.root_unit(hotel))
    cast.customer(library, "olga@book.example", name="stranger", use_happened_at=local(16))
    send(local(17, 10))
    assert asked() == ["below"]


def test_narrowed_by_language_and_by_a_column_of_the_list(survey, barn, guest):
    wish = {"language": "fi", "attribute": {"name": "Room type", "value": "Suite"}}
    start(survey, barn, recipients=wish)
    suite = {"attributes": {"Room type": "Suite"}}
    guest("swedish", local(16), **suite)
    guest("finnish", local(16), language="fi", **suite)
    guest("single", local(16), language="fi", attributes={"Room type": "Single"})
    send(local(17, 10))
    assert asked() == ["finnish"]


def test_it_rests_while_paused_and_catches_up(daily, guest, maria):
    guest("anna", local(16))
    keeping_standing.pause(daily, by=maria)
    assert send(local(17, 10)) == 0
    daily.refresh_from_db()
    assert standing.reason_to_rest(daily, local(18)) == "This standing send is paused."
    keeping_standing.go_on(daily, by=maria)
    assert (send(local(18, 10)), asked()) == (1, ["anna"])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closed_at": local(17, 9)}, "The survey is closed"),
        ({"paused_until": local(25)}, "rests until"),
        ({"anonymity": "anonymous"}, "anonymous"),
        ({"published_version": None}, "not published"),
    ],
)
def test_a_survey_that_rests_or_is_closed_sends_nothing_and_says_so(daily, survey, guest, change, words):
    guest("anna", local(16))
    Survey.objects.filter(pk=survey.pk).update(**change)
    assert (send(local(17, 10)), Mailing.objects.count()) == (0, 0)
    with clock.at(local(17, 11)):
        told = forecasting.forecast(StandingSend.objects.select_related("survey").get(), on(18)).rests
    assert words in told


def test_a_fault_in_one_keeps_no_other_back(daily, survey, hotel, guest, monkeypatch):
    other = start(survey, cast.root_unit(hotel), send_at=time(11))
    guest("anna", local(16), unit=cast.root_unit(hotel))
    real = standing.recipients_on
    monkeypatch.setattr(standing, "recipients_on", lambda one, day: 1 / 0 if one == daily else real(one, day))
    assert send(local(17, 12)) == 1
    assert Mailing.objects.get().standing == other


def test_quiet_hours_hold_the_mails_until_the_morning(survey, barn, guest):
    start(survey, barn, send_at=time(21))
    guest("anna", local(16))
    send(local(17, 21))
    delivery = Invitation.objects.get().deliveries.get()
    assert delivery.send_after == local(18, 8)


@pytest.mark.parametrize(
    ("night", "send_at", "expected"),
    [
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),  # the clock leaps over it: 03:30
        (date(2027, 3, 28), time(10), datetime(2027, 3, 28, 8, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # it comes twice: the first
        (date(2026, 10, 25), time(10), datetime(2026, 10, 25, 9, tzinfo=UTC)),
    ],
)
def test_the_hour_where_the_clock_is_changed(hotel, survey, barn, guest, night, send_at, expected):
    began = datetime.combine(night - timedelta(days=5), time(8), tzinfo=STOCKHOLM)
    one = start(survey, barn, send_at=send_at, at=began)
    assert standing.moment_of(one, night) == expected
    last_minute = datetime.combine(night - timedelta(days=1), time(23, 59), tzinfo=STOCKHOLM)
    guest("anna", last_minute)
    guest("same-day", last_minute + timedelta(minutes=1))
    assert send(expected - timedelta(minutes=1)) == 0
    for minutes in (0, 30, 60, 90, 120):  # also when the same hour comes again
        send(expected + timedelta(minutes=minutes))
    assert (asked(), Mailing.objects.get().standing_day) == (["anna"], night)


def test_two_zones_have_two_mornings(daily, guest, library):
    library.time_zone = "Pacific/Auckland"
    library.save()
    theirs = cast.published_survey(library)
    start(theirs, theirs.unit)
    auckland = ZoneInfo("Pacific/Auckland")
    cast.customer(library, "k@a.example", name="kiwi", use_happened_at=datetime(2026, 11, 17, 12, tzinfo=auckland))
    guest("anna", local(17))
    send(datetime(2026, 11, 18, 10, tzinfo=auckland))
    assert asked() == ["kiwi"]
    send(local(18, 10))
    assert asked() == ["anna", "kiwi"]


def test_sending_costs_no_more_for_many(daily, guest):
    def queries(day: int, guests: int) -> int:
        for number in range(guests):
            guest(f"g{day}-{number}", local(day))
        with clock.at(local(day + 1, 10)), CaptureQueriesContext(connection) as captured:
            assert standing.send_due() == 1
        return len(captured)

    queries(16, 1)
    Mailing.objects.update(expanded_at=STARTED)
    one = queries(17, 1)
    Mailing.objects.update(expanded_at=STARTED)
    assert queries(18, 60) == one
    assert Contact.objects.count() == 0  # the worker has not begun

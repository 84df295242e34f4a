"""Accepted is one row; the worker makes mails of it in batches, and nothing is lost or doubled wherever it stops."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from common import clock, working
from common.models import Work
from invitations.mailings import expanding, letters, scheduling, sending
from invitations.models import Contact, Customer, EmailDelivery, Invitation, Mailing, Spared, StandingSend
from invitations.stopping import forgetting, suppressing
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)
DAY = timedelta(days=1)
NIGHT_ENDS = datetime(2026, 3, 5, 7, tzinfo=UTC)  # eight in the morning in Stockholm


@pytest.fixture(autouse=True)
def noon():
    """Far from quiet hours."""
    with clock.at(NOON):
        yield


@pytest.fixture
def expand():
    return lambda: working.do_waiting(sending.EXPAND)


def guests(hotel, count: int) -> list[Customer]:
    unit, now = cast.root_unit(hotel), clock.now()
    return Customer.objects.bulk_create(
        Customer(organisation=hotel, unit=unit, email=f"guest{n}@guest.example", language="sv", created_at=now)
        for n in range(count)
    )


def accept(survey, recipients=None, *, by=None, **named) -> Mailing:
    letter = named.pop("letter", None) or letters.default_for(survey)
    return sending.accept(survey, recipients or {}, by=by, letter=letter, **named)


def statements(call) -> int:
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum(query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for query in captured.captured_queries)


def due_of_mails() -> list[datetime]:
    return list(Work.objects.filter(kind=sending.SEND_MAIL).order_by("object_id").values_list("due", flat=True))


def test_accepting_ten_thousand_costs_what_one_costs_and_the_worker_asks_each_once(hotel, maria, expand):
    guests(hotel, 10_000)
    surveys = [cast.published_survey(hotel, name=name) for name in ("One", "All")]
    one = {"customers": [Customer.objects.first().pk]}
    with clock.at(NOON - 40 * DAY):
        assert statements(lambda: accept(surveys[0], one, by=maria)) == statements(lambda: accept(surveys[1], by=maria))
        assert Invitation.objects.count() == 0
        expand()
    mailing = Mailing.objects.get(survey=surveys[1])
    assert (mailing.expanded_to, mailing.expanded_at) == (Customer.objects.last().pk, NOON - 40 * DAY)
    counts = [model.objects.count() for model in (Invitation, EmailDelivery, Contact)]
    assert (counts, Spared.objects.count()) == ([10_000] * 3, 1)
    assert Work.objects.filter(kind=sending.SEND_MAIL).count() == 10_000
    assert Invitation.objects.values("customer").distinct().count() == 10_000


def test_a_batch_costs_the_same_statements_however_full_it_is(hotel, maria):
    guests(hotel, 1_010)
    few, many = (cast.published_survey(hotel, name=name) for name in ("Few", "Many"))
    ids = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    cost = []
    for survey, keys in ((few, ids[:10]), (many, ids[10:1_000])):
        mailing = accept(survey, {"customers": keys}, by=maria)
        cost.append(statements(lambda pk=mailing.pk: expanding.expand_some(pk)))
    assert cost[0] == cost[1]


def test_a_worker_that_dies_in_a_batch_loses_it_whole_and_the_next_one_makes_it(
    hotel, maria, survey, expand, monkeypatch
):
    guests(hotel, 25)
    monkeypatch.setattr(expanding, "BATCH", 10)
    mailing = accept(survey, by=maria)
    assert expanding.expand_some(mailing.pk) is False
    put_each = working.put_each
    monkeypatch.setattr(working, "put_each", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        expanding.expand_some(mailing.pk)
    counts = [model.objects.count() for model in (Invitation, EmailDelivery, Contact)]
    assert (counts, len(due_of_mails())) == ([10] * 3, 10)
    monkeypatch.setattr(working, "put_each", put_each)
    expand()
    expand()
    assert [model.objects.count() for model in (Invitation, EmailDelivery, Contact)] == [25] * 3
    assert (len(due_of_mails()), Work.objects.unfinished().filter(kind=sending.EXPAND).count()) == (25, 0)


def test_a_long_mailing_lets_others_in_between(hotel, maria, survey, expand, monkeypatch):
    guests(hotel, 25)
    monkeypatch.setattr(expanding, "BATCH", 2)
    accept(survey, by=maria)
    assert expand() == 2  # claims, each of ten batches at most
    assert Invitation.objects.count() == 25
    assert Work.objects.get(kind=sending.EXPAND).attempts == 1


def test_the_same_form_and_the_same_day_of_a_standing_send_are_one_mailing(hotel, survey, carl, maria):
    number = uuid.uuid4()
    assert accept(survey, by=maria, form_number=number) == accept(survey, by=maria, form_number=number)
    standing = StandingSend.objects.create(
        organisation=hotel, survey=survey, unit=carl.unit, created_at=NOON, **letters.default_for(survey).columns()
    )
    day = {"standing": standing, "standing_day": date(2026, 3, 4), "scheduled_at": NOON}
    assert accept(survey, **day) == accept(survey, **day)
    assert (Mailing.objects.count(), Work.objects.count()) == (2, 2)


def test_nobody_to_ask_is_refused_now_but_may_come_until_later(survey, maria):
    with pytest.raises(sending.NotSendable, match="Nobody is chosen"):
        accept(survey, by=maria)
    with pytest.raises(sending.NotSendable, match="Nobody is chosen"):
        accept(survey, {"customers": [0]}, by=maria, scheduled_at=NOON + DAY)
    assert accept(survey, by=maria, scheduled_at=NOON + DAY).state == Mailing.State.SCHEDULED


def test_a_mailing_for_a_time_the_survey_is_closed_is_refused(survey, carl, maria):
    Survey.objects.update(closes_at=NOON + 2 * DAY)
    with pytest.raises(sending.NotSendable, match="closed"):
        accept(survey, by=maria, scheduled_at=NOON + 3 * DAY)
    assert accept(survey, by=maria, scheduled_at=NOON + DAY).scheduled_at == NOON + DAY
    Survey.objects.update(opens_at=NOON + timedelta(hours=1))
    assert accept(survey, by=maria, scheduled_at=NOON + DAY).state == Mailing.State.SCHEDULED


def test_a_scheduled_mailing_asks_those_known_when_its_time_has_come(survey, hotel, maria, expand):
    mailing = accept(survey, by=maria, scheduled_at=NOON + DAY)
    cast.customer(hotel)
    assert expand() == 0
    with clock.at(NOON + DAY):
        expand()
    mailing.refresh_from_db()
    assert (mailing.state, Invitation.objects.get().customer.email) == ("sending", "carl@guest.example")
    assert due_of_mails() == [NOON + DAY]


def test_a_scheduled_mailing_is_moved_until_it_has_begun(survey, carl, maria, expand):
    mailing = accept(survey, by=maria, scheduled_at=NOON + DAY)
    scheduling.move(mailing, to=NOON + 2 * DAY, by=maria)
    scheduling.move(mailing, to=NOON + 2 * DAY, by=maria)
    assert AuditEvent.objects.filter(verb="mailing.moved").count() == 1
    with pytest.raises(scheduling.NotMovable, match="gone by"):
        scheduling.move(mailing, to=NOON, by=maria)
    with clock.at(NOON + DAY):
        assert expand() == 0
    with clock.at(NOON + 2 * DAY):
        assert expand() == 1
        with pytest.raises(scheduling.NotMovable, match="begun"):
            scheduling.move(mailing, to=NOON + 3 * DAY, by=maria)


def test_a_scheduled_mail_that_would_go_by_night_waits_for_the_morning(survey, carl, maria, expand, work):
    evening = NOON + timedelta(hours=10)
    accept(survey, by=maria, scheduled_at=evening)
    with clock.at(evening):
        expand()
        work()
    assert (due_of_mails(), EmailDelivery.objects.get().send_after) == ([NIGHT_ENDS], NIGHT_ENDS)
    assert Contact.objects.get().at == NIGHT_ENDS


def test_what_a_person_sends_by_night_goes_at_once(survey, carl, maria, expand, work):
    with clock.at(NOON + timedelta(hours=10)):
        accept(survey, by=maria)
        expand()
        work()
    assert EmailDelivery.objects.get().state == "outbox"


def test_a_visit_too_recent_is_waited_for_and_the_link_lives_from_then(survey, hotel, maria, expand, work):
    cast.customer(hotel, use_happened_at=NOON - timedelta(hours=1))
    cast.customer(hotel, "anna@guest.example", use_happened_at=NOON - 9 * DAY)
    letter = letters.Letter("Hotellet", "Maria", "maria@example.org", not_before_days=3)
    accept(survey, by=maria, letter=letter)
    expand()
    due = NOON + 3 * DAY - timedelta(hours=1)
    assert due_of_mails() == [due, NOON]
    assert list(EmailDelivery.objects.order_by("pk").values_list("send_after", flat=True)) == [due, None]
    assert [one.expires_at for one in Invitation.objects.order_by("pk")] == [due + 60 * DAY, NOON + 60 * DAY]
    assert [one.use_happened_at for one in Invitation.objects.order_by("pk")] == [
        NOON - timedelta(hours=1),
        NOON - 9 * DAY,
    ]


def test_a_link_never_outlives_what_we_know_of_the_customer(survey, hotel, maria, expand):
    cast.customer(hotel, use_happened_at=NOON + 20 * DAY)
    accept(survey, by=maria, letter=letters.Letter("Hotellet", "Maria", "maria@example.org", not_before_days=20))
    expand()
    assert Invitation.objects.get().expires_at == NOON + forgetting.KEPT


def test_the_spared_are_noted_with_their_visit_and_the_day_they_may_be_asked_again(hotel, survey, maria, expand):
    used = NOON - DAY
    stopped, resting, asked = (
        cast.customer(hotel, f"{name}@guest.example", use_happened_at=used) for name in ("stopped", "resting", "asked")
    )
    suppressing.suppress(hotel, stopped.email)
    with clock.at(NOON - 10 * DAY):
        sending.invite(cast.published_survey(hotel, name="Maten"), [resting], by=maria)
    mailing = accept(survey, by=maria)
    expand()
    again = datetime(2026, 3, 23, 23, tzinfo=UTC)  # midnight of the thirtieth day in Stockholm
    assert list(mailing.spared.order_by("pk").values_list("customer", "reason", "until", "use_happened_at", "at")) == [
        (stopped.pk, "stopped", None, used, NOON),
        (resting.pk, "resting", again, used, NOON),
    ]
    assert mailing.invitations.get().customer == asked


def test_a_survey_closed_meanwhile_asks_nobody_and_says_why(survey, carl, maria, expand):
    mailing = accept(survey, by=maria, scheduled_at=NOON + DAY)
    Survey.objects.update(closed_at=NOON)
    with clock.at(NOON + DAY):
        expand()
    row = Work.objects.get()
    assert (row.error, row.set_aside_at) == (expanding.NO_LONGER_OPEN, NOON + DAY)
    mailing.refresh_from_db()
    assert (mailing.state, Invitation.objects.count()) == ("sending", 0)


def test_a_survey_that_rests_is_waited_for(survey, carl, maria, expand):
    accept(survey, by=maria)
    Survey.objects.update(paused_until=NOON + timedelta(minutes=5))
    expand()
    assert (Work.objects.get().error, Work.objects.get().attempts) == (expanding.RESTS, 0)
    with clock.at(NOON + timedelta(minutes=5)):
        expand()
    assert Invitation.objects.count() == 1

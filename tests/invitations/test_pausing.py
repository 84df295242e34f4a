"""Pausing, going on, stopping: a few statements, nothing lost between two workers, and twice is once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent, MailServer
from common import clock, working
from common.models import Work
from invitations.mailings import expanding, letters, mailing_work, pausing, retrying, sending
from invitations.models import Contact, EmailDelivery, Invitation, Mailing
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon():
    with clock.at(NOON):
        yield


@pytest.fixture
def mailing(survey, hotel, maria) -> Mailing:
    guests = [cast.customer(hotel, f"guest{number}@guest.example") for number in range(5)]
    return sending.invite(survey, guests, by=maria)


def states() -> dict[str, int]:
    states = list(EmailDelivery.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in sorted(set(states))}


def verbs() -> list[str]:
    return [event.verb for event in AuditEvent.objects.filter(verb__startswith="mailing.").order_by("pk")]


def later(**span):
    return clock.at(NOON + timedelta(**span))


def test_nothing_goes_while_paused_and_all_of_it_goes_on(mailing, maria, work, by_mail, letterbox):
    pausing.pause(mailing, by=maria)
    pausing.pause(mailing, by=maria)
    with later(days=2):
        work()
        assert (letterbox.mails, states()) == ([], {"waiting": 5})
        pausing.go_on(mailing, by=maria)
        pausing.go_on(mailing, by=maria)
        work()
    assert (len(letterbox.mails), states()) == (5, {"sent": 5})
    assert verbs() == ["mailing.sent", "mailing.paused", "mailing.went_on"]


def test_each_mail_goes_on_at_its_own_time(mailing, maria, work):
    soon = NOON + timedelta(days=3)
    one = EmailDelivery.objects.first()
    EmailDelivery.objects.filter(pk=one.pk).update(send_after=soon)
    pausing.pause(mailing, by=maria)
    with later(hours=1):
        pausing.go_on(mailing, by=maria)
    dues = dict(Work.objects.values_list("object_id", "due"))
    assert dues.pop(one.pk) == soon
    assert set(dues.values()) == {NOON + timedelta(hours=1)}


def test_a_mail_already_claimed_is_held_and_no_wish_to_go_on_is_lost(mailing, maria, work, by_mail, letterbox):
    claimed = working.claim(sending.SEND_MAIL)
    pausing.pause(mailing, by=maria)
    working.do(claimed)
    claimed.refresh_from_db()
    assert (claimed.error, claimed.due, claimed.attempts) == (expanding.PAUSED, NOON + timedelta(minutes=10), 0)
    claimed_again = working.claim(sending.SEND_MAIL)
    assert claimed_again is None
    with later(minutes=10):
        held = working.claim(sending.SEND_MAIL)
        pausing.go_on(mailing, by=maria)  # between the claim and the look at the mailing
        working.do(held)
        work()
    assert (len(letterbox.mails), states()) == (5, {"sent": 5})


def test_patience_with_a_server_begins_anew_after_a_pause(mailing, maria, hotel, work):
    MailServer.objects.create(organisation=hotel, host="127.0.0.1", port=1, security="none", from_address="a@b.example")
    pausing.pause(mailing, by=maria)
    with later(days=3):
        pausing.go_on(mailing, by=maria)
        work()
    assert states() == {"waiting": 5}


def test_what_was_stopped_never_goes_and_counts_for_nobody(mailing, maria, work, by_mail, letterbox, survey):
    pausing.stop(mailing, by=maria)
    pausing.stop(mailing, by=maria)
    pausing.go_on(mailing, by=maria)
    with later(days=1):
        work()
    assert (letterbox.mails, states(), Contact.objects.count()) == ([], {"stopped": 5}, 0)
    assert (Work.objects.unfinished().count(), verbs()) == (0, ["mailing.sent", "mailing.stopped"])
    again = sending.invite(survey, [one.customer for one in mailing.invitations.all()], by=maria)
    assert (again.invitations.count(), again.spared.count()) == (5, 0)


def test_a_mail_a_worker_holds_while_stopping_is_told_as_it_went(mailing, maria, work, by_mail, letterbox):
    claimed = working.claim(sending.SEND_MAIL)
    outcome = mailing_work.compute(claimed.object_id, 1)  # it has been handed over
    pausing.stop(mailing, by=maria)
    mailing_work.settle(claimed.object_id, 1, outcome)
    assert (states(), len(letterbox.mails), Contact.objects.count()) == ({"sent": 1, "stopped": 4}, 1, 1)


def test_a_mail_a_worker_held_that_did_not_go_is_stopped_at_its_next_try(mailing, maria, work, by_mail, letterbox):
    claimed = working.claim(sending.SEND_MAIL)
    pausing.stop(mailing, by=maria)
    working.do(claimed)
    assert (states(), letterbox.mails, Contact.objects.count()) == ({"stopped": 5}, [], 0)


def test_what_was_not_yet_made_of_it_stands_still_too(survey, hotel, maria, monkeypatch):
    for number in range(6):
        cast.customer(hotel, f"guest{number}@guest.example")
    monkeypatch.setattr(expanding, "BATCH", 2)
    mailing = sending.accept(survey, {}, by=maria, letter=letters.default_for(survey))
    expanding.expand_some(mailing.pk)
    pausing.pause(mailing, by=maria)
    with later(days=1):
        assert working.do_waiting(sending.EXPAND) == 0
        pausing.go_on(mailing, by=maria)
        working.do_waiting(sending.EXPAND)
    assert Invitation.objects.count() == 6


def test_a_scheduled_mailing_is_stopped_before_it_begins(survey, carl, maria):
    soon = NOON + timedelta(days=1)
    mailing = sending.accept(survey, {}, by=maria, letter=letters.default_for(survey), scheduled_at=soon)
    assert pausing.pause(mailing, by=maria).state == Mailing.State.SCHEDULED
    pausing.stop(mailing, by=maria)
    with later(days=1):
        working.do_waiting(sending.EXPAND)
    assert (Invitation.objects.count(), Work.objects.unfinished().count()) == (0, 0)


def test_many_mails_are_paused_and_stopped_in_as_many_statements_as_few(survey, hotel, maria):
    cost = []
    for name, count in (("few", 2), ("many", 60)):
        guests = [cast.customer(hotel, f"{name}{number}@guest.example") for number in range(count)]
        mailing = sending.invite(survey, guests, by=maria)
        for verb in (pausing.pause, pausing.go_on, pausing.stop):
            with CaptureQueriesContext(connection) as captured:
                verb(mailing, by=maria)
            cost.append(sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in captured))
    assert cost[:3] == cost[3:]
    assert max(cost) <= 6


def fail(**changes) -> None:
    EmailDelivery.objects.update(state="failed", error="550 No such person", **changes)
    Work.objects.update(done_at=NOON)
    Contact.objects.all().delete()


def test_failed_mails_that_never_left_go_again_once(mailing, maria, work, by_mail, letterbox):
    fail()
    assert (retrying.retry_failed(mailing, by=maria), retrying.retry_failed(mailing, by=maria)) == (5, 0)
    assert (states(), Contact.objects.count()) == ({"waiting": 5}, 5)
    work()
    assert (len(letterbox.mails), states(), verbs()[-1]) == (5, {"sent": 5}, "mailing.retried")


@pytest.mark.parametrize("changes", [{"ambiguous_ends": 3}, {"to_address": ""}])
def test_what_may_have_arrived_or_has_no_address_is_not_tried_again(mailing, maria, changes):
    fail(**changes)
    assert retrying.retry_failed(mailing, by=maria) == 0


def test_who_was_asked_otherwise_meanwhile_is_not_tried_again(mailing, maria, hotel):
    fail()
    guest = mailing.invitations.first().customer
    sending.invite(cast.published_survey(hotel, name="Maten"), [guest], by=maria)
    assert retrying.retry_failed(mailing, by=maria) == 4


def test_a_closed_survey_or_a_stopped_mailing_tries_nothing_again(mailing, maria):
    fail()
    Survey.objects.update(closed_at=NOON)
    assert retrying.retry_failed(mailing, by=maria) == 0
    Survey.objects.update(closed_at=None)
    pausing.stop(mailing, by=maria)
    assert retrying.retry_failed(mailing, by=maria) == 0


def test_a_mailing_whose_survey_was_opened_again_goes_on(survey, carl, maria):
    mailing = sending.accept(survey, {}, by=maria, letter=letters.default_for(survey))
    Survey.objects.update(closed_at=NOON)
    working.do_waiting(sending.EXPAND)
    Survey.objects.update(closed_at=None)
    assert working.do_waiting(sending.EXPAND) == 0
    retrying.retry_failed(mailing, by=maria)
    working.do_waiting(sending.EXPAND)
    assert Invitation.objects.count() == 1

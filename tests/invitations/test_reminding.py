"""One reminder, some days later, to those who have not answered; asked again at the moment it goes."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from common import clock
from common.models import Work
from invitations.mailings import letters, mailing_work, pausing, reminding, resting, sending
from invitations.models import Contact, EmailDelivery, Invitation, Mailing
from invitations.stopping import suppressing
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def sent(survey, carl, maria, by_mail, work) -> Mailing:
    """Carl got a mail at noon; it reminds after five days."""
    with clock.at(NOON):
        mailing = sending.invite(survey, [carl], by=maria)
        work()
    return mailing


def remind(after=5 * DAY) -> int:
    with clock.at(NOON + after):
        return reminding.remind_due()


def reminder() -> EmailDelivery:
    return EmailDelivery.objects.get(kind="reminder")


def test_who_has_not_answered_after_five_days_is_reminded_once(sent, carl, work, letterbox):
    assert [remind(5 * DAY - timedelta(minutes=1)), remind(), remind(), remind(6 * DAY)] == [0, 1, 0, 0]
    with clock.at(NOON + 5 * DAY):
        work()
    assert (reminder().state, len(letterbox.mails), letterbox.mails[1].rcpt_tos) == ("sent", 2, [carl.email])
    assert sorted(Contact.objects.values_list("kind", flat=True)) == ["invitation", "reminder"]
    assert remind(6 * DAY) == 0


def test_silence_after_the_reminder(sent, work, letterbox):
    remind()
    for days in range(5, 60):
        with clock.at(NOON + days * DAY):
            reminding.remind_due()
            work()
    assert len(letterbox.mails) == 2


def change(model, **values):
    return lambda mailing: model.objects.update(**values)


@pytest.mark.parametrize(
    "change",
    [
        change(Invitation, answered_at=NOON + DAY),
        change(Invitation, expires_at=NOON + 5 * DAY),
        change(Invitation, customer=None, forgotten_at=NOON),
        change(Survey, closed_at=NOON + DAY),
        change(Survey, paused_until=NOON + 6 * DAY),
        change(Mailing, state="paused"),
        change(Mailing, state="stopped"),
        change(Mailing, reminder_after_days=0),
        change(EmailDelivery, state="failed"),
        change(EmailDelivery, state="bounced"),
        change(EmailDelivery, sent_at=NOON - 8 * DAY),  # a week late says nothing to anybody
        lambda mailing: suppressing.suppress(mailing.organisation, "carl@guest.example"),
        lambda mailing: Organisation.objects.update(mails_a_year=1),
    ],
)
def test_nobody_is_reminded_in_vain(sent, change):
    change(sent)
    assert remind() == 0
    assert not EmailDelivery.objects.filter(kind="reminder").exists()


def test_what_was_only_begun_is_reminded_of(sent, survey):
    cast.response(survey, invitation=Invitation.objects.get())
    assert remind() == 1


def test_a_reminder_waits_for_the_morning(sent):
    at_night = 5 * DAY + timedelta(hours=10)
    morning = datetime(2026, 3, 10, 7, tzinfo=UTC)
    assert remind(at_night) == 1
    assert (reminder().send_after, Work.objects.get(object_id=reminder().pk).due) == (morning, morning)


def test_a_reminder_that_was_late_is_held_by_the_night_when_its_turn_comes(sent, work, letterbox):
    remind()
    with clock.at(NOON + 5 * DAY + timedelta(hours=10)):
        work()
    row = Work.objects.get(object_id=reminder().pk)
    assert (row.error, row.due, len(letterbox.mails)) == (mailing_work.QUIET, datetime(2026, 3, 10, 7, tzinfo=UTC), 1)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (change(Invitation, answered_at=NOON + 5 * DAY), mailing_work.ALREADY_ANSWERED),
        (lambda mailing: suppressing.suppress(mailing.organisation, "carl@guest.example"), ""),
        (lambda mailing: Organisation.objects.update(mails_a_year=1), mailing_work.MAILS_ENOUGH),
    ],
)
def test_everything_is_asked_again_at_the_moment_of_sending(sent, change, error, work, letterbox):
    remind()
    change(sent)
    with clock.at(NOON + 5 * DAY):
        work()
    assert (reminder().state, reminder().error, len(letterbox.mails)) == ("stopped", error, 1)
    assert list(Contact.objects.values_list("kind", flat=True)) == ["invitation"]  # what never went counts for nobody


def test_a_survey_that_rests_holds_a_mail_that_was_written_before(survey, carl, maria, by_mail, work, letterbox):
    with clock.at(NOON):
        sending.invite(survey, [carl], by=maria)
        Survey.objects.update(paused_until=NOON + timedelta(minutes=30))
        work()
        assert Work.objects.get().error == mailing_work.RESTS
    with clock.at(NOON + timedelta(minutes=30)):
        work()
    assert len(letterbox.mails) == 1


def test_a_contact_counts_from_the_day_the_mail_went(survey, carl, maria, by_mail, work):
    with clock.at(NOON):
        mailing = sending.invite(survey, [carl], by=maria)
        pausing.pause(mailing, by=maria)
    with clock.at(NOON + 10 * DAY):
        pausing.go_on(mailing, by=maria)
        work()
    held = resting.verdicts(carl.organisation, [carl], now=NOON + 31 * DAY)
    assert held[carl.pk].reason == "resting"


def test_a_demo_reminds_in_its_outbox(survey, carl, maria, work):
    with clock.at(NOON):
        sending.invite(survey, [carl], by=maria)
        work()
    assert (EmailDelivery.objects.get().state, remind()) == ("outbox", 0)  # nothing was sent, so nothing is repeated
    Organisation.objects.update(is_demo=True)
    assert remind() == 1
    with clock.at(NOON + 5 * DAY):
        work()
    assert reminder().state == "outbox"


def test_many_are_reminded_in_batches_with_the_same_questions(survey, hotel, maria, by_mail, work, monkeypatch):
    monkeypatch.setattr(reminding, "BATCH", 40)
    cost = []
    for name, count in (("few", 2), ("many", 40)):
        with clock.at(NOON):
            sending.invite(survey, [cast.customer(hotel, f"{name}{n}@guest.example") for n in range(count)], by=maria)
        EmailDelivery.objects.update(state="sent", sent_at=NOON)
        with CaptureQueriesContext(connection) as captured:
            assert remind() == count
        cost.append(len(captured))
    assert cost[0] == cost[1]
    with clock.at(NOON):
        more = [cast.customer(hotel, f"more{n}@guest.example") for n in range(90)]
        sending.accept(survey, {"customers": [one.pk for one in more]}, by=maria, letter=letters.default_for(survey))
        sending.expanding.expand_whole(Mailing.objects.last())
    EmailDelivery.objects.update(state="sent", sent_at=NOON)
    assert remind() == 90

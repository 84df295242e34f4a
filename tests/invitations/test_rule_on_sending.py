"""A mail that waited long meets the contact rule once more: what was room when it was written may be taken since."""

from datetime import UTC, datetime, timedelta

import pytest

from common import clock
from invitations.mailings import mailing_work, pausing, sending
from invitations.models import Contact, EmailDelivery
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

NOON = datetime(2026, 3, 4, 11, tzinfo=UTC)


@pytest.fixture
def breakfast(hotel):
    return cast.published_survey(hotel, name="Frukosten")


def states() -> list[str]:
    return list(EmailDelivery.objects.order_by("pk").values_list("state", flat=True))


def test_a_mailing_that_rested_for_a_month_asks_nobody_whom_another_has_asked(
    survey, breakfast, carl, maria, by_mail, letterbox, work
):
    with clock.at(NOON):
        first = sending.invite(survey, [carl], by=maria)
        pausing.pause(first, by=maria)
    with clock.at(NOON + timedelta(days=31)):
        sending.invite(breakfast, [carl], by=maria)
        work()
        pausing.go_on(first, by=maria)
        work()
    assert (states(), len(letterbox.mails)) == (["stopped", "sent"], 1)
    assert EmailDelivery.objects.first().error  # not "asked us to stop", which nobody did
    assert Contact.objects.count() == 1


def test_it_is_not_said_that_it_was_the_mails_that_were_enough(survey, breakfast, hotel, carl, maria, by_mail, work):
    """More mails than invitations are reminders, which go to who has not answered."""
    with clock.at(NOON):
        first = sending.invite(survey, [carl], by=maria)
        pausing.pause(first, by=maria)
    with clock.at(NOON + timedelta(days=31)):
        sending.invite(breakfast, [carl], by=maria)
        work()
        hotel.mails_a_year = 1
        hotel.save()
        pausing.go_on(first, by=maria)
        work()
    held = EmailDelivery.objects.first()
    assert (held.state, held.error) == ("stopped", mailing_work.ASKED_ENOUGH)


def test_of_two_that_waited_in_the_outbox_one_goes(survey, breakfast, hotel, carl, maria, by_mail, letterbox, work):
    by_mail.delete()
    for days, asking in ((0, survey), (31, breakfast)):
        with clock.at(NOON + timedelta(days=days)):
            sending.invite(asking, [carl], by=maria)
            work()
    assert states() == ["outbox", "outbox"]
    by_mail.save()
    with clock.at(NOON + timedelta(days=32)):
        assert sending.send_from_outbox(hotel, by=maria) == 2
        work()
    assert (sorted(states()), len(letterbox.mails)) == (["sent", "stopped"], 1)


def test_a_mail_that_waited_alone_goes(survey, carl, maria, by_mail, letterbox, work):
    with clock.at(NOON):
        mailing = sending.invite(survey, [carl], by=maria)
        pausing.pause(mailing, by=maria)
    with clock.at(NOON + timedelta(days=40)):
        pausing.go_on(mailing, by=maria)
        work()
    assert (states(), len(letterbox.mails)) == (["sent"], 1)

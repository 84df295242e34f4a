"""A mail that waits says so everywhere, and until when; nothing that is paused or stopped promises a time."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from invitations.mailings import pausing, sending
from invitations.models import EmailDelivery, Mailing
from surveys.models import Survey
from tests import cast
from tests.invitations.conftest import page_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

NOON = datetime.fromisoformat("2026-11-23T11:00:00+00:00")
ITS_TIME = datetime.fromisoformat("2026-11-27T16:20:00+00:00")
UNTIL = "Waits until 27 November at 17:20"
PAUSED = "Waits: the mailing is paused"
LATER_ONES = "1 mail waits for its time: the first goes"


@pytest.fixture(autouse=True)
def noon():
    with clock.at(NOON):
        yield


@pytest.fixture
def mailing(survey, carl, maria) -> Mailing:
    return sending.invite(survey, [carl], by=maria)


@pytest.fixture
def states(desk, carl, mailing):
    """What the mail's state is called on each page that shows it."""
    delivery = EmailDelivery.objects.get()
    urls = [f"/mailings/{mailing.pk}/", f"/customers/{carl.pk}/", "/outbox/", f"/outbox/{delivery.pk}/"]

    def shown() -> list[str]:
        pages = [words(desk.get(url)) for url in urls]
        return [next((one for one in (UNTIL, PAUSED, "On its way") if f">{one}</span>" in page), "") for page in pages]

    return shown


def wait_for_its_day() -> None:
    EmailDelivery.objects.update(send_after=ITS_TIME)


def test_a_mail_is_on_its_way_only_when_its_time_has_come(states):
    assert states() == ["On its way"] * 4
    wait_for_its_day()
    assert states() == [UNTIL] * 4
    with clock.at(ITS_TIME):
        assert states() == ["On its way"] * 4


def test_a_paused_mailing_promises_no_time(states, desk, mailing, maria):
    wait_for_its_day()
    assert LATER_ONES in words(page_of(desk, mailing))
    pausing.pause(mailing, by=maria)
    assert states() == [PAUSED] * 4
    page = words(page_of(desk, mailing))
    assert "Paused: nothing more goes until you say so" in page
    assert ("27 November" in page, LATER_ONES in page) == (False, False)
    pausing.go_on(mailing, by=maria)
    assert states() == [UNTIL] * 4


def test_a_stopped_mailing_promises_no_time_and_says_why_everywhere_alike(desk, mailing, maria, carl):
    wait_for_its_day()
    Mailing.objects.update(state="stopped")  # a worker holds the mail
    page = words(page_of(desk, mailing))
    assert ("27 November" in page, ">Waits</span>" in page) == (False, True)
    Mailing.objects.update(state="sending")
    pausing.stop(mailing, by=maria)
    number = EmailDelivery.objects.get().pk
    for url in (f"/mailings/{mailing.pk}/", f"/customers/{carl.pk}/", "/outbox/", f"/outbox/{number}/"):
        assert (">Not sent</span>" in desk.get(url).text, "asked us to stop" in desk.get(url).text) == (True, False)


def test_while_a_survey_rests_its_mails_wait_until_then(states, desk, mailing, work):
    Survey.objects.update(paused_until=ITS_TIME)
    assert states() == [UNTIL] * 4
    work()
    page = words(page_of(desk, mailing))
    assert "Sending rests, so that the answers already here can be used first. It goes on 27 November 2026" in page


def test_a_rest_of_the_survey_moves_the_first_of_those_that_wait(desk, mailing):
    EmailDelivery.objects.update(send_after=ITS_TIME - timedelta(days=2))
    Survey.objects.update(paused_until=ITS_TIME)
    assert page_of(desk, mailing).context["progress"].first_goes == ITS_TIME


def test_a_reminder_waits_for_the_end_of_the_quiet_hours(desk, mailing, hotel):
    Survey.objects.update(anonymity="named")
    mail = EmailDelivery.objects.get()
    EmailDelivery.objects.filter(pk=mail.pk).update(state="sent", sent_at=NOON)
    EmailDelivery.objects.create(
        organisation=hotel, invitation=mail.invitation, kind="reminder", to_address=mail.to_address, created_at=NOON
    )
    with clock.at(NOON + timedelta(hours=12)):
        page = words(desk.get("/outbox/"))
    assert "Waits until 24 November at 08:00" in page


@pytest.mark.parametrize(
    ("changed", "counts", "pill"),
    [
        ({}, "1 on its way", "Going out"),
        ({"send_after": ITS_TIME}, "1 waits", "Waits"),
        ({"state": "paused"}, "1 waits", "Paused"),
        ({"paused_until": ITS_TIME}, "1 waits", "Waits"),
    ],
)
def test_the_list_of_mailings_tells_what_waits_from_what_goes(desk, mailing, changed, counts, pill):
    for name, rows in (("send_after", EmailDelivery), ("state", Mailing), ("paused_until", Survey)):
        if name in changed:
            rows.objects.update(**{name: changed[name]})
    page = words(desk.get("/mailings/"))
    assert f"1 asked · {counts} · Maria" in page
    assert [one for one in ("Going out", "Waits", "Paused") if f"{one}</span>" in page] == [pill]


def test_many_mails_that_wait_cost_no_more_queries(desk, survey, hotel, maria, mailing):
    def queries(mailing) -> list[int]:
        counted = []
        for url in (f"/mailings/{mailing.pk}/", "/outbox/", "/mailings/"):
            with CaptureQueriesContext(connection) as captured:
                desk.get(url)
            counted.append(len(captured))
        return counted

    wait_for_its_day()
    few = queries(mailing)
    many = sending.invite(survey, [cast.customer(hotel, f"g{number}@x.example") for number in range(5)], by=maria)
    wait_for_its_day()
    assert queries(many) == few

"""Sending with real worker processes, killed at every step, and with mail servers that are away, slow or rude.

Nothing is lost; a mail is repeated only within its bounds: once for a killed worker, twice after an ambiguous end.
"""

import signal
from datetime import timedelta

import pytest

from common import clock
from common.models import Work
from invitations.mailings import letters, mailing_work, sending
from invitations.models import Contact, EmailDelivery, Invitation, Mailing
from tests import cast

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("rung", "by_post"),
]


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


def accept(survey, maria, count: int = 5) -> list[str]:
    """A mailing to so many guests is accepted; their addresses."""
    addresses = [f"guest{number}@guest.example" for number in range(count)]
    for address in addresses:
        cast.customer(survey.organisation, address)
    sending.accept(survey, {}, by=maria, letter=letters.default_for(survey))
    return addresses


def states() -> dict[str, str]:
    return dict(EmailDelivery.objects.order_by("pk").values_list("to_address", "state"))


def unfinished() -> int:
    return Work.objects.unfinished().count()


def hurry() -> None:
    """What waits for a later try is due now."""
    Work.objects.unfinished().update(due=clock.now() - timedelta(seconds=1))


@pytest.mark.parametrize(
    ("step", "repeats"),
    [
        ("before claim", [0]),
        ("in a batch", [0]),
        ("between batches", [0]),
        ("after claim", [0]),
        ("before DATA", [0]),
        ("text sent", [0, 1]),  # whether the server had taken it is the server's to say
        ("after 250", [1]),
    ],
)
def test_a_worker_killed_at_any_step_loses_nothing(step, repeats, survey, maria, post, start_worker):
    post.open()
    addresses = accept(survey, maria)
    assert start_worker(DIE_AT=step, BATCH="2").ended() == -signal.SIGKILL
    assert start_worker(BATCH="2").ended() == 0
    assert states() == dict.fromkeys(addresses, "sent")
    assert set(post.copies()) == set(addresses)
    assert len(post.mails) - len(addresses) in repeats
    assert len(post.numbers()) == len(addresses)
    assert (Invitation.objects.count(), Contact.objects.count(), unfinished()) == (5, 5, 0)
    assert Mailing.objects.get().expanded_at is not None


def test_two_workers_at_once_send_each_mail_once(survey, maria, post, start_worker):
    post.open()
    addresses = accept(survey, maria, count=30)
    both = [start_worker(BATCH="4", LEASE_S="120") for _ in range(2)]
    assert [worker.ended() for worker in both] == [0, 0]
    assert post.copies() == dict.fromkeys(addresses, 1)
    assert states() == dict.fromkeys(addresses, "sent")


def test_a_server_that_is_away_is_waited_for_and_the_reason_is_kept(survey, maria, post, start_worker):
    addresses = accept(survey, maria)
    assert start_worker(ONE_PASS="1").ended() == 0
    assert states() == dict.fromkeys(addresses, "waiting")
    waiting = Work.objects.unfinished()
    assert {("refused" in row.error, row.attempts, row.due > row.created_at) for row in waiting} == {(True, 0, True)}
    post.open()
    hurry()
    assert start_worker().ended() == 0
    assert (states(), post.copies()) == (dict.fromkeys(addresses, "sent"), dict.fromkeys(addresses, 1))


def test_one_that_is_refused_or_asked_to_come_back_stops_nobody(survey, maria, post, start_worker):
    post.open()
    addresses = accept(survey, maria)
    post.replies[addresses[1]] = "550 5.1.1 No such person here"
    post.once[addresses[3]] = "451 4.7.1 Greylisted, come back"
    assert start_worker(FIRST_WAIT_S="0.1").ended() == 0
    assert states() == dict.fromkeys(addresses, "sent") | {addresses[1]: "failed"}
    assert post.copies() == {address: 1 for address in addresses if address != addresses[1]}
    refused = EmailDelivery.objects.get(to_address=addresses[1])
    assert (refused.error, Contact.objects.count()) == ("550 5.1.1 No such person here", 4)


def test_a_server_that_says_nothing_before_the_text_is_asked_again(survey, maria, post, start_worker):
    post.open()
    addresses = accept(survey, maria, count=3)
    post.mute.add(addresses[1])
    assert start_worker(MAIL_TIMEOUT_S="4", FIRST_WAIT_S="0.1").ended() == 0
    assert (states(), post.copies()) == (dict.fromkeys(addresses, "sent"), dict.fromkeys(addresses, 1))


def test_a_server_that_says_nothing_after_the_text_is_left_alone_for_long(survey, maria, post, start_worker):
    post.open()
    addresses = accept(survey, maria, count=3)
    post.mute_after_text.add(addresses[1])
    assert start_worker(MAIL_TIMEOUT_S="4", ONE_PASS="1").ended() == 0
    row = Work.objects.unfinished().get()
    delivery = EmailDelivery.objects.get(pk=row.object_id)
    assert (delivery.to_address, delivery.ambiguous_ends, delivery.state) == (addresses[1], 1, "waiting")
    assert timedelta(minutes=14) < row.due - clock.now() <= timedelta(minutes=15)
    assert post.copies() == dict.fromkeys(addresses, 1)


def test_a_server_that_hangs_up_after_every_text_gets_each_mail_three_times_at_most(survey, maria, post, start_worker):
    post.open()
    post.drops = 1_000
    addresses = accept(survey, maria, count=2)
    for _ in range(3):
        assert start_worker(ONE_PASS="1").ended() == 0
        hurry()
    assert (unfinished(), states()) == (0, dict.fromkeys(addresses, "failed"))
    assert (post.copies(), len(post.numbers())) == (dict.fromkeys(addresses, 3), 2)
    assert set(EmailDelivery.objects.values_list("error", flat=True)) == {mailing_work.MAYBE_ARRIVED}
    assert Contact.objects.count() == 2  # it may have arrived, so it counts

"""After 90 days nothing leads from a person to an answer: no shared moment, no number, no word of a mail server's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from common import clock
from common.models import Work
from invitations.customers.carrying_over import carry_over
from invitations.mailings import recipients, resting, sending
from invitations.models import Contact, EmailDelivery, Invitation, Mailing
from invitations.stopping import forgetting, suppressing
from responses import expiring
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

NOON = datetime(2026, 3, 4, 11, 17, 23, 123456, tzinfo=UTC)
FORGOTTEN = NOON + timedelta(days=89)


@pytest.fixture
def guests(hotel) -> list:
    """Each with a visit at a moment of their own."""
    visits = [NOON - timedelta(hours=20, seconds=number) for number in range(4)]
    return [
        cast.customer(hotel, f"guest{number}@guest.example", use_happened_at=visit)
        for number, visit in enumerate(visits)
    ]


@pytest.fixture
def mailing(survey, guests, maria, by_mail, work) -> Mailing:
    """Sent to all of them."""
    with clock.at(NOON):
        mailing = sending.invite(survey, guests, by=maria)
        work()
    return mailing


def forget() -> None:
    with clock.at(FORGOTTEN):
        expiring.delete_keys()


def test_no_visit_tells_whose_invitation_it_was(mailing, guests):
    forget()
    assert set(Invitation.objects.values_list("customer", "use_happened_at")) == {(None, None)}


def test_no_contact_shares_a_moment_or_a_place_in_the_row_with_a_mail(mailing, guests, hotel):
    in_order = [suppressing.address_hash(hotel, guest.email) for guest in guests]
    assert list(Contact.objects.order_by("pk").values_list("address_hash", flat=True)) == in_order
    forget()
    moments = {moment for row in EmailDelivery.objects.values_list("created_at", "sent_at") for moment in row}
    assert not moments & set(Contact.objects.values_list("at", flat=True))
    assert list(Contact.objects.order_by("pk").values_list("address_hash", flat=True)) == sorted(in_order)


def test_the_contact_rule_holds_to_the_same_day(mailing, guests, hotel):
    now = NOON + timedelta(days=20)
    before = resting.verdicts(hotel, guests, now=now)
    forgetting.forget(mailing.invitations.values_list("pk", flat=True), now=now)
    assert (len(before), resting.verdicts(hotel, guests, now=now)) == (4, before)
    assert set(Contact.objects.values_list("delivery", flat=True)) == {None}


def test_a_mailing_does_not_name_whom_it_was_for(mailing, guests):
    forget()
    mailing.refresh_from_db()
    assert not {guest.pk for guest in guests} & set(mailing.recipients["customers"])
    assert recipients.chosen(mailing.organisation, mailing.recipients).count() == 0
    with translation.override("en"):
        assert recipients.described(mailing.organisation, mailing.recipients) == ["4 customers chosen singly"]


def test_a_mailing_names_those_who_are_not_forgotten_yet(mailing, guests):
    later, first = NOON + timedelta(days=30), Invitation.objects.order_by("pk").first()
    Invitation.objects.filter(pk=first.pk).update(answered_at=later)
    forget()
    mailing.refresh_from_db()
    assert mailing.recipients["customers"] == [guests[0].pk]


def test_a_contact_carried_to_another_address_tells_no_moment(mailing, guests, hotel):
    for _twice in range(2):
        carry_over(hotel, from_address=guests[0].email, to_address="other@guest.example")
    forget()
    mine = Contact.objects.filter(address_hash=suppressing.address_hash(hotel, "other@guest.example"))
    assert mine.count() == 1
    assert mine.get().at not in set(EmailDelivery.objects.values_list("sent_at", flat=True))
    assert mine.get().at.date() == NOON.date()


@pytest.mark.parametrize("code", ["550", "450"])
def test_a_mail_servers_words_are_kept_without_the_address(survey, carl, maria, by_mail, letterbox, work, code):
    letterbox.replies["carl@guest.example"] = f"{code} 5.1.1 <carl@guest.example>: nobody lives here"
    sending.invite(survey, [carl], by=maria)
    work()
    kept = {*EmailDelivery.objects.values_list("error", flat=True), *Work.objects.values_list("error", flat=True)}
    assert any("nobody lives here" in words for words in kept)
    assert not any("carl@" in words for words in kept)

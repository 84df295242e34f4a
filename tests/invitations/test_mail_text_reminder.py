"""The reminder: short and kind, the only one, the same link, below the invitation in the customer's mail program."""

import pytest

from common import clock
from invitations.mailings import sending
from invitations.mails import writing
from invitations.models import EmailDelivery, Mailing
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def anna(hotel):
    return cast.customer(hotel, "anna@guest.example", name="Anna Lind", language="en")


@pytest.fixture
def both(survey, anna, maria):
    """The invitation and the reminder to Anna."""
    sending.invite(survey, [anna], by=maria)
    first = EmailDelivery.objects.get()
    EmailDelivery.objects.create(
        organisation=first.organisation,
        invitation=first.invitation,
        kind=EmailDelivery.Kind.REMINDER,
        to_address=first.to_address,
        created_at=clock.now(),
    )
    return lambda: EmailDelivery.objects.select_related(*writing.RELATED).order_by("pk")


def test_it_says_that_it_is_the_only_one_and_has_the_same_link(both):
    invitation, reminder = map(writing.compose, both())
    link = both()[0].invitation.link
    assert reminder.subject == "Your night with us (a reminder)"
    for part in (reminder.body, reminder.alternatives[0].content):
        assert "This is the only reminder." in part
        assert "Hello Anna!" in part
        assert f"{link}?a=yes" in part
        assert both()[0].invitation.stop_link in part
    assert len(reminder.alternatives[0].content) < len(invitation.alternatives[0].content)


def test_it_belongs_to_the_invitation_and_has_a_number_of_its_own(both):
    invitation, reminder = (writing.compose(one).extra_headers for one in both())
    assert reminder["In-Reply-To"] == reminder["References"] == invitation["Message-ID"]
    assert reminder["Message-ID"] != invitation["Message-ID"]
    assert "In-Reply-To" not in invitation
    assert reminder["List-Unsubscribe"] == invitation["List-Unsubscribe"]
    assert reminder["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert writing.compose(both()[1]).extra_headers == reminder


def test_an_own_subject_is_reminded_of_and_the_own_message_not_repeated(both):
    own = {"en": {"subject": "About {visit}", "message": "We have new beds."}}
    Mailing.objects.update(texts=own)
    invitation, reminder = map(writing.compose, both())
    assert (invitation.subject, reminder.subject) == ("About your visit", "About your visit (a reminder)")
    assert "We have new beds." in invitation.body
    assert "We have new beds." not in reminder.body

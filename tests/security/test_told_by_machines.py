"""What machines outside tell us, and the servers owners let us speak to: believed no further than it is proved."""

import logging
from datetime import timedelta

import pytest
from django.test import Client

from common import clock
from common.logging_filters import HideTokens
from invitations.models import BounceMailbox, EmailDelivery, Suppression
from invitations.stopping import holding_back
from tests.invitations import test_mail_events as by_machine
from tests.invitations.conftest import MAILBOX
from tests.invitations.conftest import survey as survey  # noqa: PLC0414  # a fixture, for these stories too
from tests.invitations.provider_accounts import by_provider
from tests.invitations.sent_mails import sent_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
PROVIDERS = by_machine.PROVIDERS


@pytest.fixture
def sent(survey, carl) -> EmailDelivery:
    return sent_mail(survey, carl)


@pytest.fixture
def machine() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_news_said_again_changes_nothing_a_colleague_has_decided_since(hotel, agnes, carl, sent, machine, provider):
    """A provider repeats its news for days, and whoever has caught one can send it for ever."""
    server = by_provider(hotel, agnes, provider)
    told = by_machine.news(provider, sent, "hard")
    assert by_machine.tell(machine, server, told).status_code == 200
    assert holding_back.let_go(carl, reason=Suppression.Reason.BOUNCED, by=agnes)
    assert by_machine.tell(machine, server, told).status_code == 200
    assert not Suppression.objects.exists()


def test_who_is_no_owner_knocks_on_no_mailbox(hotel, maria, stefan, olga, logged_in):
    fields = MAILBOX | {"port": "993"}
    for person in (maria, stefan):
        for path in ("", "test/", "removal/"):
            assert logged_in(person).post(f"/settings/mail/bounces/{path}", fields).status_code == 403
    assert not BounceMailbox.objects.exists()


def test_the_address_of_the_news_stands_in_no_log(hotel, agnes, machine):
    server = by_provider(hotel, agnes, "brevo")
    line = logging.LogRecord("x", logging.INFO, "", 0, "POST /mail-events/%s/ 403", (server.events_key,), None)
    assert HideTokens().filter(line)
    assert (str(server.events_key) in line.getMessage(), "/mail-events/[token]" in line.getMessage()) == (False, True)


def test_signed_news_that_was_changed_on_the_way_is_not_believed(hotel, agnes, sent, machine):
    server = by_provider(hotel, agnes, "sendgrid")
    delivered, came_back = (by_machine.news("sendgrid", sent, what) for what in ("delivered", "hard"))
    assert by_machine.tell(machine, server, delivered, other=came_back).status_code == 403
    sent.refresh_from_db()
    assert (sent.state, Suppression.objects.exists()) == ("sent", False)


@pytest.mark.parametrize("days", [-4, 4])
@pytest.mark.parametrize("provider", ["mailgun", "sendgrid"])
def test_news_signed_at_another_time_is_not_believed(hotel, agnes, sent, machine, provider, days):
    """Mailgun signs the time alone: one signature that was caught must not open the door for ever."""
    server, told = by_provider(hotel, agnes, provider), by_machine.news(provider, sent, "hard")
    at = clock.now() + timedelta(days=days)
    assert by_machine.tell(machine, server, told, at=at).status_code == 403
    assert not Suppression.objects.exists()
    assert by_machine.tell(machine, server, told, at=clock.now() - timedelta(days=2)).status_code == 200  # tried again
    assert Suppression.objects.exists()

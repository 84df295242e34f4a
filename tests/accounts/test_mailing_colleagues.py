"""The mail that invites a colleague: sent once, tried for a day, and never about what is gone."""

from datetime import timedelta

import pytest
from django.core import mail

from accounts import joining, mail_servers
from accounts.models import Organisation
from accounts.models.membership import Role
from common import clock, working
from common.models import Work

NEW = "nora@example.org"


@pytest.fixture
def invitation(hotel, agnes, rung):
    return joining.invite(organisation=hotel, email=NEW, role=Role.STAFF, by=agnes, language="sv")


def test_a_mail_server_that_is_down_is_tried_again(invitation, monkeypatch):
    def refuse(organisation):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(mail_servers, "connection_for", refuse)
        working.do_waiting("send joining")
    invitation.refresh_from_db()
    assert (mail.outbox, invitation.mailed_at) == ([], None)
    with clock.at(clock.now() + timedelta(minutes=1)):
        working.do_waiting("send joining")
    assert [sent.to for sent in mail.outbox] == [[NEW]]


def test_a_mail_server_that_is_down_for_hours_loses_no_invitation(invitation, monkeypatch):
    def refuse(organisation):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(mail_servers, "connection_for", refuse)
        for hour in range(20):
            with clock.at(clock.now() + timedelta(hours=hour)):
                working.do_waiting("send joining")
    with clock.at(clock.now() + timedelta(hours=21)):
        assert working.do_waiting("send joining") == 1
    assert [sent.to for sent in mail.outbox] == [[NEW]]


def test_a_demo_mails_no_colleague(invitation, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    Organisation.objects.update(is_demo=True)
    working.do_waiting("send joining")
    invitation.refresh_from_db()
    assert (mail.outbox, invitation.mailed_at) == ([], None)


def test_what_is_gone_is_not_mailed(invitation):
    invitation.delete()
    assert working.do_waiting("send joining") == 1
    assert (mail.outbox, Work.objects.filter(done_at__isnull=False).count()) == ([], 1)

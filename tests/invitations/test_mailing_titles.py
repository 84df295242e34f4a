"""A mailing is called by the day it goes, on every page that names it."""

from datetime import datetime

import pytest

from common import clock
from invitations.mailings import letters, pausing, sending
from invitations.mailings.expanding import expand_some
from invitations.models import EmailDelivery, Mailing
from tests.invitations.conftest import page_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

MADE = datetime.fromisoformat("2026-11-22T11:00:00+00:00")
GOES = datetime.fromisoformat("2026-12-01T09:00:00+00:00")
TITLE = "Mailing of 1 December 2026"


@pytest.fixture
def mailing(survey, carl, maria) -> Mailing:
    with clock.at(MADE):
        return sending.accept(survey, {}, by=maria, letter=letters.default_for(survey), scheduled_at=GOES)


def test_before_it_goes(desk, mailing):
    with clock.at(MADE):
        pages = [page_of(desk, mailing), desk.get(f"/mailings/{mailing.pk}/following/"), desk.get("/mailings/")]
    assert [TITLE in words(page) for page in pages] == [True, True, False]
    assert "For 1 December 2026" in words(pages[2])
    assert [page for page in pages if "22 November" in words(page)] == []


def test_when_it_has_gone_or_was_stopped(desk, mailing, maria):
    with clock.at(GOES):
        expand_some(mailing.pk)
        delivery = EmailDelivery.objects.get()
        page = words(desk.get("/outbox/", {"mailing": mailing.pk}))
        assert "Natten, 1 December 2026" in page
        assert ">1 December 2026</a>" in words(desk.get(f"/outbox/{delivery.pk}/"))
        pausing.stop(mailing, by=maria)
        assert TITLE in words(page_of(desk, mailing))
        assert "22 November" not in words(desk.get("/mailings/"))


def test_one_that_was_sent_at_once_by_the_day_it_was_sent(desk, survey, carl, maria):
    with clock.at(MADE):
        mailing = sending.invite(survey, [carl], by=maria)
    assert "Mailing of 22 November 2026" in words(page_of(desk, mailing))

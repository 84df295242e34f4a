"""Starting, changing, pausing and ending a standing send: said twice, done and noted once."""

from datetime import time

import pytest

from accounts import arranging_units
from accounts.models import AuditEvent
from invitations.mailings import keeping_standing, letters
from tests import cast
from tests.invitations.standing_days import start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def barn(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Ladan", by=agnes)


@pytest.fixture
def survey(hotel):
    return cast.published_survey(hotel)


def test_starting_pausing_and_ending_may_be_said_twice(survey, barn, maria):
    one = start(survey, barn, by=maria)
    assert start(survey, barn, by=maria) == one
    assert start(survey, barn, by=maria, days_after=2) != one
    for verb in (keeping_standing.pause, keeping_standing.go_on, keeping_standing.end):
        first, again = verb(one, by=maria), verb(one, by=maria)
        assert (first.paused_at, first.ended_at) == (again.paused_at, again.ended_at)
    keeping_standing.pause(one, by=maria)
    keeping_standing.change(one, by=maria, days_after=5, letter=letters.default_for(survey))
    one.refresh_from_db()
    assert (one.paused_at, one.days_after) == (None, 1)
    about = AuditEvent.objects.filter(object_id=one.pk, object_type="invitations.standingsend").order_by("pk")
    assert [event.verb.split(".")[1] for event in about] == ["started", "paused", "went_on", "ended"]
    assert start(survey, barn, by=maria) != one  # what has ended is no twin


def test_a_change_says_what_was_changed_and_no_address(survey, barn, maria):
    daily = start(survey, barn, by=maria)
    letter = letters.default_for(survey)
    keeping_standing.change(daily, by=maria, send_at=time(14), days_after=1, letter=letter)
    keeping_standing.change(daily, by=maria, send_at=time(14), days_after=1, letter=letter)
    assert AuditEvent.objects.get(verb="standing.changed").detail == {"fields": ["send_at"]}

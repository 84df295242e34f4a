"""Looking at a new mailing before it is sent: who gets it by name, what is said of them, and nothing red too early."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from invitations.mailings import choosing, sending
from invitations.stopping import suppressing
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

MORNING = datetime.fromisoformat("2026-11-23T09:00:00+00:00")
REDRAWN = {"hx-request": "true", "hx-target": "who-gets-it"}


def filled(whom="all", **fields) -> dict:
    return {"whom": whom, "from_name": "Fjällhotellet", "form_number": str(uuid.uuid4()), **fields}


def test_what_is_said_of_the_visits_counts_only_who_gets_a_mail(desk, url, hotel, survey, maria, carl):
    carl.use_happened_at = MORNING - timedelta(days=20)
    carl.save()
    cast.customer(hotel, "anna@guest.example", use_happened_at=MORNING - timedelta(days=20))
    stopped = cast.customer(hotel, "liisa@guest.example", use_happened_at=MORNING + timedelta(days=2))
    suppressing.suppress(hotel, stopped.email)
    with clock.at(MORNING - timedelta(days=1)):
        sending.invite(survey, [carl], by=maria)
    with clock.at(MORNING):
        page = desk.post(url, filled(look="1"))
    choice = page.context["choice"]
    assert (choice.asked, choice.spared_count, choice.late, choice.early) == (1, 2, 1, 0)
    assert "For 1 of those who get it the visit lies more than two weeks back by then." in page.text
    assert "the visit still to come" not in page.text


def test_where_nobody_gets_a_mail_nothing_is_said_of_them(desk, url, hotel, carl):
    carl.use_happened_at = MORNING - timedelta(days=20)
    carl.save()
    suppressing.suppress(hotel, carl.email)
    with clock.at(MORNING):
        page = desk.post(url, filled(look="1"))
    assert "Nobody gets a mail" in page.text
    assert "the visit lies more than" not in page.text
    assert 'id="who-is-asked"' not in page.text


def test_the_button_shows_who_gets_it(desk, url, hotel, carl):
    cast.customer(hotel, "anna@guest.example", name="Anna")
    suppressing.suppress(hotel, carl.email)
    page = desk.post(url, filled(look="1"))
    assert [(one.address, one.name) for one in page.context["choice"].goes_to] == [("anna@guest.example", "Anna")]
    assert "<li>anna@guest.example (Anna)</li>" in page.text
    assert '<details class="disclosure" open><summary id="who-is-asked">' in page.text


def test_drawn_anew_while_one_chooses_the_list_stays_folded(desk, url, carl):
    assert '<details class="disclosure"><summary id="who-is-asked">' in desk.post(url, filled(), headers=REDRAWN).text


def test_of_many_the_first_are_shown_and_the_rest_counted_for_as_many_queries(desk, url, hotel, carl):
    desk.post(url, filled(look="1"))
    with CaptureQueriesContext(connection) as few:
        desk.post(url, filled(look="1"))
    for number in range(choosing.SHOWN_ASKED + 2):
        cast.customer(hotel, f"g{number}@guest.example")
    with CaptureQueriesContext(connection) as many:
        page = desk.post(url, filled(look="1"))
    assert len(page.context["choice"].goes_to) == choosing.SHOWN_ASKED
    assert "and 3 more" in page.text
    assert len(many) == len(few)


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"when": "later"}, "moment"),
        ({"whom": "addresses"}, "addresses"),
        ({"whom": "some"}, "units"),
        ({"whom": "some", "attribute_name": "Room"}, "attribute_value"),
    ],
)
def test_what_one_has_not_come_to_yet_is_no_mistake_before_a_press(desk, url, carl, chosen, field):
    redrawn = desk.post(url, filled(**chosen), headers=REDRAWN)
    assert (redrawn.status_code, "data-error-of" in redrawn.text) == (422, False)
    pressed = desk.post(url, filled(look="1", **chosen))
    assert (pressed.status_code, list(pressed.context["form"].errors)) == (422, [field])


def test_what_was_written_and_cannot_be_used_is_said_at_once(desk, url, carl):
    redrawn = desk.post(url, filled(when="later", moment="2020-01-01T10:00"), headers=REDRAWN)
    assert 'data-error-of="id_moment"' in redrawn.text


@pytest.mark.parametrize(("known_as", "kept"), [("Aino Rantala", "Aino Rantala"), ("", "Aino")])
def test_a_name_known_here_stays_when_another_is_written_beside_the_address(desk, url, hotel, rung, known_as, kept):
    aino = cast.customer(hotel, "aino@guest.example", name=known_as)
    written = filled("addresses", addresses="Aino <aino@guest.example>")
    assert [one.name for one in desk.post(url, written | {"look": "1"}).context["choice"].goes_to] == [kept]
    assert desk.post(url, written | {"send": "1"}).status_code == 302
    aino.refresh_from_db()
    assert aino.name == kept

"""A new mailing on its page: whom, when, looking first, and one press that is one mailing."""

import re
import uuid
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from common import clock, working
from invitations.mailings import choosing, sending
from invitations.mailings.expanding import EXPAND
from invitations.models import Customer, EmailDelivery, Mailing
from invitations.stopping import suppressing
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

MORNING = datetime.fromisoformat("2026-11-23T09:00:00+00:00")


def form(whom="addresses", **fields) -> dict:
    return {"whom": whom, "from_name": "Fjällhotellet", "form_number": str(uuid.uuid4()), "send": "1", **fields}


def looking(whom="all", **fields) -> dict:
    fields = form(whom, look="1", **fields)
    del fields["send"]
    return fields


def plain(text: str) -> str:
    """The words with every kind of space made one."""
    return " ".join(text.split())


def asked() -> list[str]:
    """Whom the mails went to, once the worker has come by."""
    working.do_waiting(EXPAND)
    return sorted(EmailDelivery.objects.values_list("to_address", flat=True))


def test_the_page_offers_to_invite_yourself_and_its_button_says_so(desk, url, maria):
    page = desk.get(url)
    assert page.context["form"]["addresses"].value() == "maria@example.org"
    assert "Send to 1 person" in page.text
    sent = desk.post(url, form(addresses=page.context["form"]["addresses"].value(), told=page.context["choice"].told))
    assert (sent.status_code, sent["Location"]) == (302, f"/mailings/{Mailing.objects.get().pk}/")
    assert asked() == ["maria@example.org"]
    assert Customer.objects.get().email == "maria@example.org"


@pytest.fixture
def guests(hotel, agnes, carl):
    """Carl in the whole hotel; Anna in the house, Liisa on its floor, who is Finnish and had a suite."""
    house = arranging_units.add(parent=cast.root_unit(hotel), name="Huset", by=agnes)
    floor = arranging_units.add(parent=house, name="Våning 2", by=agnes)
    carl.use_happened_at = MORNING - timedelta(days=20)
    carl.save()
    cast.customer(hotel, "anna@guest.example", unit=house, use_happened_at=MORNING - timedelta(days=2))
    suite = {"Room type": "Suite"}
    cast.customer(hotel, "liisa@guest.example", unit=floor, language="fi", attributes=suite)
    return house


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"whom": "all"}, ["anna@guest.example", "carl@guest.example", "liisa@guest.example"]),
        ({"whom": "some", "units": "HOUSE"}, ["anna@guest.example", "liisa@guest.example"]),
        ({"whom": "some", "language": "fi"}, ["liisa@guest.example"]),
        ({"whom": "some", "units": "HOUSE", "language": "sv"}, ["anna@guest.example"]),
        ({"whom": "some", "used_from": "2026-11-21", "used_until": "2026-11-21"}, ["anna@guest.example"]),
        ({"whom": "some", "used_until": "2026-11-20"}, ["carl@guest.example"]),
        ({"whom": "some", "attribute_name": "Room type", "attribute_value": "Suite"}, ["liisa@guest.example"]),
        (
            {"whom": "addresses", "addresses": "carl@guest.example; new@guest.example"},
            ["carl@guest.example", "new@guest.example"],
        ),
    ],
)
def test_choosing_whom(desk, url, guests, chosen, expected):
    if chosen.get("units"):
        chosen = chosen | {"units": [guests.pk]}
    with clock.at(MORNING):
        looked = desk.post(url, looking(**chosen))
        sent = desk.post(url, form(**chosen))
        assert looked.context["choice"].asked == len(expected)
        assert sent.status_code == 302
        assert asked() == expected


def test_looking_first_tells_who_is_spared_and_why_and_stores_nothing(desk, url, hotel, survey, carl, maria):
    anna = cast.customer(hotel, "anna@guest.example", name="Anna")
    cast.customer(hotel, "liisa@guest.example")
    suppressing.suppress(hotel, "anna@guest.example")
    with clock.at(MORNING):
        sending.invite(survey, [carl], by=maria)
    with clock.at(MORNING + timedelta(days=3)):
        page = desk.post(url, looking())
    choice = page.context["choice"]
    assert (choice.asked, choice.spared_count, choice.is_whole) == (1, 2, True)
    assert sorted(choice.reasons) == [
        "1 is to get no questions, as they or a colleague said",
        "1 was asked less than 30 days ago",
    ]
    assert {one.address: plain(one.reason) for one in choice.shown} == {
        carl.email: "Was asked on 23 November 2026; may be asked again from 23 December 2026",
        anna.email: "Is to get no questions, as they or a colleague said",
    }
    words = plain(page.text)
    assert "1 person gets a mail, 2 people are spared." in words
    assert "Send to 1 person" in words
    assert Mailing.objects.count() == 1


def test_htmx_asks_for_the_part_that_counts(desk, url, carl):
    part = desk.post(url, looking(), headers={"hx-request": "true", "hx-target": "who-gets-it"})
    assert part.text.strip().startswith('<div id="who-gets-it"')
    assert 'id="send"' in part.text


def test_written_addresses_are_looked_up_too_and_not_stored(desk, url, hotel):
    suppressing.suppress(hotel, "gone@guest.example")
    page = desk.post(url, looking("addresses", addresses="new@guest.example\nGone@guest.example"))
    assert (page.context["choice"].asked, page.context["choice"].spared_count) == (1, 1)
    assert [one.address for one in page.context["choice"].shown] == ["Gone@guest.example"]
    assert Customer.objects.count() == 0


def test_a_button_that_said_something_else_sends_nothing_and_asks_again(desk, url, carl, hotel):
    told = desk.get(url).context["choice"].told  # to oneself
    again = desk.post(url, form("all", told=told))
    assert (again.status_code, Mailing.objects.count()) == (200, 0)
    assert "Nothing has been sent yet" in again.text
    sent = desk.post(url, form("all", told=again.context["choice"].told))
    assert (sent.status_code, Mailing.objects.count()) == (302, 1)


def test_after_something_to_mend_the_button_shows_who_gets_it_before_it_sends(desk, url, carl, hotel):
    refused = desk.post(url, form("some"))
    told = re.search(r'name="told" value="([^"]*)"', refused.text)[1]
    again = desk.post(url, form("all", told=told))
    assert (refused.status_code, again.status_code, Mailing.objects.count()) == (422, 200, 0)
    sent = desk.post(url, form("all", told=again.context["choice"].told))
    assert (sent.status_code, Mailing.objects.count()) == (302, 1)


def test_a_newcomer_between_looking_and_sending_does_not_hold_the_mailing_up(desk, url, carl, hotel):
    told = desk.post(url, looking()).context["choice"].told
    cast.customer(hotel, "new@guest.example")
    assert desk.post(url, form("all", told=told)).status_code == 302
    assert asked() == ["carl@guest.example", "new@guest.example"]


def test_where_everybody_is_spared_nothing_is_sent_and_it_is_said(desk, url, hotel, carl):
    suppressing.suppress(hotel, carl.email)
    page = desk.post(url, form("all"))
    assert (page.status_code, Mailing.objects.count()) == (422, 0)
    assert "Everybody chosen is spared just now" in page.text
    assert 'id="who-is-spared"' not in page.text


def test_where_nobody_is_there_nothing_is_sent_and_it_is_said(desk, url):
    page = desk.post(url, form("all"))
    assert (page.status_code, Mailing.objects.count()) == (422, 0)
    assert "Nobody is chosen yet." in page.text


def test_a_bad_address_among_good_ones_sends_nothing_and_keeps_the_words(desk, url):
    page = desk.post(url, form(addresses="carl@x.se\nanna(at)x.se"))
    assert page.status_code == 422
    assert page.context["form"].errors["addresses"] == [
        "Line 2: “anna(at)x.se” is not quite an e-mail address, like name@place.example."
    ]
    assert "anna(at)x.se</textarea>" in page.text
    assert (Customer.objects.count(), Mailing.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        ({"whom": ""}, "whom"),
        ({"whom": "everybody"}, "whom"),
        ({"addresses": ""}, "addresses"),
        ({"whom": "some"}, "units"),
        ({"whom": "some", "units": ["0"]}, "units"),
        ({"whom": "some", "units": ["9" * 40]}, "units"),
        ({"whom": "some", "language": "xx"}, "language"),
        ({"whom": "some", "used_from": "soon"}, "used_from"),
        ({"whom": "some", "used_from": "2026-11-02", "used_until": "2026-11-01"}, "used_until"),
        ({"whom": "some", "attribute_name": "Room"}, "attribute_value"),
        ({"whom": "some", "attribute_value": "Suite"}, "attribute_name"),
        ({"when": "later", "moment": ""}, "moment"),
        ({"when": "later", "moment": "tomorrow"}, "moment"),
        ({"when": "whenever"}, "when"),
        ({"form_number": "no number"}, "form_number"),
    ],
)
def test_a_form_that_is_not_whole_is_shown_again(desk, url, carl, broken, field):
    page = desk.post(url, form(addresses="carl@guest.example") | broken)
    assert (page.status_code, Mailing.objects.count()) == (422, 0)
    assert list(page.context["form"].errors) == [field]


def test_words_beside_a_choice_that_was_not_made_are_nobodys_mistake(desk, url, carl):
    unused = {"addresses": "", "used_from": "soon", "moment": "x", "units": ["0"]}
    assert desk.post(url, form("all", **unused)).status_code == 302


def test_sending_rests_while_the_survey_is_closed_and_stores_no_address(desk, url, survey):
    Survey.objects.update(closed_at=clock.now())
    assert "The survey is closed" in desk.get(url).text
    page = desk.post(url, form(addresses="new@guest.example"))
    assert (page.status_code, Mailing.objects.count(), Customer.objects.count()) == (422, 0, 0)
    assert "The survey is closed" in page.text


def test_the_send_button_pressed_twice_is_one_mailing(desk, url, carl):
    fields = form("all")
    first, again = desk.post(url, fields), desk.post(url, fields)
    assert (first["Location"], Mailing.objects.count(), len(asked())) == (again["Location"], 1, 1)


def test_pressed_again_when_everybody_has_been_asked_it_is_still_the_first_mailing(desk, url, carl):
    fields = form("all")
    first = desk.post(url, fields)
    asked()
    again = desk.post(url, fields)
    assert (again.status_code, again.headers.get("Location")) == (302, first["Location"])


def test_visits_long_past_and_still_to_come_are_told(desk, url, guests, hotel):
    cast.customer(hotel, "next@guest.example", use_happened_at=MORNING + timedelta(days=2))
    with clock.at(MORNING):
        early = desk.post(url, looking())
        waiting = desk.post(url, looking(not_before_days="1"))
    assert (early.context["choice"].late, early.context["choice"].early) == (1, 1)
    assert "has the visit still to come" in early.text
    assert "has the visit still to come" not in waiting.text


def test_of_very_many_only_the_first_are_looked_at_and_the_page_says_at_most(desk, url, hotel, carl, monkeypatch):
    monkeypatch.setattr(choosing, "LOOKED_AT", 2)
    suppressing.suppress(hotel, carl.email)
    for number in range(3):
        cast.customer(hotel, f"g{number}@guest.example")
    page = desk.post(url, looking())
    words = plain(page.text)
    assert "At most 3 people get a mail, at least 1 person is spared." in words
    assert "Send to at most 3 people" in words
    assert desk.post(url, form("all")).status_code == 302
    assert asked() == [f"g{number}@guest.example" for number in range(3)]


def test_too_many_written_addresses_are_told_when_looking(desk, url, monkeypatch):
    monkeypatch.setattr(sending, "MAX_RECIPIENTS", 1)
    page = desk.post(url, looking("addresses", addresses="a@x.se\nb@x.se"))
    assert (page.status_code, len(page.context["form"].non_field_errors())) == (422, 1)


def test_many_customers_cost_no_more_queries(desk, url, hotel, carl):
    def queries(fields) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.post(url, fields).status_code in (200, 302)
        return len(captured)

    queries(looking())
    one = queries(looking()), queries(form("all"))
    for number in range(60):
        cast.customer(hotel, f"g{number}@guest.example")
    assert (queries(looking()), queries(form("all"))) == one


@pytest.mark.parametrize("path", ["new", "preview"])
def test_it_is_for_the_managers_of_the_organisation(logged_in, stefan, olga, survey, maria, path):
    path = f"/surveys/{survey.pk}/mailings/{path}/"
    assert [logged_in(who).get(path).status_code for who in (stefan, olga, maria)] == [403, 404, 200]

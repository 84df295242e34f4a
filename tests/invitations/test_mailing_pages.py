"""Inviting by mouse: choose, look who gets it, send, watch."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from common import clock
from invitations import sending, suppressing
from invitations.models import Customer, EmailDelivery, Mailing
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def url(survey):
    return f"/surveys/{survey.pk}/mailings/new/"


def form(whom="addresses", **fields) -> dict:
    return {"whom": whom, "from_name": "Fjällhotellet", "form_number": str(uuid.uuid4()), "send": "1", **fields}


def asked() -> list[str]:
    return sorted(EmailDelivery.objects.values_list("to_address", flat=True))


def test_the_page_offers_to_invite_yourself(desk, url, maria):
    page = desk.get(url)
    assert page.context["form"]["addresses"].value() == "maria@example.org"
    sent = desk.post(url, form(addresses=page.context["form"]["addresses"].value()))
    assert (sent.status_code, sent["Location"]) == (302, f"/mailings/{Mailing.objects.get().pk}/")
    assert asked() == ["maria@example.org"]
    assert Customer.objects.get().email == "maria@example.org"


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"whom": "all"}, ["anna@guest.example", "carl@guest.example", "liisa@guest.example"]),
        ({"whom": "unit"}, ["anna@guest.example", "liisa@guest.example"]),
        ({"whom": "language", "language": "fi"}, ["liisa@guest.example"]),
        (
            {"whom": "addresses", "addresses": "carl@guest.example; new@guest.example"},
            ["carl@guest.example", "new@guest.example"],
        ),
    ],
)
def test_choosing_whom(desk, url, hotel, agnes, carl, chosen, expected):
    house = arranging_units.add(parent=cast.root_unit(hotel), name="Huset", by=agnes)
    floor = arranging_units.add(parent=house, name="Våning 2", by=agnes)
    cast.customer(hotel, "anna@guest.example", unit=house)
    cast.customer(hotel, "liisa@guest.example", unit=floor, language="fi")
    desk.post(url, form(**({"unit": house.pk} | chosen)))
    assert asked() == expected


def test_looking_first_tells_who_is_left_out_and_sends_nothing(desk, url, hotel, carl):
    cast.customer(hotel, "anna@guest.example")
    suppressing.suppress(hotel, "anna@guest.example")
    fields = form("all") | {"look": "1"}
    del fields["send"]
    page = desk.post(url, fields)
    assert (page.context["choice"].recipients, page.context["choice"].left_out_addresses) == (1, ["anna@guest.example"])
    assert "anna@guest.example" in page.text
    assert Mailing.objects.count() == 0
    part = desk.post(url, fields, headers={"hx-request": "true", "hx-target": "who-gets-it"})
    assert part.text.strip().startswith('<div id="who-gets-it"')


def test_a_bad_address_among_good_ones_sends_nothing_and_keeps_the_words(desk, url):
    page = desk.post(url, form(addresses="carl@x.se\nanna(at)x.se"))
    assert page.status_code == 422
    assert page.context["form"].errors["addresses"] == [
        "Line 2: “anna(at)x.se” is not quite an e-mail address, like name@place.example."
    ]
    assert "anna(at)x.se</textarea>" in page.text
    assert (Customer.objects.count(), Mailing.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "broken",
    [
        {"whom": ""},
        {"whom": "everybody"},
        {"addresses": ""},
        {"whom": "unit", "unit": "0"},
        {"whom": "language", "language": "xx"},
        {"from_name": ""},
        {"from_name": "x" * 121},
        {"form_number": "no number"},
    ],
)
def test_a_form_that_is_not_whole_is_shown_again(desk, url, carl, broken):
    page = desk.post(url, form(addresses="carl@guest.example") | broken)
    assert (page.status_code, Mailing.objects.count()) == (422, 0)


def test_sending_rests_while_the_survey_is_closed(desk, url, survey, carl):
    Survey.objects.update(closed_at=clock.now())
    assert "The survey is closed" in desk.get(url).text
    page = desk.post(url, form("all"))
    assert (page.status_code, Mailing.objects.count()) == (422, 0)
    assert "The survey is closed" in page.text


def test_addresses_of_a_mailing_that_is_refused_are_not_stored(desk, url, survey):
    Survey.objects.update(closed_at=clock.now())
    desk.post(url, form(addresses="new@guest.example"))
    assert Customer.objects.count() == 0


def test_the_send_button_pressed_twice_is_one_mailing(desk, url, carl):
    fields = form("all")
    first, again = desk.post(url, fields), desk.post(url, fields)
    assert (first["Location"], Mailing.objects.count(), len(asked())) == (again["Location"], 1, 1)


def test_the_mailing_page_counts_and_follows_along(desk, survey, carl, maria, work):
    mailing = sending.invite(survey, [carl], by=maria)
    page = desk.get(f"/mailings/{mailing.pk}/")
    assert (page.context["waiting"], page.context["done"], page.context["total"]) == (1, 0, 1)
    assert 'data-hx-trigger="every 2s"' in page.text
    assert 'id="refresh"' in page.text
    work()
    part = desk.get(f"/mailings/{mailing.pk}/", headers={"hx-request": "true"})
    assert part.text.strip().startswith('<div class="stack-loose" id="progress">')
    assert 'In the outbox</span> <span class="number">1</span>' in " ".join(part.text.split())


def test_many_recipients_cost_no_more_queries(desk, survey, carl, maria, hotel):
    def queries(mailing) -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(f"/mailings/{mailing.pk}/")
        return len(captured)

    one = sending.invite(survey, [carl], by=maria)
    many = sending.invite(survey, [cast.customer(hotel, f"g{n}@x.se") for n in range(60)], by=maria)
    queries(one)
    assert queries(many) == queries(one)


@pytest.mark.parametrize("path", ["/surveys/{survey}/mailings/new/", "/mailings/{mailing}/"])
def test_mailings_are_for_the_managers_of_their_organisation(logged_in, stefan, olga, survey, carl, maria, path):
    path = path.format(survey=survey.pk, mailing=sending.invite(survey, [carl], by=maria).pk)
    assert logged_in(stefan).get(path).status_code == 403
    assert logged_in(olga).get(path).status_code == 404
    assert logged_in(maria).get(path).status_code == 200

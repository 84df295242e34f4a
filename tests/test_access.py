"""Every address, visited as everybody: anonymous, staff, privacy, manager, owner and an owner from elsewhere."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.access_table import MAY, TABLE
from tests.addresses import every_address

pytestmark = pytest.mark.django_db

ADDRESSES = every_address()


def test_every_address_stands_in_the_table():
    assert sorted(TABLE) == sorted(address.name for address in ADDRESSES)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_every_view_carries_its_mark(address):
    assert getattr(address.view, "access", "no mark") == TABLE.get(address.name)


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.name)
def test_people_come_in_where_they_may(world, address):
    wrong = {}
    for who in MAY:
        for method in ("get", "post"):
            with transaction.atomic():  # nobody's visit changes what the next one meets
                answer = getattr(world.client(who), method)(world.url(address))
                transaction.set_rollback(True)
            if not as_it_should(answer, who, TABLE[address.name]):
                wrong[who, method] = (answer.status_code, answer.headers.get("Location"))
    assert wrong == {}


def as_it_should(answer, who: str, mark: str) -> bool:
    """Let in, sent to log in, told that they belong nowhere, or refused."""
    where = answer.headers.get("Location", "")
    if mark in MAY[who]:
        turned_away = who != "anonymous" and where.startswith(reverse("account_login") + "?next")
        return answer.status_code < 500 and answer.status_code != 403 and not turned_away
    if who == "anonymous":
        return (answer.status_code, where.split("?")[0]) == (302, reverse("account_login"))
    if who == "nobody":
        return (answer.status_code, where) == (302, reverse("accounts:no_organisation"))
    return answer.status_code == 403


WITH_ROWS = [address for address in ADDRESSES if any(name.endswith("_id") for name in address.parameters)]


@pytest.mark.parametrize("address", WITH_ROWS, ids=lambda address: address.name)
def test_a_strangers_id_is_not_there(world, address):
    client = world.client("stranger")
    answers = {client.get(world.url(address)).status_code, client.post(world.url(address)).status_code}
    assert answers <= {404, 405}
    assert 404 in answers


@pytest.mark.parametrize("address", WITH_ROWS, ids=lambda address: address.name)
def test_a_missing_id_answers_as_a_strangers(world, address):
    client = world.client("stranger" if TABLE[address.name] == "privacy" else "owner")  # a role alone has no privacy
    url = reverse(address.name, kwargs=dict.fromkeys(address.parameters, 10**9))
    assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}

"""Links of four purposes: each opens its own door and no other, guesses are slowed down, and no dump holds one."""

import base64

import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import first_run, joining, keeping_mail_server
from accounts.models import JoiningInvitation
from accounts.models.membership import Role
from common import signing, throttling
from invitations.models import Invitation, PublicLink
from responses.models import Response

pytestmark = pytest.mark.django_db

DOORS = {"answer": "/a/{}/", "public": "/a/{}/", "stop": "/stop/{}/", "joining": "/join/{}/"}
REFUSED = {404, 405}


@pytest.fixture
def tokens(world, hotel, agnes) -> dict[str, str]:
    """A good token of each purpose."""
    joined = joining.invite(organisation=hotel, email="ny@example.org", language="sv", role=Role.STAFF, by=agnes)
    return {
        "answer": world.invitation.token,
        "public": PublicLink.objects.get().token,
        "stop": world.invitation.stop_token,
        "joining": joining.token_of(joined),
    }


@pytest.mark.parametrize("purpose", DOORS)
def test_each_token_opens_its_own_door(client, tokens, purpose):
    assert client.get(DOORS[purpose].format(tokens[purpose])).status_code == 200


OTHERS = [(purpose, door) for purpose in DOORS for door in sorted(set(DOORS.values()) - {DOORS[purpose]})]


@pytest.mark.parametrize(("purpose", "door"), OTHERS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_token_opens_anothers_door(client, tokens, purpose, door, method):
    assert getattr(client, method)(door.format(tokens[purpose])).status_code in REFUSED
    for below in ("thanks/", "earlier/"):
        if door == DOORS["answer"]:
            assert getattr(client, method)(f"{door.format(tokens[purpose])}{below}").status_code in REFUSED


def test_a_mailed_key_for_a_password_opens_no_link_and_a_link_no_password(client, tokens):
    for token in tokens.values():
        assert client.get(f"/account/password/reset/key/1-{token}/").status_code == 200  # "used or too old"
        page = client.get(f"/account/password/reset/key/1-{token}/").content.decode()
        assert 'type="password"' not in page
    for door in DOORS.values():
        assert client.get(door.format("1-abcdef-0123456789abcdef0123456789abcdef")).status_code == 404


def test_one_purpose_says_nothing_of_another(world):
    uuid = world.invitation.uuid
    made = {signing.token(purpose, uuid) for purpose in DOORS}
    assert len(made) == len(DOORS)
    assert {len(token) for token in made} == {signing.TOKEN_LENGTH}
    assert len(base64.urlsafe_b64decode(made.pop())) * 8 == 192


@pytest.mark.parametrize("door", sorted(set(DOORS.values())))
def test_guesses_are_slowed_down_and_good_links_never(client, tokens, door):
    guesses = [client.get(door.format(f"{number:032}")).status_code for number in range(throttling.MAX_FAILURES + 20)]
    assert guesses == [404] * throttling.MAX_FAILURES + [429] * 20
    good = [purpose for purpose, opened in DOORS.items() if opened == door]
    for purpose in good:  # the whole hospital has one address, and somebody in it mistyped a lot
        assert [client.get(door.format(tokens[purpose])).status_code for _time in range(60)] == [200] * 60
    cache.clear()


def test_many_good_answers_from_one_address_are_all_let_in(client, tokens):
    statuses = {client.get(DOORS["public"].format(tokens["public"])).status_code for _time in range(100)}
    assert statuses == {200}


@pytest.mark.parametrize("trusted", [0, 1])
def test_a_visitor_cannot_choose_which_address_is_counted(client, tokens, settings, trusted):
    """A forged X-Forwarded-For is the first of the list; the proxy's own word stands last."""
    settings.TRUSTED_PROXY_COUNT = trusted
    statuses = []
    for number in range(throttling.MAX_FAILURES + 5):
        forged = f"10.0.0.{number}, 192.0.2.7" if trusted else f"10.0.0.{number}"
        statuses.append(client.get("/a/unknown/", headers={"x-forwarded-for": forged}).status_code)
    assert statuses[-1] == 429


def dump() -> str:
    """Every row of every table, as somebody who stole the database would read it."""
    return "\n".join(
        repr(row) for model in apps.get_models(include_auto_created=True) for row in model._base_manager.values()
    )


def test_a_stolen_database_opens_no_link(world, hotel, agnes, tokens, settings, rung):
    """Neither as it stands there nor sent back as a token: what is stored are hashes."""
    code = first_run.make_code()
    keeping_mail_server.keep(
        hotel,
        by=agnes,
        host="smtp.example.org",
        port=587,
        security="starttls",
        username="enmil",
        from_address="hej@hotel.example",
        password="the mail server's own",
    )
    stolen = dump()
    assert Invitation.objects.get().token_hash in stolen
    for secret in (*tokens.values(), code, "the mail server's own", settings.LINK_KEY, settings.SECRET_KEY):
        assert secret not in stolen
    client = Client()
    for door in set(DOORS.values()):
        for kept in (world.invitation.token_hash, world.invitation.stop_token_hash, str(world.invitation.uuid)):
            assert client.get(door.format(kept)).status_code == 404
            assert client.get(door.format(kept[: signing.TOKEN_LENGTH])).status_code == 404


def test_a_token_stops_working_with_what_it_belongs_to(client, tokens, world, agnes):
    PublicLink.objects.update(ended_at=world.survey.created_at)
    assert client.get(DOORS["public"].format(tokens["public"])).status_code == 410
    joined = JoiningInvitation.objects.get(email="ny@example.org")
    joining.withdraw(joined, by=agnes)
    assert client.get(DOORS["joining"].format(tokens["joining"])).status_code == 410
    assert client.post(DOORS["joining"].format(tokens["joining"]), {"name": "x"}).status_code == 410


def test_wrong_links_store_nothing(client, world):
    before = Response.objects.count()
    for path in ("/a/unknown/", "/stop/unknown/", "/join/unknown/", reverse("responses:earlier", args=["unknown"])):
        client.post(path, {"form": "00000000-0000-4000-8000-000000000001", "choice": "all"})
    assert Response.objects.count() == before

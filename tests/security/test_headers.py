"""What every answer says to the browser: no strange script, no strange frame, no guessing, no telling on."""

import pytest
from django.test import Client
from django.urls import reverse

from insights.views import home
from tests.addresses import every_address

pytestmark = pytest.mark.django_db

IN_OUR_FRAMES = {"responses:preview_page", "invitations:mail_body"} | {
    "invitations:mailing_preview",
    "invitations:standing_preview",
}


def policy(answer) -> dict[str, str]:
    """The Content-Security-Policy by directive; empty when there is none."""
    parts = (part.strip().partition(" ") for part in answer.headers.get("Content-Security-Policy", "").split(";"))
    return {name: sources for name, _space, sources in parts if name}


def told(answer) -> dict[str, str]:
    """The headers that keep a page to itself."""
    names = ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
    return {name: answer.headers.get(name, "") for name in names} | {"framed": policy(answer).get("frame-ancestors")}


def wanted(*, referrer: str = "same-origin", framed: bool = False) -> dict[str, str]:
    return {
        "X-Frame-Options": "SAMEORIGIN" if framed else "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": referrer,
        "framed": "'self'" if framed else "'none'",
    }


@pytest.mark.parametrize("address", every_address(), ids=lambda address: address.name)
def test_every_address_answers_with_the_headers(world, address):
    framed = address.name in IN_OUR_FRAMES
    is_link = address.view.__name__ in {"page", "thanks", "earlier", "stop", "stray"} and "token" in address.parameters
    is_quiet = is_link or address.name in {"responses:preview_page", "invitations:asking_who", "invitations:code"}
    referrer = "no-referrer" if is_quiet else "same-origin"
    answer = world.client("owner").get(world.url(address))
    framed = framed and answer.status_code == 200
    assert told(answer) == wanted(referrer=referrer, framed=framed)
    script = policy(answer).get("script-src", policy(answer)["default-src"])
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert script.split()[0] in {"'self'", "'none'"}
    assert policy(answer)["base-uri"] == "'none'"


def refusals(world, monkeypatch):
    """(what, answer) for each way of saying no, an error of ours among them."""
    owner = world.client("owner")
    owner.raise_request_exception = False
    yield 404, owner.get("/nowhere/")
    yield 405, owner.post("/")
    yield 403, world.client("staff").get(reverse("invitations:customers"))
    yield 400, owner.get("/", headers={"host": "evil.example"})
    yield 413, owner.post("/settings/profile/", b"x" * (7 * 1024 * 1024), content_type="text/plain")
    strict = Client(enforce_csrf_checks=True)
    yield 403, strict.post(reverse("account_login"), {})
    monkeypatch.setattr(home, "incidents_for", lambda request: 1 / 0)
    yield 500, owner.get("/")


def test_every_refusal_answers_with_the_headers(world, monkeypatch):
    for status, answer in refusals(world, monkeypatch):
        assert (status, answer.status_code, told(answer)) == (status, status, wanted())
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("door", ["a", "stop"])
def test_whatever_answers_behind_a_link_tells_its_address_to_nobody(client, world, door):
    token = world.invitation.token if door == "a" else world.invitation.stop_token
    path = f"/{door}/{token}/"
    answers = [
        client.get(path),
        client.get(path.rstrip("/")),  # led on to the address with its slash
        client.get(f"{path}elsewhere/"),  # led on to the link itself
        client.get(f"/{door}/unknown/"),
        client.put(path),
        client.post(path, b"x" * (300 * 1024), content_type="text/plain"),
        client.get(path, headers={"host": "evil.example"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 301, 302, 404, 405, 413, 400]
    assert {answer.headers["Referrer-Policy"] for answer in answers} == {"no-referrer"}
    assert {answer.headers.get("Cache-Control") for answer in answers} == {"no-store"}


def test_a_customer_gets_no_cookie(client, world, carl):
    paths = [world.url(address) for address in every_address() if address.name in PUBLIC]
    assert len(paths) == len(PUBLIC)
    for path in [*paths, "/a/unknown/", "/stop/unknown/"]:
        for answer in (client.get(path), client.post(path, {"q": "x"})):
            assert "Set-Cookie" not in answer.headers
            assert not answer.cookies
            assert "Cookie" not in answer.headers.get("Vary", "")


PUBLIC = {"responses:page", "responses:thanks", "responses:earlier", "invitations:stop", "invitations:code"} | {
    "insights:health"
}


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client, stefan):
    from tests.cast import PASSWORD

    client.get(reverse("account_login"))
    client.post(reverse("account_login"), {"login": stefan.email, "password": PASSWORD})
    client.post(reverse("set_language"), {"language": "sv"})
    assert {
        name: (bool(cookie["httponly"]), cookie["samesite"])
        for name, cookie in client.cookies.items()
        if name != "messages"
    } == {"sessionid": (True, "Lax"), "csrftoken": (True, "Lax"), "django_language": (True, "Lax")}

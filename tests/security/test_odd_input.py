"""What no browser would send by itself: a clear answer, never an error of ours. Runs on both databases."""

from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.addresses import every_address
from tests.security.forms_on_pages import every_form, pages_of

pytestmark = pytest.mark.django_db

NUL = "a\x00b"
ODD = {
    "NUL": NUL.encode(),
    "a number no key can be": b"9" * 30,
    "a number past 64 bits": b"9223372036854775808",
    "a number too long to be read": b"9" * 5_000,
    "a negative number": b"-9223372036854775809",
    "digits of another alphabet": "٣٤".encode(),
    "half a character": b"\xed\xa0\x80\xff\xfe",
    "an escape": b"%00%0d%0a\\u0000",
    "invisible signs": "\u202e\u0000\ufeff\U0010ffff".encode(),
    "nothing": b"",
    "much": b"x" * 30_000,
}
URLENCODED = "application/x-www-form-urlencoded"
ASKED_FOR = [
    *("page", "q", "unit", "language", "state", "band", "mine", "before", "after", "older", "newer", "text"),
    *("question", "read", "start", "at", "check", "next", "a", "purpose"),
]


def undone(ask):
    """The answer of `ask`, and the database as it was before."""
    with transaction.atomic():
        answer = ask()
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_in_every_query(world, odd):
    broken = {}
    for path, client in pages_of(world):
        client.raise_request_exception = False
        for names in (ASKED_FOR, ["older"], ["before"]):  # a place further on hides another
            query = "&".join(f"{name}={quote(ODD[odd][:6000])}" for name in names)
            status = client.get(path, QUERY_STRING=query).status_code
            if status >= 500:
                broken[path, query[:60]] = status
    assert broken == {}


@pytest.mark.parametrize("odd", ODD)
def test_odd_values_in_every_field_of_every_form(world, odd):
    broken, sent = {}, 0
    for form, client in every_form(world):
        client.raise_request_exception = False
        for name in [*form.fields, "file", "next"]:
            body = urlencode(form.fields | {name: [ODD[odd]]}, doseq=True)
            if form.method == "get":
                status = client.get(form.action.partition("?")[0], QUERY_STRING=body).status_code
            else:
                status = undone(lambda: client.post(form.action, body, content_type=URLENCODED)).status_code  # noqa: B023  # called at once
            sent += 1
            if status >= 500:
                broken[form.action, name] = status
    assert broken == {}
    assert sent > 150


@pytest.mark.parametrize("address", [one for one in every_address() if one.parameters], ids=lambda one: one.name)
def test_odd_values_in_every_address(world, address):
    owner = world.client("owner")
    owner.raise_request_exception = False
    good = world.url(address)
    known = world.ids | {"token": good.rstrip("/").split("/")[1]}
    for odd in ("9" * 19, "9" * 30, "9" * 5_000, "-1", "%00", "%ff", "a%00b", "٣", "..%2f..%2fetc", "x" * 5_000):
        for name in address.parameters:
            path = good.replace(str(known.get(name, "a-b")), odd, 1) if name in known else f"{good}{odd}/"
            statuses = {owner.get(path).status_code, undone(lambda: owner.post(path)).status_code}  # noqa: B023  # called at once
            assert max(statuses) < 500, (path[:80], statuses)


ODD_HEADERS = {
    "Cookie": ["sessionid=%00", 'sessionid="\\000\\000abcdefgh"', "sessionid=" + "x" * 5000, "csrftoken=\xff; =;;;"],
    "Accept-Language": ["\x00", "sv;q=nan", "*" * 600, "sv-" + "x" * 600, "\xff\xfe"],
    "HX-Current-URL": ["http://[", "\x00", "//evil.example", "x" * 5000],
    "Referer": ["http://[", "\x00"],
    "X-Forwarded-For": ["\x00", "x" * 5000, ",,,"],
    "Content-Type": ["multipart/form-data", "application/json", "text/html; charset=klingon", "\x00"],
}


@pytest.mark.parametrize("header", ODD_HEADERS)
def test_odd_headers(world, header):
    paths = [reverse("insights:home"), reverse("account_login"), f"/a/{world.invitation.token}/", "/nowhere/"]
    paths.append(reverse("responses:answers", args=[world.survey.pk]))
    for odd in ODD_HEADERS[header]:
        for path in paths:
            for client in (Client(raise_request_exception=False), world.client("owner")):
                client.raise_request_exception = False
                if header == "Cookie":
                    client.cookies.clear()
                extra = {"CONTENT_TYPE": odd} if header == "Content-Type" else {}
                headers = {} if extra else {header: odd}
                for ask in (client.get, client.post):
                    status = undone(lambda: ask(path, headers=headers | {"HX-Request": "true"}, **extra)).status_code  # noqa: B023  # called at once
                    assert status < 500, (path, odd, status)


def test_a_body_larger_than_the_door(client, world):
    owner = world.client("owner")
    large = b"x" * (settings.BODY_LIMIT_BYTES + 1)
    for path in ("/settings/profile/", "/customers/import/", "/account/login/", "/nowhere/"):
        assert owner.post(path, large, content_type=URLENCODED).status_code == 413
    larger_than_an_answer = b"x" * (settings.PUBLIC_BODY_LIMIT_BYTES + 1)
    for path in (world.url(one) for one in every_address() if one.name in {"responses:page", "invitations:stop"}):
        assert client.post(path, larger_than_an_answer, content_type=URLENCODED).status_code == 413


def test_more_fields_than_any_form_has(client, world):
    many = "&".join(f"field-{number}=1" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1))
    owner = world.client("owner")
    build = reverse("surveys:build", args=[world.survey.pk])
    for path in (build, "/settings/profile/", "/customers/import/"):
        assert owner.post(path, many, content_type=URLENCODED).status_code == 400
    assert client.post(f"/stop/{world.invitation.stop_token}/", many, content_type=URLENCODED).status_code == 400


def test_more_files_than_any_form_has(world):
    part = '--x\r\nContent-Disposition: form-data; name="f{0}"; filename="f{0}"\r\n\r\n\r\n'
    many = "".join(part.format(number) for number in range(200)) + "--x--\r\n"
    kind = "multipart/form-data; boundary=x"
    owner = world.client("owner")
    assert owner.post("/customers/import/", many.encode(), content_type=kind).status_code == 400

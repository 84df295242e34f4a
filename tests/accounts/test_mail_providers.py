"""A provider instead of a mail server: the organisation's own key alone, and every refusal in plain words."""

import json

import pytest
import requests
from django.core.mail import EmailMultiAlternatives
from urllib3 import exceptions as line

from accounts import keeping_mail_server, mail_servers
from accounts.models import AuditEvent, MailServer
from tests.accounts.providers import ALL, KEY, fields

pytestmark = pytest.mark.django_db
PAGE = "/settings/mail/"
TAKEN = {
    "brevo": (201, {"messageId": "<1@relay.example>"}, "<1@relay.example>"),
    "mailgun": (200, {"id": "<2@mg.example>", "message": "Queued. Thank you."}, "<2@mg.example>"),
    "mailjet": (
        200,
        {"Messages": [{"Status": "success", "To": [{"Email": "carl@guest.example", "MessageID": 3}]}]},
        "3",
    ),
    "postmark": (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "4-4", "To": "carl@guest.example"}, "4-4"),
    "sendgrid": (202, None, None),
}


@pytest.fixture
def wire(monkeypatch):
    """What would go over the line, and what comes back: `wire.answer` is (status, body), or an error."""

    class Wire:
        answer, sent = (200, {}), []

    def request(self, **asked):
        Wire.sent.append(asked)
        if isinstance(Wire.answer, Exception):
            raise Wire.answer
        status, body = Wire.answer
        response = requests.Response()
        response.status_code, response.reason = status, "Said"
        response._content = b"" if body is None else json.dumps(body).encode()
        response.headers["Content-Type"] = "application/json"
        return response

    Wire.sent = []
    monkeypatch.setattr(requests.Session, "request", request)
    return Wire


def mail() -> EmailMultiAlternatives:
    return EmailMultiAlternatives("Sov du gott?", "Hej", "Hotellet <hej@hotel.example>", ["carl@guest.example"])


@pytest.mark.parametrize("provider", ALL)
def test_the_organisations_own_key_goes_out_and_the_mail_is_not_followed(hotel, agnes, wire, provider):
    keeping_mail_server.keep(hotel, by=agnes, **fields(provider))
    wire.answer = TAKEN[provider][:2]
    sent = mail()
    assert mail_servers.send(sent, hotel) is True
    [asked] = wire.sent
    assert KEY in str(asked["headers"]) + str(asked["auth"])
    if provider == "mailjet":
        assert asked["auth"] == ("public-key", KEY)
    if provider == "mailgun":
        assert asked["url"] == "https://api.mailgun.net/v3/mg.hotel.example/messages"
        assert (asked["data"]["o:tracking-opens"], asked["data"]["o:tracking-clicks"]) == ("no", "no")
    if provider in {"postmark", "sendgrid", "mailjet"}:
        body = json.loads(asked["data"])
        assert '"enable": true' not in asked["data"]
        assert body.get("TrackOpens") in {False, None}
    expected = TAKEN[provider][2]
    assert expected is None or sent.anymail_status.message_id == expected


@pytest.mark.parametrize(
    ("provider", "host"), [("mailgun", "https://api.eu.mailgun.net/"), ("sendgrid", "https://api.eu.sendgrid.com/")]
)
def test_an_account_kept_in_europe_is_spoken_to_in_europe(hotel, agnes, wire, provider, host):
    keeping_mail_server.keep(hotel, by=agnes, **fields(provider, provider_region="eu"))
    wire.answer = TAKEN[provider][:2]
    mail_servers.send(mail(), hotel)
    assert wire.sent[0]["url"].startswith(host)


def test_two_organisations_never_use_each_others_keys(hotel, library, agnes, olga, wire):
    keeping_mail_server.keep(hotel, by=agnes, **fields("brevo"))
    keeping_mail_server.keep(library, by=olga, **fields("brevo", password="key-of-the-library"))
    wire.answer = TAKEN["brevo"][:2]
    mail_servers.send(mail(), hotel)
    mail_servers.send(mail(), library)
    assert [asked["headers"]["api-key"] for asked in wire.sent] == [KEY, "key-of-the-library"]


REFUSALS = [
    ("brevo", 401, {"message": "Key not found", "code": "unauthorized"}, "does not accept this key"),
    ("mailgun", 401, "Forbidden", "does not accept this key"),
    ("mailjet", 401, {"ErrorMessage": "API key authentication/authorization failure."}, "does not accept this key"),
    ("postmark", 401, {"ErrorCode": 10, "Message": "Bad or missing Server API token."}, "does not accept this key"),
    ("sendgrid", 401, {"errors": [{"message": "The provided authorization grant is invalid"}]}, "this key"),
    ("mailgun", 404, {"message": "Domain not found: mg.hotel.example"}, "does not know the domain mg.hotel.example"),
    (
        "postmark",
        422,
        {"ErrorCode": 400, "Message": "The 'From' address you supplied is not a Sender Signature on your account."},
        "does not yet let us send from hej@hotel.example",
    ),
    (
        "sendgrid",
        403,
        {"errors": [{"message": "The from address does not match a verified Sender Identity.", "field": "from"}]},
        "does not yet let us send from hej@hotel.example",
    ),
    ("brevo", 400, {"code": "invalid_parameter", "message": "sender is invalid, not a valid sender"}, "yet let us"),
    (
        "mailjet",
        400,
        {
            "Messages": [
                {
                    "Status": "error",
                    "Errors": [
                        {
                            "ErrorCode": "send-0008",
                            "ErrorMessage": "hej@hotel.example is not an authorized sender address for your account.",
                            "ErrorRelatedTo": ["From"],
                        }
                    ],
                }
            ]
        },
        "does not yet let us send from hej@hotel.example",
    ),
    ("brevo", 402, {"code": "not_enough_credits", "message": "Not enough credits"}, "may not send just now"),
    ("mailgun", 400, {"message": "'to' parameter is not a valid address."}, "does not pass mail on to that address"),
    ("brevo", 429, {"message": "Too many requests"}, "takes no more mails just now"),
    ("postmark", 503, {"Message": "Service unavailable"}, "has a problem of its own"),
    ("sendgrid", 418, {"errors": [{"message": "I am a teapot"}]}, "SendGrid did not take the mail. It said: I am a"),
]


@pytest.mark.parametrize(("provider", "status", "body", "words"), REFUSALS)
def test_every_refusal_is_said_in_plain_words(hotel, agnes, logged_in, wire, provider, status, body, words):
    wire.answer = (status, body)
    page = logged_in(agnes).post(f"{PAGE}test/", fields(provider)).content.decode()
    assert words in page.replace("&#x27;", "'")
    assert KEY not in page
    assert "hej@hotel.example" in page  # what was typed stays
    assert not MailServer.objects.exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            requests.ConnectionError(line.MaxRetryError(None, "/", line.NewConnectionError(None, "no route"))),
            "cannot be reached. Is this computer connected to the internet?",
        ),
        (requests.ConnectTimeout("slow"), "cannot be reached"),
        (requests.exceptions.SSLError("certificate"), "cannot be reached"),
        (requests.ReadTimeout("slow"), "did not answer in time"),
    ],
)
def test_no_network_is_said_in_plain_words(hotel, agnes, logged_in, wire, error, words):
    wire.answer = error
    page = logged_in(agnes).post(f"{PAGE}test/", fields("postmark")).content.decode()
    assert f"Postmark {words}" in page


def test_a_provider_that_repeats_the_key_is_not_quoted_with_it(hotel, agnes, logged_in, wire):
    wire.answer = (401, {"message": f"Key {KEY} not found"})
    page = logged_in(agnes).post(f"{PAGE}test/", fields("brevo")).content.decode()
    assert "Key […] not found" in page
    assert KEY not in page


def test_a_key_is_kept_encrypted_and_not_handed_to_another_provider(hotel, agnes, logged_in, wire):
    client = logged_in(agnes)
    assert client.post(PAGE, fields("postmark")).url == PAGE
    row = MailServer.objects.values().get()
    assert KEY not in str(row)
    assert mail_servers.decrypt(row["password_encrypted"]) == KEY
    assert KEY not in str(AuditEvent.objects.values())
    page = client.post(PAGE, fields("brevo", password="")).content.decode()
    assert "Copy the key from your account at the provider." in page
    client.post(PAGE, fields("postmark", password="", from_address="ny@hotel.example"))
    kept = MailServer.objects.get()
    assert (kept.from_address, mail_servers.decrypt(kept.password_encrypted)) == ("ny@hotel.example", KEY)


@pytest.mark.parametrize(
    ("provider", "wrong"),
    [
        ("brevo", {"password": ""}),
        ("brevo", {"password": "key with spaces"}),
        ("brevo", {"password": "nyckel-åäö"}),
        ("mailjet", {"username": ""}),
        ("mailgun", {"provider_domain": "https://mg.hotel.example"}),
        ("mailgun", {"provider_domain": "mg.hotel.example/../x"}),
        ("sendgrid", {"provider_region": "mars"}),
        ("postmark", {"from_address": "nobody"}),
    ],
)
def test_wrong_fields_keep_nothing(hotel, agnes, logged_in, provider, wrong):
    assert logged_in(agnes).post(PAGE, fields(provider, **wrong)).status_code == 200
    assert not MailServer.objects.exists()


@pytest.mark.parametrize("way", [*ALL, "smtp", "pigeon", ""])
def test_each_way_has_its_page(hotel, agnes, logged_in, way):
    page = logged_in(agnes).get(PAGE, {"way": way}).content.decode()
    asks_for_a_server = 'name="host"' in page
    assert asks_for_a_server is (way not in ALL)
    assert ('name="provider_domain"' in page) is (way == "mailgun")

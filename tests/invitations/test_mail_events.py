"""A provider's news: believed only with its signature, about this organisation's mails alone, and twice is once."""

import base64
import hashlib
import hmac
import json
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.test import Client

from accounts.models import MailServer
from common import clock
from invitations.models import EmailDelivery, Suppression
from tests.invitations.provider_accounts import SECRET, SENDGRIDS, by_provider
from tests.invitations.sent_mails import sent_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def sent(survey, carl):
    return sent_mail(survey, carl)


@pytest.fixture
def machine():
    """A provider's server: no cookie, no form token."""
    return Client(enforce_csrf_checks=True)


def tell(machine, server: MailServer, body, *, secret: str = SECRET, key=SENDGRIDS, at=None, other=None):
    """What the provider's server would post, signed as it signs, then or at another time.

    With `other`, that is posted under the signature of `body`.
    """
    headers, moment = {}, str(int((at or clock.now()).timestamp()))
    if server.provider == "mailgun":
        signature = hmac.new(secret.encode(), f"{moment}token".encode(), hashlib.sha256).hexdigest()
        body = body | {"signature": {"timestamp": moment, "token": "token", "signature": signature}}
    text = json.dumps(body)
    if server.provider == "sendgrid":
        signature = base64.b64encode(key.sign(f"{moment}{text}".encode(), ec.ECDSA(SHA256()))).decode()
        headers = {
            "X-Twilio-Email-Event-Webhook-Signature": signature,
            "X-Twilio-Email-Event-Webhook-Timestamp": moment,
        }
    elif server.provider != "mailgun":
        headers = {"Authorization": "Basic " + base64.b64encode(f"enmil:{secret}".encode()).decode()}
    text = text if other is None else json.dumps(other)
    return machine.post(f"/mail-events/{server.events_key}/", text, content_type="application/json", headers=headers)


def news(provider: str, delivery: EmailDelivery, what: str):
    """The provider's own words for: "hard", "soft", "complaint", "delivered", "unsubscribed"."""
    number = str(delivery.message_id)
    if provider == "brevo":
        names = {"hard": "hard_bounce", "soft": "soft_bounce", "complaint": "spam", "unsubscribed": "unsubscribe"}
        custom = json.dumps({"enmil_mail": number})
        return {"event": names.get(what, what), "email": "c@g.example", "X-Mailin-custom": custom, "reason": "550 gone"}
    if provider == "mailgun":
        names = {"hard": "failed", "soft": "failed", "complaint": "complained"}
        severity = {"hard": {"severity": "permanent"}, "soft": {"severity": "temporary"}}.get(what, {})
        return {
            "event-data": {
                "event": names.get(what, what),
                **severity,
                "timestamp": 1700000000,
                "user-variables": {"enmil_mail": number},
                "delivery-status": {"message": "550 gone", "code": 550},
            }
        }
    if provider == "mailjet":
        names = {"hard": "bounce", "soft": "bounce", "complaint": "spam", "delivered": "sent", "unsubscribed": "unsub"}
        payload = json.dumps({"enmil_mail": number})
        return [{"event": names[what], "time": 1700000000, "hard_bounce": what == "hard", "Payload": payload}]
    if provider == "postmark":
        if what == "delivered":
            return {"RecordType": "Delivery", "MessageID": "x", "Metadata": {"enmil_mail": number}}
        if what == "unsubscribed":
            return {
                "RecordType": "SubscriptionChange",
                "SuppressSending": True,
                "SuppressionReason": "ManualSuppression",
                "Metadata": {"enmil_mail": number},
            }
        kinds = {"hard": "HardBounce", "soft": "SoftBounce", "complaint": "SpamComplaint"}
        record = "SpamComplaint" if what == "complaint" else "Bounce"
        return {"RecordType": record, "Type": kinds[what], "Metadata": {"enmil_mail": number}, "Details": "550 gone"}
    names = {"hard": "bounce", "soft": "bounce", "complaint": "spamreport", "unsubscribed": "unsubscribe"}
    kind = "blocked" if what == "soft" else "bounce"
    return [{"event": names.get(what, what), "type": kind, "enmil_mail": number, "timestamp": 1700000000}]


def reasons() -> list[str]:
    return list(Suppression.objects.order_by("pk").values_list("reason", flat=True))


PROVIDERS = ("brevo", "mailgun", "mailjet", "postmark", "sendgrid")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_mail_that_came_back_for_good_is_noted_once(hotel, agnes, sent, machine, provider):
    server = by_provider(hotel, agnes, provider)
    for _time in range(3):
        assert tell(machine, server, news(provider, sent, "hard")).status_code == 200
    sent.refresh_from_db()
    assert (sent.state, reasons()) == ("bounced", ["bounced"])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_for_the_moment_only_it_stops_nothing(hotel, agnes, sent, machine, provider):
    server = by_provider(hotel, agnes, provider)
    assert tell(machine, server, news(provider, sent, "soft")).status_code == 200
    sent.refresh_from_db()
    # Mailgun goes on trying after such news, so nothing has come back yet.
    assert (sent.state, reasons()) == ("sent" if provider == "mailgun" else "bounced", [])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_complaint_stops_for_ever(hotel, agnes, sent, machine, provider):
    server = by_provider(hotel, agnes, provider)
    for _time in range(2):
        assert tell(machine, server, news(provider, sent, "complaint")).status_code == 200
    assert reasons() == ["complained"]
    assert Suppression.objects.get().until is None


@pytest.mark.parametrize("provider", [name for name in PROVIDERS if name != "mailgun"])
def test_who_stops_at_the_provider_has_stopped_here(hotel, agnes, sent, machine, provider):
    assert tell(machine, by_provider(hotel, agnes, provider), news(provider, sent, "unsubscribed")).status_code == 200
    assert reasons() == ["asked"]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_delivered_says_nothing_to_us(hotel, agnes, sent, machine, provider):
    assert tell(machine, by_provider(hotel, agnes, provider), news(provider, sent, "delivered")).status_code == 200
    sent.refresh_from_db()
    assert (sent.state, reasons()) == ("sent", [])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_news_with_another_signature_is_not_believed(hotel, agnes, sent, machine, provider):
    server = by_provider(hotel, agnes, provider)
    forged = tell(
        machine, server, news(provider, sent, "hard"), secret="gissat", key=ec.generate_private_key(ec.SECP256R1())
    )
    bare = machine.post(
        f"/mail-events/{server.events_key}/", json.dumps(news(provider, sent, "hard")), content_type="application/json"
    )
    assert (forged.status_code, bare.status_code) == (403, 403)
    sent.refresh_from_db()
    assert (sent.state, reasons()) == ("sent", [])


@pytest.mark.parametrize("provider", PROVIDERS)
def test_without_a_kept_secret_nothing_is_believed(hotel, agnes, sent, machine, provider):
    server = by_provider(hotel, agnes, provider)
    MailServer.objects.update(events_secret_encrypted="")
    assert tell(machine, server, news(provider, sent, "hard"), secret="").status_code == 403
    assert reasons() == []


def test_one_organisations_provider_says_nothing_of_anothers_mails(hotel, library, olga, sent, machine):
    theirs = by_provider(library, olga, "postmark")
    EmailDelivery.objects.update(provider_message_id="id-of-the-hotel")
    told = news("postmark", sent, "hard") | {"MessageID": "id-of-the-hotel"}
    assert tell(machine, theirs, told).status_code == 200
    sent.refresh_from_db()
    assert (sent.state, reasons()) == ("sent", [])


def test_a_mail_is_found_by_the_providers_own_number_too(hotel, agnes, sent, machine):
    server = by_provider(hotel, agnes, "postmark")
    EmailDelivery.objects.update(provider_message_id="4-4")
    assert tell(machine, server, {"RecordType": "Bounce", "Type": "HardBounce", "MessageID": "4-4"}).status_code == 200
    sent.refresh_from_db()
    assert (sent.state, reasons()) == ("bounced", ["bounced"])


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        None,
        7,
        "x",
        [[]],
        {"RecordType": []},
        {"RecordType": "Bounce", "Metadata": 3},
        {"RecordType": "Bounce", "Type": {}, "Metadata": {"enmil_mail": []}},
        {"RecordType": "Inbound", "FromFull": {}},
        {"RecordType": "Bounce", "BouncedAt": "never", "MessageID": ["a"]},
        {"RecordType": "Bounce", "BouncedAt": 7, "MessageID": None},
    ],
)
def test_nonsense_breaks_nothing(hotel, agnes, sent, machine, body):
    server = by_provider(hotel, agnes, "postmark")
    assert tell(machine, server, body).status_code in {200, 403}
    assert reasons() == []


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "\udcff".encode("utf-8", "surrogatepass"), b"\xff\xfe"])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_broken_bodies_break_nothing(hotel, agnes, machine, provider, text):
    server = by_provider(hotel, agnes, provider)
    headers = {"Authorization": "Basic " + base64.b64encode(f"enmil:{SECRET}".encode()).decode()}
    path = f"/mail-events/{server.events_key}/"
    assert machine.post(path, text, content_type="application/json", headers=headers).status_code == 403


def test_the_door_is_narrow(hotel, agnes, machine):
    server = by_provider(hotel, agnes, "postmark")
    path = f"/mail-events/{server.events_key}/"
    assert machine.get(path).status_code == 405
    assert machine.post(path, "x" * 1_000_001, content_type="application/json").status_code == 413
    assert machine.post(f"/mail-events/{uuid.uuid4()}/", "{}", content_type="application/json").status_code == 404

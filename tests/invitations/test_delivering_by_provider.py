"""Handing mails to a provider: what may be repeated depends on how far the mail came."""

import json

import pytest
import requests
from urllib3 import exceptions as line

from accounts import mail_servers
from accounts.models import MailServer
from invitations.mails import delivering, writing
from tests.invitations.provider_accounts import by_provider
from tests.invitations.sent_mails import sent_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def sent(survey, carl):
    return sent_mail(survey, carl)


@pytest.fixture
def wire(monkeypatch):
    """What the provider answers, and what it was asked."""

    class Wire:
        answer = (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "4-4", "To": "carl@guest.example"})
        sent = []

    def request(self, **asked):
        Wire.sent.append(asked)
        if isinstance(Wire.answer, Exception):
            raise Wire.answer
        response = requests.Response()
        response.status_code, response.reason = Wire.answer[0], "Said"
        response._content = json.dumps(Wire.answer[1]).encode() if Wire.answer[1] != "" else b"not json"
        return response

    Wire.sent = []
    monkeypatch.setattr(requests.Session, "request", request)
    return Wire


def test_a_mail_handed_to_a_provider_carries_our_number_and_keeps_its_message_id(hotel, agnes, sent, wire):
    by_provider(hotel, agnes, "postmark")
    number = delivering.hand_over(writing.compose(sent), hotel, envelope_sender="b+1@hotel.example")
    body = json.loads(wire.sent[0]["data"])
    headers = {header["Name"]: header["Value"] for header in body["Headers"]}
    assert (number, body["Metadata"]) == ("4-4", {"enmil_mail": str(sent.message_id)})
    assert str(sent.message_id) in headers["Message-ID"]
    assert headers["X-PM-KeepID"] == "true"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


INACTIVE = {"ErrorCode": 406, "Message": "Found inactive addresses: carl@guest.example. Inactive recipients are ones"}
NO_ROUTE = requests.ConnectionError(line.MaxRetryError(None, "/", line.NewConnectionError(None, "no route")))
CUT = requests.ConnectionError(line.ProtocolError("Connection aborted.", ConnectionResetError()))


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((401, {"ErrorCode": 10, "Message": "Bad token"}), delivering.NotNow),
        ((422, {"ErrorCode": 400, "Message": "not a Sender Signature"}), delivering.NotNow),
        ((429, {"Message": "slow down"}), delivering.NotNow),
        ((500, {"Message": "sorry"}), delivering.NotNow),
        ((503, {"Message": "sorry"}), delivering.NotNow),
        (NO_ROUTE, delivering.NotNow),
        (requests.ConnectTimeout("slow"), delivering.NotNow),
        (requests.exceptions.SSLError("certificate"), delivering.NotNow),
        ((422, INACTIVE), delivering.Refused),
        ((422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'carl@guest.example'."}), delivering.Refused),
        (requests.ReadTimeout("slow"), delivering.Ambiguous),
        (CUT, delivering.Ambiguous),
        ((504, {"Message": "gateway"}), delivering.Ambiguous),
        ((200, ""), delivering.Ambiguous),
    ],
)
def test_how_far_a_mail_came_decides_what_is_tried_again(hotel, agnes, sent, wire, answer, outcome):
    by_provider(hotel, agnes, "postmark")
    wire.answer = answer
    with pytest.raises(outcome) as told:
        delivering.hand_over(writing.compose(sent), hotel)
    assert str(told.value)


def test_mailjets_refusals_are_not_taken_for_a_yes(hotel, agnes, sent, wire):
    by_provider(hotel, agnes, "mailjet")
    error = {"ErrorMessage": "is an invalid email address.", "ErrorRelatedTo": ["To[0].Email"]}
    wire.answer = (400, {"Messages": [{"Status": "error", "Errors": [error]}]})
    with pytest.raises(delivering.Refused):
        delivering.hand_over(writing.compose(sent), hotel)
    error["ErrorRelatedTo"] = ["From"]
    with pytest.raises(delivering.NotNow):
        delivering.hand_over(writing.compose(sent), hotel)
    assert "Message-ID" not in json.loads(wire.sent[0]["data"])["Globals"]["Headers"]


def test_one_session_serves_a_run_of_mails_and_never_another_organisation(
    hotel, library, agnes, olga, survey, sent, wire, monkeypatch
):
    opened = []
    session = requests.Session
    monkeypatch.setattr(requests, "Session", lambda: opened.append(1) or session())
    by_provider(hotel, agnes, "postmark")
    by_provider(library, olga, "postmark")
    MailServer.objects.filter(organisation=library).update(password_encrypted=mail_servers.encrypt("other"))
    for organisation in (hotel, hotel, library, hotel):
        delivering.hand_over(writing.compose(sent), organisation)
    tokens = [asked["headers"]["X-Postmark-Server-Token"] for asked in wire.sent]
    assert (tokens, len(opened)) == (["key", "key", "other", "key"], 3)

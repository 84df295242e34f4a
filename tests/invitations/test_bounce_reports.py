"""Reading what comes back: a bounce for good or for the moment, a complaint, or a person's holiday."""

import base64
import random

import pytest

from invitations.mails import bounce_reports
from tests.invitations.returned_mails import RETURNED
from tests.invitations.returned_shapes import fields, report

KEY = "bounces+1zabcdef0123456789abcdef@hotel.example"


def written(mail: str) -> bytes:
    return mail.replace("{key}", KEY).replace("{message_id}", "11111111-2222-4333-8444-555555555555").encode()


def verdict(raw: bytes) -> str:
    found = bounce_reports.read(raw)
    if found is None:
        return "no bounce"
    if found.is_complaint:
        return "complaint"
    return "gone" if found.is_permanent else "for the moment"


@pytest.mark.parametrize(("name", "mail", "expected"), RETURNED, ids=[name for name, *_rest in RETURNED])
def test_each_shape_is_read_for_what_it_is(name, mail, expected):
    assert verdict(written(mail)) == expected
    assert verdict(written(mail).replace(b"\n", b"\r\n")) == expected


def test_the_servers_words_are_kept_for_colleagues():
    [gmail] = [mail for name, mail, _verdict in RETURNED if name == "Gmail, no such address"]
    assert bounce_reports.read(written(gmail)).words == (
        "5.1.1 550-5.1.1 The email account that you tried to reach does not exist."
    )
    [exim] = [mail for name, mail, _verdict in RETURNED if name == "Exim, without fields"]
    assert bounce_reports.read(written(exim)).words == "550 5.1.1 No such user here"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("5.1.1", "gone"),
        ("5.1.2", "gone"),
        ("5.0.0", "gone"),
        ("5.2.1", "gone"),
        ("5.4.4", "gone"),
        ("5.2.2", "for the moment"),
        ("5.3.4", "for the moment"),
        ("5.7.1", "for the moment"),
        ("4.2.2", "for the moment"),
        ("4.4.7", "for the moment"),
        ("nonsense", "for the moment"),
        ("", "for the moment"),
    ],
)
def test_a_status_says_whether_the_address_is_to_blame(status, expected):
    assert verdict(written(report(subject="x", human="x", fields=fields("failed", status)))) == expected


def test_fields_in_base64_are_read_too():
    hidden = base64.encodebytes(fields("failed", "5.1.1").encode()).decode()
    mail = report(subject="x", human="x", fields="FIELDS").replace(
        "Content-Type: message/delivery-status\n",
        "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n",
    )
    assert verdict(written(mail.replace("FIELDS", hidden))) == "gone"


def test_a_key_in_a_decoded_part_is_found():
    hidden = base64.encodebytes(f"Original-Envelope: <{KEY}>".encode()).decode()
    raw = f"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n{hidden}".encode()
    assert KEY in bounce_reports.text_of(raw)


NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(4000))
HOSTILE = [
    b"",
    b"\n",
    b"\x00" * 1000,
    b"\xff\xfe\xfd" * 1000,
    b"Subject: =?utf-8?q?=ff=fe?=\nFrom: =?x-unknown?b?////?=\n\n\xff",
    b"Subject: =?utf-8?b?not base64 at all?=\nContent-Type: text/plain; charset=\xff\n\nfailure",
    b"Content-Type: message/delivery-status\n\n",
    b"Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n****",
    b"Content-Type: multipart/report\n\nno boundary",
    b'Content-Type: multipart/report; boundary=""\n\n--\n\n--',
    b"Content-Type: message/rfc822\n\n" * 3000,
    b"Content-Type: message/rfc822\n\n" * 50 + b"failure",
    NESTED,
    b"From: mailer-daemon\nSubject: failure notice\n\n" + b"5.1.1 " * 40_000,
    b"From: mailer-daemon\nSubject: failure notice\n\n" + b"domain " * 40_000,
    b"From: mailer-daemon\nSubject: " + b"undeliver" * 20_000 + b"\n\nx",
    b"From: a" * 10_000 + b"\n\n" + b"<a@" * 20_000,
    b"Content-Type: text/plain; charset=" + b"a" * 5000 + b"\n\n\xe5",
    b"Content-Type: text/plain; charset*0*=x'y'%zz\nSubject: Undeliverable\n\n5.1.1",
]


@pytest.mark.parametrize("raw", HOSTILE)
def test_hostile_mails_break_nothing(raw):
    assert verdict(raw) in {"no bounce", "for the moment", "gone"}
    assert isinstance(bounce_reports.text_of(raw), str)


def test_torn_and_twisted_mails_break_nothing():
    chance = random.Random(4)
    for _name, mail, _verdict in RETURNED:
        raw = bytearray(written(mail))
        for _time in range(20):
            torn = raw[: chance.randrange(len(raw))]
            for _byte in range(10):
                if torn:
                    torn[chance.randrange(len(torn))] = chance.randrange(256)
            bounce_reports.read(bytes(torn))
            bounce_reports.text_of(bytes(torn))

"""Mails that came back: to an address only its own mail knows, read by the clock, each counted once."""

import imaplib
import ssl
from datetime import timedelta

import pytest

from common import clock
from invitations.mails import (
    bounce_mailboxes,
    bouncing,
    delivering,
    keeping_bounce_mailbox,
    reading_bounces,
    writing,
)
from invitations.models import BounceMailbox, EmailDelivery, Suppression
from invitations.stopping import forgetting, holding_back, suppressing
from tests import cast
from tests.invitations.conftest import MAILBOX
from tests.invitations.returned_mails import RETURNED
from tests.invitations.sent_mails import sent_mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
SHAPES = {name: mail for name, mail, _verdict in RETURNED}


@pytest.fixture
def sent(survey, carl):
    return sent_mail(survey, carl)


def returned(name: str, delivery: EmailDelivery) -> bytes:
    filled = SHAPES[name].replace("{key}", bouncing.envelope_sender(delivery))
    return filled.replace("{message_id}", str(delivery.message_id)).encode()


def reasons() -> list[str]:
    return list(Suppression.objects.order_by("pk").values_list("reason", flat=True))


def state_of(delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def test_each_mail_has_an_address_of_its_own_to_come_back_to(mailbox, sent, survey):
    other = sent_mail(survey, cast.customer(survey.organisation, "anna@guest.example"))
    first, second = bouncing.envelope_sender(sent), bouncing.envelope_sender(other)
    assert first.startswith("bounces+")
    assert first.endswith("@hotel.example")
    assert first != second
    assert first == first.lower()
    assert "carl" not in first
    huge = EmailDelivery(pk=2**63 - 1, organisation=sent.organisation)
    assert len(bouncing.key_of(huge)) == bouncing.LONGEST_KEY
    assert len(bouncing.envelope_sender(huge).partition("@")[0]) <= 64


def test_without_a_mailbox_there_is_no_such_address(sent):
    assert bouncing.envelope_sender(sent) == ""


def test_the_server_is_told_that_address_and_the_customer_another(mailbox, sent, by_mail, letterbox):
    delivering.hand_over(writing.compose(sent), sent.organisation, envelope_sender=bouncing.envelope_sender(sent))
    [arrived] = letterbox.mails
    assert arrived.mail_from == bouncing.envelope_sender(sent)
    assert b"From: =?utf-8?" in arrived.content or b"From: Fj" in arrived.content
    assert b"bounces+" not in arrived.content


def test_what_came_back_is_noted_and_read_once(mailbox, imap, sent):
    imap.put(returned("Postfix, unknown user", sent))
    assert (reading_bounces.read_all(), state_of(sent), reasons()) == (1, "bounced", ["bounced"])
    assert imap.seen == [True]
    assert reading_bounces.read_all() == 0
    mailbox.refresh_from_db()
    assert (mailbox.problem, mailbox.checked_at is not None) == ("", True)


def test_the_servers_words_are_kept_without_the_address(mailbox, imap, sent):
    imap.put(returned("Postfix, unknown user", sent))
    reading_bounces.read_all()
    sent.refresh_from_db()
    assert sent.error == "5.1.1 550 5.1.1 […]: Recipient address rejected"


def test_an_address_folded_to_capitals_on_the_way_is_still_known(mailbox, imap, sent):
    key = bouncing.envelope_sender(sent)
    imap.put(returned("qmail", sent).replace(key.encode(), key.upper().encode()))
    reading_bounces.read_all()
    assert state_of(sent) == "bounced"


def test_a_mail_that_lost_the_address_is_known_by_what_it_sends_back(mailbox, imap, sent):
    imap.put(returned("Exchange, Swedish", sent).replace(bouncing.envelope_sender(sent).encode(), b"bounces@h.example"))
    reading_bounces.read_all()
    assert state_of(sent) == "bounced"


def test_a_guessed_key_says_nothing(mailbox, imap, sent):
    key = bouncing.key_of(sent)
    forged = key[:-1] + ("0" if key[-1] != "0" else "1")
    raw = returned("Postfix, unknown user", sent).replace(key.encode(), forged.encode())
    imap.put(raw.replace(str(sent.message_id).encode(), b"11111111-2222-4333-8444-555555555555"))
    assert (reading_bounces.read_all(), state_of(sent), imap.seen) == (0, "sent", [True])


def test_one_organisations_mailbox_says_nothing_of_anothers_mails(mailbox, imap, sent, library, olga):
    raw = returned("Postfix, unknown user", sent)
    assert reading_bounces.take_to_heart(library, raw) is False
    assert (state_of(sent), reasons()) == ("sent", [])


def test_a_holiday_is_not_a_bounce(mailbox, imap, sent):
    away = [name for name in SHAPES if name.startswith("Away")]
    for name in away:
        imap.put(returned(name, sent))
    assert (reading_bounces.read_all(), state_of(sent), reasons()) == (0, "sent", [])
    assert imap.seen == [True] * len(away)


def test_a_complaint_passed_on_stops_for_ever(mailbox, imap, sent):
    imap.put(returned("A complaint passed on", sent))
    reading_bounces.read_all()
    assert (state_of(sent), reasons()) == ("sent", ["complained"])


def test_a_mail_that_breaks_the_reader_stops_no_other(mailbox, imap, sent, monkeypatch):
    read = reading_bounces.bounce_reports.read

    def breaking(raw):
        if b"poison" in raw:
            raise RuntimeError("a shape nobody thought of")
        return read(raw)

    monkeypatch.setattr(reading_bounces.bounce_reports, "read", breaking)
    imap.put(b"Subject: poison\n\nx")
    imap.put(returned("Postfix, unknown user", sent))
    assert (reading_bounces.read_all(), imap.seen) == (1, [True, True])


def test_a_worker_that_dies_before_it_stored_reads_the_mail_again(mailbox, imap, sent, monkeypatch):
    imap.put(returned("Postfix, unknown user", sent))

    def dies(*_args, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(bouncing, "bounced", dies)
        reading_bounces.read_all()
    assert (imap.seen, state_of(sent)) == ([False], "sent")
    reading_bounces.read_all()
    assert (imap.seen, state_of(sent)) == ([True], "bounced")


def test_a_turn_is_bounded(mailbox, imap, sent, monkeypatch):
    monkeypatch.setattr(reading_bounces, "MOST_A_TURN", 2)
    for _mail in range(3):
        imap.put(returned("Postfix, unknown user", sent))
    reading_bounces.read_all()
    assert imap.seen == [True, True, False]


def test_a_huge_mail_is_read_by_its_top(mailbox, imap, sent):
    imap.put(returned("Exim, without fields", sent) + b"x" * 3_000_000)
    assert (reading_bounces.read_all(), state_of(sent)) == (1, "bounced")
    assert imap.largest_answer <= reading_bounces.LARGEST_MAIL


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"host": "there.is.no.such.host.invalid"}, "Det finns ingen server|There is no server called"),
        ({"port": 1}, "svarar inte|does not answer at"),
        ({"security": "tls"}, "krypter|encryption does not fit|hung up|lade på"),
        ({"username": "nobody"}, "tog inte|did not accept|godtog inte"),
    ],
)
def test_a_mailbox_that_cannot_be_read_says_why_and_the_next_turn_tries_again(mailbox, imap, change, words):
    right = {name: getattr(mailbox, name) for name in change}
    BounceMailbox.objects.update(**change)
    reading_bounces.read_all()
    mailbox.refresh_from_db()
    assert any(word.casefold() in mailbox.problem.casefold() for word in words.split("|")), mailbox.problem
    assert "postord" not in mailbox.problem
    BounceMailbox.objects.update(**right)
    reading_bounces.read_all()
    mailbox.refresh_from_db()
    assert mailbox.problem == ""


def test_one_broken_mailbox_leaves_the_others_alone(mailbox, imap, sent, library, olga):
    broken = MAILBOX | {"host": "there.is.no.such.host.invalid"}
    keeping_bounce_mailbox.keep(library, by=olga, **broken, port=993)
    imap.put(returned("Postfix, unknown user", sent))
    assert (reading_bounces.read_all(), state_of(sent)) == (1, "bounced")


def test_a_server_that_answers_too_much_is_not_listened_to(mailbox, imap, monkeypatch):
    monkeypatch.setattr(bounce_mailboxes, "LARGEST_ANSWER", 10)
    imap.put(b"Subject: x\n\n" + b"y" * 100)
    reading_bounces.read_all()
    mailbox.refresh_from_db()
    assert mailbox.problem
    assert imap.seen == [False]


def test_certificates_are_checked(mailbox, monkeypatch):
    asked = {}

    def remember(host, port, *, ssl_context, timeout):
        asked.update(context=ssl_context, timeout=timeout)
        raise ssl.SSLCertVerificationError("self-signed")

    monkeypatch.setattr(bounce_mailboxes, "_BoundedTLS", remember)
    mailbox.security = "tls"
    with pytest.raises(bounce_mailboxes.MailboxProblem, match="certificate"):
        bounce_mailboxes.test(mailbox)
    assert (asked["context"].verify_mode, asked["context"].check_hostname) == (ssl.CERT_REQUIRED, True)
    assert asked["timeout"] == bounce_mailboxes.TIMEOUT_S
    assert issubclass(bounce_mailboxes.MailboxProblem, Exception)
    assert not issubclass(bounce_mailboxes.MailboxProblem, imaplib.IMAP4.error)


def bounce(delivery, *, days: int = 0, is_permanent: bool = False) -> None:
    with clock.at(clock.now() + timedelta(days=days)):
        bouncing.bounced(delivery, is_permanent=is_permanent, words="452 later")


def test_the_third_time_in_thirty_days_is_a_last_word(survey, carl):
    mails = [sent_mail(survey, carl) for _time in range(3)]
    for day, mail in enumerate(mails[:2]):
        for _again in range(3):
            bounce(mail, days=day)  # the same news again counts once
    assert reasons() == []
    bounce(mails[2], days=20)
    assert reasons() == ["bounced"]


def test_three_times_over_a_longer_time_is_bad_luck(survey, carl):
    for day, mail in zip((0, 20, 40), [sent_mail(survey, carl) for _time in range(3)], strict=True):
        bounce(mail, days=day)
    assert reasons() == []


def test_other_peoples_bounces_do_not_count(survey, carl):
    anna = cast.customer(survey.organisation, "anna@guest.example")
    for customer in (anna, anna, carl):
        bounce(sent_mail(survey, customer))
    assert reasons() == []


def test_a_first_setback_that_turns_out_final_stops(sent):
    bounce(sent)
    assert reasons() == []
    bounce(sent, is_permanent=True)
    assert reasons() == ["bounced"]


def test_a_colleague_says_the_address_works_and_what_came_before_is_forgiven(survey, carl, maria):
    for _time in range(3):
        bounce(sent_mail(survey, carl))
    assert holding_back.let_go(carl, reason="bounced", by=maria) is True
    with clock.at(clock.now() + timedelta(minutes=5)):
        bounce(sent_mail(survey, carl))
    assert reasons() == []


def test_a_corrected_address_is_another_address(sent, carl):
    bounce(sent, is_permanent=True)
    assert suppressing.is_suppressed(carl.organisation, carl.email)
    carl.email = "carl.berg@guest.example"
    carl.save()
    assert not suppressing.is_suppressed(carl.organisation, carl.email)


def test_a_mail_about_to_be_repeated_that_came_back_is_not_repeated(sent):
    EmailDelivery.objects.update(state="waiting", sent_at=None)
    bounce(sent, is_permanent=True)
    assert state_of(sent) == "bounced"


@pytest.mark.parametrize("state", ["outbox", "stopped"])
def test_a_mail_that_never_went_cannot_come_back(sent, state):
    EmailDelivery.objects.update(state=state)
    bounce(sent, is_permanent=True)
    assert (state_of(sent), reasons()) == (state, [])


def test_a_bounce_after_the_address_was_forgotten_names_nobody(sent):
    forgetting.forget([sent.invitation_id], now=clock.now())
    bounce(sent, is_permanent=True)
    assert (state_of(sent), reasons()) == ("bounced", [])

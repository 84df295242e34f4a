"""A real mail server: what may be repeated depends on how far the mail came."""

import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail

from accounts.models import MailServer
from common import clock
from common.models import Work
from invitations.mailings import mailing_work, sending
from invitations.mails import delivering
from invitations.models import EmailDelivery
from invitations.stopping import suppressing
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def delivery(survey, carl, maria):
    sending.invite(survey, [carl], by=maria)
    return EmailDelivery.objects.get()


def state(delivery) -> str:
    delivery.refresh_from_db()
    return delivery.state


def minutes_until_due() -> int:
    return round((Work.objects.get().due - clock.now()).total_seconds() / 60)


def after(**span):
    return clock.at(clock.now() + timedelta(**span))


def test_a_mail_arrives_once_with_its_headers(delivery, by_mail, letterbox, work):
    work()
    work()
    assert (state(delivery), delivery.error, len(letterbox.mails)) == ("sent", "", 1)
    arrived = message_from_bytes(letterbox.mails[0].content, policy=policy.default)
    invitation = delivery.invitation
    assert letterbox.mails[0].mail_from == "hej@hotel.example"
    assert letterbox.mails[0].rcpt_tos == ["carl@guest.example"]
    assert arrived["From"] == "Fjällhotellet <hej@hotel.example>"
    assert arrived["Reply-To"] == "Maria <maria@example.org>"
    assert arrived["Message-ID"] == f"<{delivery.message_id}@127.0.0.1>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    unfolded = " ".join(arrived["List-Unsubscribe"].split())
    assert unfolded == f"<{invitation.stop_link}>, <mailto:maria@example.org?subject=Stop>"
    text = arrived.get_body(("plain",)).get_content().splitlines()
    assert invitation.link in text
    assert invitation.stop_link in text
    assert f'href="{invitation.link}"' in arrived.get_body(("html",)).get_content()


def test_without_a_server_the_mail_lies_in_the_outbox(delivery, work):
    work()
    assert (state(delivery), delivery.sent_at) == ("outbox", None)


def test_email_url_is_the_second_way(delivery, work, settings):
    settings.EMAIL_URL = "memory://"
    work()
    assert (state(delivery), len(django_mail.outbox)) == ("sent", 1)
    assert django_mail.outbox[0].from_email == "=?utf-8?q?Fj=C3=A4llhotellet?= <enmil@localhost>"


def test_a_server_that_is_away_is_tried_again_for_a_day_and_not_counted(delivery, hotel, work):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        MailServer.objects.create(
            organisation=hotel,
            host="127.0.0.1",
            port=taken.getsockname()[1],
            security="none",
            from_address="a@b.example",
        )
        work()
        row = Work.objects.get()
        assert (state(delivery), row.attempts, row.done_at) == ("waiting", 0, None)
        assert "refused" in row.error
        with after(hours=25):
            delivering.forget_resting()
            work()
        assert state(delivery) == "failed"
        assert "refused" in delivery.error


def test_one_server_away_is_knocked_at_once_for_many_mails(survey, maria, hotel, work, monkeypatch):
    MailServer.objects.create(organisation=hotel, host="127.0.0.1", port=1, security="none", from_address="a@b.example")
    knocks = []
    monkeypatch.setattr(delivering.EmailBackend, "open", lambda self: knocks.append(1) or _refuse())
    customers = [cast.customer(hotel, f"guest{n}@guest.example") for n in range(5)]
    sending.invite(survey, customers, by=maria)
    work()
    assert (len(knocks), EmailDelivery.objects.waiting().count()) == (1, 5)


def _refuse():
    raise ConnectionRefusedError("refused")


def test_one_bad_address_stops_nobody(survey, maria, hotel, by_mail, letterbox, work):
    customers = [cast.customer(hotel, f"{name}@guest.example") for name in ("anna", "gone", "carl")]
    letterbox.replies["gone@guest.example"] = "550 5.1.1 No such person here"
    sending.invite(survey, customers, by=maria)
    work()
    told = EmailDelivery.objects.order_by("id").values_list("to_address", "state", "error")
    assert list(told) == [
        ("anna@guest.example", "sent", ""),
        ("gone@guest.example", "failed", "550 5.1.1 No such person here"),
        ("carl@guest.example", "sent", ""),
    ]
    assert Work.objects.unfinished().count() == 0
    assert letterbox.connections == 1  # one line for the whole run


def test_a_server_that_asks_to_come_back_is_asked_again(delivery, by_mail, letterbox, work):
    letterbox.replies["carl@guest.example"] = "451 4.7.1 Greylisted, come back"
    work()
    assert (state(delivery), Work.objects.get().attempts) == ("waiting", 0)
    letterbox.replies.clear()
    with after(minutes=1):
        work()
    assert (state(delivery), len(letterbox.mails)) == ("sent", 1)


def test_a_text_the_server_will_not_have_fails_with_its_words(delivery, by_mail, letterbox, work):
    letterbox.after_text = "554 5.7.1 Looks like spam"
    work()
    assert (state(delivery), delivery.error) == ("failed", "554 5.7.1 Looks like spam")


def test_silence_after_the_text_is_repeated_rarely_and_at_most_twice(delivery, by_mail, letterbox, work):
    letterbox.drops = 10
    work()
    assert (state(delivery), delivery.ambiguous_ends, minutes_until_due()) == ("waiting", 1, 15)
    work()
    assert len(letterbox.mails) == 1
    with after(minutes=16):
        work()
        assert (state(delivery), delivery.ambiguous_ends, minutes_until_due()) == ("waiting", 2, 60)
    with after(hours=2):
        work()
    assert (state(delivery), delivery.error) == ("failed", mailing_work.MAYBE_ARRIVED)
    with after(days=2):
        work()
    numbers = {message_from_bytes(mail.content)["Message-ID"] for mail in letterbox.mails}
    assert (len(letterbox.mails), len(numbers)) == (3, 1)


def test_a_connection_the_server_closed_meanwhile_costs_nothing(survey, maria, hotel, by_mail, letterbox, work):
    for name in ("anna", "carl"):
        sending.invite(survey, [cast.customer(hotel, f"{name}@guest.example")], by=maria)
        work()
        delivering._here.kept.backend.connection.sock.shutdown(socket.SHUT_RDWR)
    assert [one.state for one in EmailDelivery.objects.all()] == ["sent", "sent"]
    assert len(letterbox.mails) == 2


def test_a_stop_counts_at_the_moment_of_sending(delivery, by_mail, letterbox, work):
    suppressing.suppress(delivery.organisation, "CARL@guest.example")
    work()
    assert (state(delivery), letterbox.mails) == ("stopped", [])


def test_no_mail_goes_for_a_survey_that_has_closed(delivery, by_mail, letterbox, work):
    Survey.objects.update(closed_at=clock.now())
    work()
    assert (state(delivery), delivery.error, letterbox.mails) == ("failed", mailing_work.NO_LONGER_OPEN, [])


def test_a_password_of_another_secret_key_waits_for_a_person(delivery, by_mail, letterbox, work):
    by_mail.password_encrypted = "written under another key"
    by_mail.save()
    work()
    assert (state(delivery), letterbox.mails) == ("waiting", [])
    assert "write it again" in Work.objects.get().error


def test_a_line_that_is_a_dot_does_not_end_the_mail():
    assert delivering._with_stuffed_dots(b".a\r\n.\r\nb..\r\n.c") == b"..a\r\n..\r\nb..\r\n..c\r\n"


def test_a_mail_set_aside_is_told_on_the_mail(delivery):
    mailing_work.set_aside(delivery.pk, 1, "The worker stopped while doing this.")
    assert (state(delivery), delivery.error) == ("failed", "The worker stopped while doing this.")

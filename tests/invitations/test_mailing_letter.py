"""The letter on the page of a new mailing: own words, what may be put in, a look at it, a test mail to oneself."""

import re
import uuid

import pytest
from django.core import mail

from common import working
from invitations.mailings.expanding import EXPAND
from invitations.models import Mailing
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def preview_url(survey):
    return f"/surveys/{survey.pk}/mailings/preview/"


def form(**fields) -> dict:
    return {"whom": "all", "form_number": str(uuid.uuid4()), "send": "1", **fields}


def test_without_a_change_the_letter_is_ours(desk, url, hotel, carl):
    hotel.sender_name, hotel.reminder_after_days = "Fjäll", 7
    hotel.save()
    page = desk.get(url)
    assert page.context["letter_form"]["from_name"].value() == "Fjäll"
    assert '<details class="disclosure letter">' in page.text
    desk.post(url, form())
    mailing = Mailing.objects.get()
    signed = (mailing.from_name, mailing.reply_to_name, mailing.reply_to_email)
    assert signed == ("Fjäll", "Maria", "maria@example.org")
    assert (mailing.texts, mailing.answers_in_mail, mailing.reminder_after_days) == ({}, True, 7)


def test_own_words_are_kept_by_language(desk, url, carl):
    own = {
        "from_name": " Maria på\r\nFjällhotellet ",
        "reply_to_name": "Maja",
        "reply_to_email": "maja@hotel.example",
        "subject_sv": "Hur\r\nsov du?",
        "message_sv": " Hej {first_name}!\r\nTack. ",
        "message_en": "Hello {FIRST_NAME}",
        "first_question": "link",
        "not_before_days": "2",
        "reminder_after_days": "0",
    }
    desk.post(url, form(**own))
    mailing = Mailing.objects.get()
    assert mailing.texts == {
        "sv": {"subject": "Hur sov du?", "message": "Hej {first_name}!\nTack."},
        "en": {"subject": "", "message": "Hello {FIRST_NAME}"},
    }
    assert (mailing.from_name, mailing.reply_to_name) == ("Maria på Fjällhotellet", "Maja")
    assert mailing.reply_to_email == "maja@hotel.example"
    assert (mailing.answers_in_mail, mailing.not_before_days, mailing.reminder_after_days) == (False, 2, 0)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (
            "message_sv",
            "Hej {fornamn}, {first_name}",
            "We do not know {fornamn}. What you can put in is:",
        ),
        ("subject_en", "{a} and {b}", "We do not know {a}, {b}."),
        ("message_sv", "x" * 2001, "2000"),
        ("subject_sv", "x" * 121, "120"),
        ("from_name", "", "required"),
        ("from_name", "x" * 121, "120"),
        ("reply_to_name", " ", "required"),
        ("reply_to_email", "nobody", "valid email"),
        ("not_before_days", "61", "60"),
        ("reminder_after_days", "15", "14"),
        ("reminder_after_days", "soon", "whole number"),
        ("first_question", "maybe", "valid choice"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(desk, url, carl, field, value, words):
    page = desk.post(url, form(subject_sv="Sov du gott?") | {field: value})
    assert (page.status_code, Mailing.objects.count()) == (422, 0)
    errors = page.context["letter_form"].errors
    assert list(errors) == [field]
    assert words.lower() in errors[field][0].lower()
    assert 'class="error-summary"' in page.text
    if field != "subject_sv":
        assert 'value="Sov du gott?"' in page.text


def test_the_preview_speaks_each_language_with_the_words_typed(desk, preview_url):
    ours = desk.get(preview_url, {"language": "sv"}).text
    assert "Din natt hos oss" in ours or "Sov du gott?" in ours
    own = {"subject_en": "Tell us", "message_en": "Dear {first_name}, how was {place}?", "preview": "en"}
    page = desk.post(preview_url, own)
    assert page.status_code == 200
    assert "<strong>Tell us</strong>" in page.text
    assert "Dear Kim, how was Fjällhotellet?" in page.text
    assert desk.post(preview_url, own | {"preview": "xx"}).status_code == 200


def test_the_preview_may_only_draw_its_own_styles_in_a_frame_of_ours(desk, preview_url):
    page = desk.post(preview_url, {"message_sv": "<script>alert(1)</script><b>x</b>", "preview": "sv"})
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "<script>" not in page.text
    assert "&lt;b&gt;x&lt;/b&gt;" in page.text


def test_a_letter_with_a_mistake_says_so_in_the_preview(desk, preview_url):
    page = desk.post(preview_url, {"message_sv": "{nonsense} <i>", "preview": "sv"})
    assert page.status_code == 422
    assert "We do not know {nonsense}." in page.text
    assert page["X-Frame-Options"] == "SAMEORIGIN"


def test_a_test_mail_carries_the_words_typed_and_everything_stays_on_the_page(desk, url, carl, by_mail, letterbox):
    fields = form(subject_sv="Hur sov du?", message_sv="Hej {first_name}!", test="sv")
    del fields["send"]
    page = desk.post(url, fields)
    assert page.status_code == 200
    assert [envelope.rcpt_tos for envelope in letterbox.mails] == [["maria@example.org"]]
    assert "Hej {first_name}!</textarea>" in page.text
    assert 'value="Hur sov du?"' in page.text
    assert "A test mail is on its way to maria@example.org." in page.text
    assert Mailing.objects.count() == 0


def test_without_a_mail_server_a_test_mail_says_so(desk, url, carl):
    fields = form(test="en")
    del fields["send"]
    page = desk.post(url, fields)
    assert "There is no mail server yet, so nothing was sent to maria@example.org." in page.text
    assert mail.outbox == []


def test_the_words_reach_the_mail(desk, url, carl, work, by_mail, letterbox):
    desk.post(url, form(subject_sv="Hur sov du, {first_name}?", from_name="Maria"))
    working.do_waiting(EXPAND)
    work()
    headers = letterbox.mails[0].content.decode()
    assert re.search(r"^Subject: Hur sov du, Carl\?", headers, re.MULTILINE)
    assert re.search(r"^From: Maria <hej@hotel.example>", headers, re.MULTILINE)


def test_one_language_needs_no_fold(desk, hotel, carl):
    only = cast.published_survey(hotel, languages=("sv",), name="Bara svenska")
    page = desk.get(f"/surveys/{only.pk}/mailings/new/")
    assert 'id="words-sv"' not in page.text
    assert "Send a test mail to me" in page.text


def test_a_test_mail_needs_nobody_chosen_yet(desk, url, maria, carl, by_mail, letterbox):
    fields = form(whom="some", subject_sv="Hur sov du?", test="sv")
    del fields["send"]
    page = desk.post(url, fields)
    assert page.status_code == 200
    assert "Choose a unit" not in page.text
    assert 'value="Hur sov du?"' in page.text
    assert [one.rcpt_tos for one in letterbox.mails] == [["maria@example.org"]]

"""Maria mails herself what her customers will get: nobody's link, nothing stored, and in the demo nothing sent."""

from email import message_from_bytes, policy

import pytest
from django.contrib.messages import get_messages
from django.utils.translation import ngettext, override

from common.models import Work
from invitations.models import Customer, EmailDelivery, Invitation, Mailing
from surveys.models import Survey
from tests import cast

pytestmark = pytest.mark.django_db
NOBODY = "maria@example.org"


@pytest.fixture
def draft(hotel):
    return cast.survey(hotel, name="Frukosten")


@pytest.fixture
def press(logged_in):
    """Somebody presses the button: press(maria, survey) gives the page that comes, and what is said there."""

    def pressed(user, survey, **more):
        client = logged_in(user)
        answer = client.post(f"/surveys/{survey.pk}/test-mail/", more)
        return answer, [str(message) for message in get_messages(answer.wsgi_request)]

    return pressed


def subject_of(title: str) -> str:
    """Of a test mail in Swedish about a survey with two questions."""
    with override("sv"):
        words = ngettext("%(title)s (%(number)s question)", "%(title)s (%(number)s questions)", 2)
        return f"[Prov] {words % {'title': title, 'number': 2}}"


def arrived(letterbox):
    [envelope] = letterbox.mails
    return envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)


def test_a_draft_is_mailed_to_whoever_presses(press, maria, hotel, draft, by_mail, letterbox, settings):
    hotel.sender_name = "Fjällets gäster"
    hotel.save()
    answer, said = press(maria, draft)
    to, mail = arrived(letterbox)
    subject = subject_of("Din natt hos oss")
    assert (to, mail["Subject"], mail["From"]) == ([NOBODY], subject, "Fjällets gäster <hej@hotel.example>")
    assert (mail["Reply-To"], mail["List-Unsubscribe"]) == ("Maria <maria@example.org>", None)
    preview = f"{settings.SITE_URL}/surveys/{draft.pk}/preview/page/?language=sv"
    for part in ("plain", "html"):
        words = mail.get_body((part,)).get_content()
        assert preview in words
        assert "/a/" not in words
        assert "/stop/" not in words
    assert (answer.url, said) == (
        f"/surveys/{draft.pk}/",
        [f"A test mail is on its way to {NOBODY}. Its subject is “{subject}”."],
    )


def test_nothing_is_stored(press, maria, draft, by_mail, letterbox):
    press(maria, draft)
    assert [row.objects.count() for row in (Customer, Invitation, Mailing, EmailDelivery, Work)] == [0] * 5


def test_the_preview_behind_the_link_asks_who_you_are(press, client, maria, draft, logged_in):
    address = f"/surveys/{draft.pk}/preview/page/?language=sv"
    assert (client.get(address).status_code, logged_in(maria).get(address).status_code) == (302, 200)


def test_a_sample_name_stands_where_a_customers_will(press, maria, draft, by_mail, letterbox):
    version = draft.draft
    version.title = {"sv": "Hej {customer:first_name|du}\r\nBcc: all@evil.example"}
    version.save()
    press(maria, draft)
    _to, mail = arrived(letterbox)
    assert (mail["Subject"].strip(), mail["Bcc"]) == (subject_of("Hej Kim Bcc: all@evil.example"), None)


def test_without_a_mail_server_it_is_said_where_to_look(press, maria, draft, mailoutbox):
    _answer, [said] = press(maria, draft)
    assert said.startswith(f"There is no mail server yet, so nothing was sent to {NOBODY}.")
    assert subject_of("Din natt hos oss") in said
    assert mailoutbox == []


def test_a_demo_mails_nobody(press, maria, draft, hotel, by_mail, letterbox, settings):
    settings.EMAIL_URL = "memory://"
    hotel.is_demo = True
    hotel.save()
    _answer, said = press(maria, draft)
    assert said == [f"The demo sends no mail. {NOBODY} would have got: “{subject_of('Din natt hos oss')}”."]
    assert letterbox.mails == []


def test_what_the_server_says_is_told_in_plain_words(press, maria, draft, by_mail, letterbox):
    letterbox.replies[NOBODY] = "550 Relaying denied"
    _answer, [said] = press(maria, draft)
    assert "does not pass mail on" in said
    assert "550 Relaying denied" in said


def test_troubles_with_the_installations_server_are_told_too(press, maria, draft, settings):
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    _answer, said = press(maria, draft)
    assert said == ["The server does not answer at 127.0.0.1:1. Check the name and the port."]


def test_the_words_of_the_letter_and_a_language_are_tried_before_anybody_gets_them(
    press, maria, hotel, by_mail, letterbox
):
    survey = cast.published_survey(hotel)
    own = {"subject_en": "About {visit}", "message_en": "Dear {first_name}!", "from_name": "Night desk"}
    press(maria, survey, language="en", **own)
    _to, mail = arrived(letterbox)
    assert mail["Subject"].startswith("[Test] About your visit on ")
    assert mail["From"] == "Night desk <hej@hotel.example>"
    assert "Dear Kim!" in mail.get_body(("plain",)).get_content()
    assert "?language=en&a=yes" in mail.get_body(("plain",)).get_content()


def test_a_language_nobody_is_asked_in_gives_the_main_one(press, maria, draft, by_mail, letterbox):
    press(maria, draft, language="fi")
    assert arrived(letterbox)[1]["Subject"] == subject_of("Din natt hos oss")


def test_a_name_in_braces_that_nobody_knows_is_told_before_it_is_sent(press, maria, hotel, by_mail, letterbox):
    survey = cast.published_survey(hotel)
    _answer, said = press(maria, survey, language="sv", message_sv="Hej {fornamn}!")
    assert len(said) == 1
    assert "{fornamn}" in said[0]
    assert letterbox.mails == []


def test_one_goes_back_to_where_one_was_and_nowhere_else(press, maria, draft):
    build = f"/surveys/{draft.pk}/build/"
    assert press(maria, draft, next=build)[0].url == build
    assert press(maria, draft, next="https://evil.example/")[0].url == f"/surveys/{draft.pk}/"
    assert press(maria, draft, next="insights")[0].url == "insights"  # an address, not the name of a page


def test_only_managers_of_the_survey_may(press, stefan, olga, maria, draft, logged_in):
    assert press(stefan, draft)[0].status_code == 403
    assert press(olga, draft)[0].status_code == 404
    assert logged_in(maria).get(f"/surveys/{draft.pk}/test-mail/").status_code == 405
    assert Survey.objects.count() == 1

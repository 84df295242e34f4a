"""An organisation's own words, the visit, the number of questions, and what every mail must carry."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from invitations.mailings import sending
from invitations.mails import writing
from invitations.models import EmailDelivery, Invitation, Mailing
from surveys import definitions
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
LATE_THE_13TH = datetime(2026, 11, 13, 23, 30, tzinfo=UTC)  # half past midnight, the 14th, in Stockholm
OWN = {
    "en": {"subject": "{visit}: {questions}", "message": "Dear {first_name}!\n\nHow was {visit} at {place}?\nTell us."}
}


@pytest.fixture
def mail(survey, hotel, maria):
    """The mail to Anna, with changes to her, to the invitation and to the letter."""

    def compose(*, invited=None, letter=None, **customer):
        anna = cast.customer(hotel, "anna@guest.example", **{"name": "Anna Lind", "language": "en"} | customer)
        sending.invite(survey, [anna], by=maria)
        Invitation.objects.update(**{"use_happened_at": None} | (invited or {}))
        Mailing.objects.update(**letter or {"texts": {}})
        return writing.compose(EmailDelivery.objects.select_related(*writing.RELATED).get())

    return compose


def test_the_day_of_the_visit_is_the_organisations_own(mail):
    composed = mail(invited={"use_happened_at": LATE_THE_13TH, "created_at": LATE_THE_13TH + timedelta(days=2)})
    for part in (composed.body, html.unescape(composed.alternatives[0].content)):
        assert "It is about your visit on 14\u00a0November." in part


def test_an_old_visit_has_its_year(mail):
    composed = mail(invited={"use_happened_at": LATE_THE_13TH, "created_at": LATE_THE_13TH + timedelta(days=200)})
    assert "It is about your visit on 14\u00a0November 2026." in composed.body


def test_without_a_visit_there_is_no_date(mail):
    assert "visit" not in mail().body


def test_own_words_stand_in_the_subject_and_the_message(mail):
    composed = mail(letter={"texts": OWN}, invited={"use_happened_at": LATE_THE_13TH, "created_at": LATE_THE_13TH})
    assert composed.subject == "Your visit on 14 November: 2 questions"
    assert "Dear Anna!\n\nHow was your visit on 14 November at Fjällhotellet?\nTell us." in composed.body
    drawn = composed.alternatives[0].content
    assert re.search(r"<p[^>]*>Dear Anna!</p>\s*<p[^>]*>How was your visit on 14 November at Fj", drawn)
    assert "Would you tell" not in composed.body
    for must in ("There are 2 questions.", "It takes less than a minute.", "Stop these mails", "people who can do"):
        assert must in drawn


def test_a_message_that_says_how_long_it_takes_is_not_said_again(mail):
    composed = mail(letter={"texts": {"en": {"message": "There are {questions} in {minutes}."}}})
    assert composed.body.count("2 questions") == 1
    assert "There are 2 questions in less than a minute." in composed.body


def test_own_words_in_one_language_are_not_shown_in_another(mail):
    composed = mail(letter={"texts": {"sv": {"subject": "Hej på dig", "message": "Svenska ord"}}})
    assert composed.subject == "Your night with us (2 questions)"
    assert "Svenska" not in composed.body


def test_own_words_are_words_and_never_markup_or_template(mail):
    hostile = "<script>alert(1)</script> {{ settings.SECRET_KEY }} {first_name.__class__} %(x)s {% load i18n %}"
    composed = mail(letter={"texts": {"en": {"subject": hostile, "message": hostile}}}, name="<img/src=x>")
    drawn = composed.alternatives[0].content
    assert "<script" not in drawn
    assert "<img" not in drawn
    assert hostile in composed.body
    assert composed.subject == hostile


@pytest.mark.parametrize("payload", ["\r\nBcc: all@evil.example", "\u2028Bcc: a@b.c", "\x0b\x0c\x1c\x85Bcc: a@b.c"])
def test_own_words_smuggle_nothing_into_the_headers(mail, payload):
    letter = {"texts": {"en": {"subject": f"Hello {{first_name}}{payload}"}}, "from_name": f"Maria{payload}"}
    composed = mail(letter=letter, name=f"Anna{payload}")
    headers = composed.message()
    assert "Bcc" not in headers
    assert len(headers.get_all("Subject")) == 1
    assert composed.subject.isprintable()


def test_nobodys_name_leaves_a_clean_greeting(mail):
    composed = mail(name="", letter={"texts": OWN})
    assert "Dear!\n" in composed.body


def test_our_own_greeting_uses_the_name_where_it_is_known(mail):
    assert "Hello Anna!" in mail().body


def test_questions_that_may_never_come_are_not_promised(mail, survey):
    definition = definitions.published_definition(survey.published_version_id)
    condition = {"question": str(definition.questions[0].key), "operator": "is", "value": "no"}
    object.__setattr__(definition.questions[1], "show_if", condition)
    composed = mail()
    assert composed.subject == "Your night with us (1 question)"
    assert "There is 1 question. After some answers there is one more." in composed.body


def test_the_way_to_stop_stands_first_and_last(mail):
    composed = mail()
    stop = EmailDelivery.objects.get().invitation.stop_link
    drawn = composed.alternatives[0].content
    assert drawn.count(stop) == composed.body.count(stop) == 2
    assert drawn.index(stop) < drawn.index("<h1")
    assert composed.body.splitlines()[1].endswith(stop)
    assert composed.body.rstrip().endswith(stop)


def test_whoever_doubts_can_see_in_the_mails_language_whether_it_is_from_us(mail, hotel, settings):
    settings.SITE_URL = "https://enmil.example"
    composed = mail()
    link = f"https://enmil.example/asks/{hotel.asks_key}/?language=en"
    assert f'href="{link}"' in composed.alternatives[0].content
    assert f"\n{link}\n" in composed.body


def test_it_is_small_and_fetches_nothing(mail):
    drawn = mail().alternatives[0].content
    assert len(drawn.encode()) < 20_000
    for fetched in ("<img", "src=", "url(", "<link", "<script", "@import", "@font-face"):
        assert fetched not in drawn
    assert "prefers-color-scheme: dark" in drawn


def test_its_headers_are_those_of_a_mail_one_can_stop(mail):
    headers = mail().extra_headers
    stop = EmailDelivery.objects.get().invitation.stop_link
    assert headers["List-Unsubscribe"] == f"<{stop}>, <mailto:maria@example.org?subject=Stop>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["Auto-Submitted"] == "auto-generated"


def test_a_long_address_of_the_site_stays_whole_in_the_headers(mail, settings):
    settings.SITE_URL = f"https://{'a' * 50}.{'b' * 50}.example"
    raw = mail().message().as_bytes().decode()
    head = raw.split("\n\n", 1)[0]
    assert f"{'a' * 50}.{'b' * 50}.example>" in head
    assert re.search(r"List-Unsubscribe:\s+<https://a{50}\.b{50}\.example/stop/[\w-]+/>", head)


def test_who_asks_stands_in_the_from_line_even_where_nobody_wrote_it(mail, hotel):
    assert mail(letter={"from_name": " "}).from_email.startswith("=?utf-8?q?Fj=C3=A4llhotellet?=")


def test_one_mail_costs_one_statement_however_long_the_survey(mail, survey):
    mail()
    delivery = EmailDelivery.objects.select_related(*writing.RELATED).get()
    with CaptureQueriesContext(connection) as asked:
        writing.compose(delivery)
    assert len(asked) == 1  # whose server sends it

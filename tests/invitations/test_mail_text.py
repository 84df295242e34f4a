"""What the mail says, and that nobody can write into its headers."""

from email import message_from_bytes, policy

import pytest
from django.utils import translation

from accounts import arranging_units
from invitations.mailings import sending
from invitations.mails import saying, writing
from invitations.models import EmailDelivery, Invitation, Mailing
from surveys import definitions
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]
PAYLOADS = [
    "\r\nBcc: all@evil.example",
    "\nX-Evil: 1\n\n<script>",
    "\rBcc: a@b.c",
    "\u2028Bcc: a@b.c",
    "\x00\x0b\x0c\x1c\x85Bcc: a@b.c",
]


@pytest.fixture
def delivery(survey, carl, maria):
    sending.invite(survey, [carl], by=maria)
    return found()


def found() -> EmailDelivery:
    return EmailDelivery.objects.select_related(*writing.RELATED).get()


def said(delivery) -> dict:
    """The words the mail's files speak of, in its language."""
    matter = saying.matter_of(delivery)
    with translation.override(matter.language):
        return saying.context_of(matter)


def test_it_names_the_place_the_questions_the_time_and_who_asks(delivery):
    mail = writing.compose(delivery)
    html = mail.alternatives[0].content
    context, length = said(delivery), said(delivery)["length"]
    assert (context["place"], context["title"]) == ("Fjällhotellet", "Din natt hos oss")
    assert (length.number, length.more, length.whole_minutes) == (2, 0, 0)
    for words in (
        "Fjällhotellet",
        "Din natt hos oss",
        "Maria",
        delivery.invitation.link,
        delivery.invitation.stop_link,
    ):
        assert words in mail.body
        assert words in html
    assert "<img" not in html


def test_the_customers_name_may_stand_in_the_heading_but_not_in_an_anonymous_one(delivery, survey):
    version = survey.published_version
    title = {"sv": "Hej {customer:first_name|du}, hur var {customer:unit|det}? {answer:abcdef|Svara gärna}."}
    type(version)._base_manager.filter(pk=version.pk).update(title=title)
    definitions.forget_definitions()
    assert said(found())["title"] == "Hej Carl, hur var Fjällhotellet? Svara gärna."
    type(survey).objects.update(anonymity="anonymous")
    assert said(found())["title"] == "Hej du, hur var det? Svara gärna."


def test_the_unit_is_named_where_there_is_one(survey, carl, maria, hotel, agnes):
    carl.unit = arranging_units.add(parent=cast.root_unit(hotel), name="Åhuset", by=agnes)
    carl.save()
    sending.invite(survey, [carl], by=maria)
    assert said(found())["place"] == "Åhuset (Fjällhotellet)"


def test_it_is_the_same_mail_however_often_it_is_written(delivery):
    assert writing.compose(delivery).extra_headers == writing.compose(found()).extra_headers
    assert writing.compose(delivery).body == writing.compose(found()).body


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nobody_writes_into_the_headers(delivery, payload):
    for name in ("from_name", "reply_to_name", "reply_to_email"):
        setattr(delivery.invitation.mailing, name, f"maria@example.org{payload}"[:120])
    delivery.to_address = f"carl@guest.example{payload}"
    delivery.organisation.name = f"Hotel{payload}"
    title = {"sv": f"Din natt{payload}", "en": f"Your night{payload}"}
    # Published rows are frozen, so the remembered definition is changed instead.
    definition = definitions.published_definition(delivery.invitation.survey.published_version_id)
    object.__setattr__(definition, "title", title)
    mail = writing.compose(delivery)
    raw = mail.message().as_bytes(linesep="\r\n")
    headers = message_from_bytes(raw, policy=policy.default)
    assert sorted(headers.keys()) == sorted(
        [
            "Content-Type",
            "MIME-Version",
            "Subject",
            "From",
            "To",
            "Reply-To",
            "Date",
            "Auto-Submitted",
            "Message-ID",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
        ]
    )
    assert "<script>" not in mail.alternatives[0].content


def test_no_text_of_the_mail_is_stored(delivery):
    columns = {field.name for model in (EmailDelivery, Invitation, Mailing) for field in model._meta.fields}
    assert columns & {"body", "text", "html", "subject", "link", "token"} == set()

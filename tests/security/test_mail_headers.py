"""Line ends in what people write never become another header or another recipient of a mail."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts import joining
from accounts.models import Organisation
from common import working
from invitations.mails import writing
from invitations.models import Customer, EmailDelivery, Mailing
from surveys.models import Survey

pytestmark = pytest.mark.django_db

SMUGGLED = [
    "x\r\nBcc: thief@evil.example",
    "x\nBcc: thief@evil.example\n\n<script>",
    "x\rBcc: thief@evil.example",
    "x\r\n\r\nAnother body",
    "x\u2028Bcc: thief@evil.example\x85Bcc: thief@evil.example",
    "x\x0b\x0c\x1cBcc: thief@evil.example",
    '"x" <thief@evil.example>, Maria',
    "=?utf-8?q?=0ABcc=3A_thief=40evil.example?=",
]


def headers(composed) -> list[str]:
    return sorted(composed.message().keys())


@pytest.mark.parametrize("words", SMUGGLED)
def test_an_invitation_has_its_own_headers_and_one_recipient(world, hotel, words):
    deliveries = EmailDelivery.objects.select_related(*writing.RELATED)
    plain = headers(writing.compose(deliveries.get()))
    Organisation.objects.filter(pk=hotel.pk).update(name=words)
    Survey.objects.filter(pk=world.survey.pk).update(contact_name=words)
    Mailing.objects.update(from_name=words, reply_to_name=words)
    Customer.objects.update(name=words)
    composed = writing.compose(deliveries.get())
    assert headers(composed) == plain
    assert composed.recipients() == ["carl@guest.example"]
    assert "\n" not in composed.subject
    sender = composed.message()["From"]
    assert sender.count("@") == 1 or '"' in sender  # a name that looks like an address is quoted, so it stays a name


@pytest.mark.parametrize("words", SMUGGLED[:6])
def test_a_colleagues_mail_has_its_own_headers_and_one_recipient(hotel, agnes, settings, rung, words):
    settings.EMAIL_URL = "memory://"
    Organisation.objects.filter(pk=hotel.pk).update(name=words)
    hotel.refresh_from_db()
    joining.invite(organisation=hotel, email="ny@example.org", language="sv", role="staff", by=agnes)
    working.do_waiting(joining.WORK)
    (sent,) = mail.outbox
    assert "Bcc" not in headers(sent)
    assert sent.recipients() == ["ny@example.org"]


@pytest.mark.parametrize("words", SMUGGLED[:6])
def test_addresses_with_line_ends_are_refused_where_they_are_written(world, words):
    owner = world.client("owner")
    address = f"ny@example.org{words[1:]}"
    invite = {"invite-email": address, "invite-role": "staff", "invite-language": "sv"}
    assert owner.post(reverse("accounts:people"), invite).status_code == 200
    owner.post(reverse("account_reset_password"), {"email": address})
    before = set(Customer.objects.values_list("email", flat=True))
    owner.post(
        reverse("invitations:customers_import"),
        {"lines": f'"{address}"', "unit": world.survey.unit_id, "language": "sv", "import": "1"},
    )
    new = set(Customer.objects.values_list("email", flat=True)) - before
    assert new <= {"ny@example.org", "thief@evil.example"}  # each on a line of its own, as pasted lists are read
    assert mail.outbox == []

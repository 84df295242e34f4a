"""Who asks is named in one way in the invitation and the reminder, and a long address is cut nowhere but in itself."""

import re

import pytest

from accounts import arranging_units
from invitations.mailings import sending
from invitations.mails import writing
from invitations.models import EmailDelivery
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def mail(hotel, maria, agnes):
    """The mail of this kind to a customer of one place of several."""

    def write(language, kind):
        survey = cast.published_survey(hotel, languages=(language,))
        customer = cast.customer(hotel, "anna@guest.example", language=language)
        customer.unit = arranging_units.add(parent=cast.root_unit(hotel), name="Kammen", by=agnes)
        customer.save()
        sending.invite(survey, [customer], by=maria)
        EmailDelivery.objects.update(kind=kind)
        return writing.compose(EmailDelivery.objects.select_related(*writing.RELATED).get())

    return write


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("language", ["sv", "da", "nb", "fi", "en"])
def test_place_and_organisation_are_joined_by_parentheses(mail, language, kind):
    body = mail(language, kind).body
    assert body.count("Kammen (Fjällhotellet)") == 2  # the first line, and the sentence that asks
    assert body.count("Kammen") == 2


def test_only_the_address_itself_may_be_cut_anywhere(mail):
    html = mail("fi", "invitation").alternatives[0].content
    link = EmailDelivery.objects.select_related("invitation").get().invitation.link
    broken = re.findall(r'<(\w+)[^>]*style="[^"]*word-break: ?break-all[^"]*"[^>]*>([^<]*)<', html)
    assert broken == [("span", link)]
    assert "overflow-wrap" not in html

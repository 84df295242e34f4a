"""Beside a provider's key: the records its domain needs, and the secret by which its news is believed."""

import pytest

from accounts import domain_records, keeping_mail_server, mail_providers, mail_servers
from accounts.models import AuditEvent, MailServer
from tests.accounts.providers import ALL, fields

pytestmark = pytest.mark.django_db
PAGE = "/settings/mail/"


@pytest.mark.parametrize("provider", ALL)
def test_three_records_are_named_for_this_very_domain_and_way(hotel, agnes, logged_in, provider):
    server = keeping_mail_server.keep(hotel, by=agnes, **fields(provider))
    records = domain_records.records_for(server)
    assert [record.title for record in records] == ["SPF", "DKIM", "DMARC"]
    assert all("hotel.example" in record.name for record in records)
    page = logged_in(agnes).get(PAGE).content.decode()
    for record in records:
        assert record.name in page
        assert record.value in page
    assert "_dmarc.hotel.example" in page
    assert "v=DMARC1; p=none" in page


def test_a_server_of_ones_own_is_named_in_its_record(hotel, agnes):
    server = MailServer(organisation=hotel, host="smtp.hotel.example", from_address="hej@hotel.example")
    assert domain_records.records_for(server)[0].value == "v=spf1 a:smtp.hotel.example ~all"
    server.host = "smtp.office365.com"
    assert domain_records.records_for(server)[0].value == "v=spf1 include:spf.protection.outlook.com ~all"


def test_a_free_mail_address_is_warned_of_instead(hotel, agnes, logged_in):
    keeping_mail_server.keep(hotel, by=agnes, **fields("brevo", from_address="hotellet@gmail.com"))
    page = logged_in(agnes).get(PAGE).content.decode()
    assert "An address of your own domain is better." in page
    assert "v=spf1" not in page


def test_another_provider_gets_another_address_for_its_news(hotel, agnes):
    first = keeping_mail_server.keep(hotel, by=agnes, **fields("postmark"))
    keeping_mail_server.keep_news_secret(hotel, by=agnes)
    again = keeping_mail_server.keep(hotel, by=agnes, **fields("postmark", from_address="b@hotel.example"))
    assert again.events_key == first.events_key
    assert MailServer.objects.get().events_secret_encrypted
    other = keeping_mail_server.keep(hotel, by=agnes, **fields("brevo"))
    assert other.events_key not in {None, first.events_key}
    assert MailServer.objects.get().events_secret_encrypted == ""
    keeping_mail_server.keep(hotel, by=agnes, provider="smtp", host="h.example", port=25, from_address="a@b.example")
    assert MailServer.objects.get().events_key is None


def test_the_secret_in_the_address_is_shown_once(hotel, agnes, logged_in):
    kept = keeping_mail_server.keep(hotel, by=agnes, **fields("postmark"))
    client = logged_in(agnes)
    made = client.post(f"{PAGE}news/").content.decode()
    secret = mail_servers.decrypt(MailServer.objects.get().events_secret_encrypted)
    assert f"http://enmil:{secret}@" in made
    assert f"/mail-events/{kept.events_key}/" in made
    assert secret not in client.get(PAGE).content.decode()
    assert secret not in str(AuditEvent.objects.values())


def test_a_signing_key_goes_in_and_never_out(hotel, agnes, logged_in):
    keeping_mail_server.keep(hotel, by=agnes, **fields("mailgun"))
    client = logged_in(agnes)
    assert "what the provider tells is not believed" in client.get(PAGE).content.decode()
    assert client.post(f"{PAGE}news/", {"secret": ""}).status_code == 200
    assert client.post(f"{PAGE}news/", {"secret": "signing-key-1"}).url == PAGE
    assert mail_servers.decrypt(MailServer.objects.get().events_secret_encrypted) == "signing-key-1"
    page = client.get(PAGE).content.decode()
    assert "A key is kept." in page
    assert "signing-key-1" not in page


def test_sendgrids_key_must_be_one(hotel, agnes, logged_in):
    keeping_mail_server.keep(hotel, by=agnes, **fields("sendgrid"))
    page = logged_in(agnes).post(f"{PAGE}news/", {"secret": "not a key"}).content.decode()
    assert "This is not the key." in page
    assert not mail_providers.is_public_key("MFkwEw")
    assert MailServer.objects.get().events_secret_encrypted == ""


def test_only_owners_make_addresses_for_news(hotel, maria, stefan, olga, agnes, logged_in):
    keeping_mail_server.keep(hotel, by=agnes, **fields("postmark"))
    assert [logged_in(user).post(f"{PAGE}news/").status_code for user in (maria, stefan, olga)] == [403] * 3
    assert MailServer.objects.get().events_secret_encrypted == ""

"""The outbox: mails in a list, and one mail as the customer sees it, for managers of the organisation alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from invitations.mailings import sending
from invitations.mailings.mailing_work import ALREADY_ANSWERED
from invitations.models import EmailDelivery
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def delivery(survey, carl, maria, work):
    sending.invite(survey, [carl], by=maria)
    work()
    return EmailDelivery.objects.select_related("invitation").get()


def test_a_mail_can_be_read_and_its_link_followed(desk, delivery):
    Survey.objects.update(anonymity=Survey.Anonymity.NAMED)
    page = desk.get(f"/outbox/{delivery.pk}/")
    link = delivery.invitation.link
    assert page.text.count(f'href="{link}"') == 2  # the button and the plain text
    assert f'src="/outbox/{delivery.pk}/body/"' in page.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    assert "Maria &lt;maria@example.org&gt;" in page.text
    assert "Fjällhotellet &lt;enmil@localhost&gt;" in page.text
    body = desk.get(f"/outbox/{delivery.pk}/body/")
    assert body.text.count(f'href="{link}"') == 1  # the address to copy
    assert body.text.count(f'href="{link}?a=') == 3  # yes, no and both
    assert '<base target="_blank">' in body.text


def test_the_frame_can_run_nothing(desk, delivery):
    body = desk.get(f"/outbox/{delivery.pk}/body/")
    policy = body["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "script" not in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert (body["X-Frame-Options"], body["Cache-Control"]) == ("SAMEORIGIN", "no-store")
    assert "style=" not in body.text


def test_what_people_write_is_shown_as_words(survey, carl, maria, logged_in, work, hotel):
    hotel.name = '<img src=x onerror="alert(1)">'
    hotel.save()
    sending.invite(survey, [carl], by=maria, from_name="<b>Maria</b>")
    work()
    number = EmailDelivery.objects.get().pk
    desk = logged_in(maria)
    for url in (f"/outbox/{number}/body/", f"/outbox/{number}/", "/outbox/"):
        assert "<img src=x" not in desk.get(url).text
        assert "<b>Maria" not in desk.get(url).text


def test_once_it_has_gone_the_link_is_the_customers_alone(desk, delivery):
    EmailDelivery.objects.update(state="sent", sent_at=clock.now())
    invitation = delivery.invitation
    for url in (f"/outbox/{delivery.pk}/", f"/outbox/{delivery.pk}/body/"):
        page = desk.get(url).text
        assert [token for token in (invitation.token, invitation.stop_token) if token in page] == []
        assert "?a=yes" not in page or "#?a=yes" in page


def test_the_list_is_narrowed_by_state(desk, delivery, hotel, survey, maria):
    sending.invite(survey, [cast.customer(hotel, "anna@guest.example")], by=maria)

    def shown(state=""):
        return [one.to_address for one in desk.get("/outbox/", {"state": state}).context["page"].rows]

    assert shown() == shown("nonsense") == ["anna@guest.example", "carl@guest.example"]
    assert (shown("outbox"), shown("waiting")) == (["carl@guest.example"], ["anna@guest.example"])


def test_the_list_is_narrowed_to_one_mailing(desk, delivery, hotel, survey, maria, library, olga):
    second = sending.invite(survey, [cast.customer(hotel, "anna@guest.example")], by=maria)
    other = sending.invite(cast.published_survey(library), [cast.customer(library, "d@reader.example")], by=olga)

    def shown(**words):
        return [one.to_address for one in desk.get("/outbox/", words).context["page"].rows]

    assert shown(mailing=second.pk) == ["anna@guest.example"]
    assert shown(mailing=delivery.invitation.mailing_id, state="outbox") == ["carl@guest.example"]
    assert shown(mailing=second.pk, state="outbox") == []
    page = desk.get("/outbox/", {"mailing": second.pk, "state": "waiting"}).text
    assert f'href="?state=sent&amp;mailing={second.pk}"' in page
    one = f'href="/outbox/?mailing={delivery.invitation.mailing_id}"'
    assert one in desk.get(f"/outbox/{delivery.pk}/").text
    missing = [other.pk, 10**9, 10**30, "x", "-1"]
    assert [desk.get("/outbox/", {"mailing": one}).status_code for one in missing] == [404] * 5


@pytest.fixture
def reminder(delivery):
    return EmailDelivery.objects.create(
        organisation=delivery.organisation,
        invitation=delivery.invitation,
        kind="reminder",
        to_address=delivery.to_address,
        state="outbox",
        created_at=clock.now(),
    )


def test_a_reminder_stands_there_as_one(desk, delivery, reminder):
    Survey.objects.update(anonymity=Survey.Anonymity.NAMED)
    assert desk.get("/outbox/").text.count("Reminder</span>") == 1
    page = desk.get(f"/outbox/{reminder.pk}/").text
    assert "Reminder</span>" in page
    body = desk.get(f"/outbox/{reminder.pk}/body/").text
    assert body.count(f'href="{delivery.invitation.link}?a=') == 3
    assert '<base target="_blank">' in body


@pytest.mark.parametrize("anonymity", [Survey.Anonymity.PSEUDONYMOUS, Survey.Anonymity.ANONYMOUS])
def test_where_nobody_sees_who_answers_no_reminder_stands_beside_a_name(desk, delivery, reminder, anonymity):
    """It goes to those who have not answered, and is held where somebody had."""
    Survey.objects.update(anonymity=anonymity)
    EmailDelivery.objects.filter(pk=reminder.pk).update(state="stopped", error=ALREADY_ANSWERED)
    for address in ("/outbox/", "/outbox/?state=stopped", f"/customers/{delivery.invitation.customer_id}/"):
        page = desk.get(address)
        assert (page.status_code, "Reminder" in page.text, ALREADY_ANSWERED in page.text) == (200, False, False)
    assert [one.pk for one in desk.get("/outbox/").context["page"].rows] == [delivery.pk]
    assert [desk.get(f"/outbox/{reminder.pk}/{what}").status_code for what in ("", "body/")] == [404, 404]
    Survey.objects.update(anonymity=Survey.Anonymity.NAMED)
    assert ALREADY_ANSWERED in desk.get("/outbox/").text


def test_send_these_now_is_offered_once_there_is_a_server(desk, delivery, by_mail, letterbox, work):
    by_mail.delete()
    assert 'id="send-waiting"' not in desk.get("/outbox/").text
    assert desk.post("/outbox/sending/").status_code == 302
    assert EmailDelivery.objects.get().state == "outbox"
    by_mail.save()
    assert 'id="send-waiting"' in desk.get("/outbox/").text
    assert desk.post("/outbox/sending/")["Location"] == "/outbox/"
    work()
    assert (EmailDelivery.objects.get().state, len(letterbox.mails)) == ("sent", 1)


def test_a_failed_mail_tells_the_servers_words(desk, delivery):
    EmailDelivery.objects.update(state="failed", error="550 5.1.1 <b>No such person</b>")
    assert "550 5.1.1 &lt;b&gt;No such person" in desk.get(f"/outbox/{delivery.pk}/").text


def test_many_mails_cost_no_more_queries(desk, delivery, survey, maria, hotel):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get("/outbox/")
        return len(captured)

    queries()
    one = queries()
    sending.invite(survey, [cast.customer(hotel, f"g{n}@x.se") for n in range(60)], by=maria)
    assert queries() == one
    assert len(desk.get("/outbox/").context["page"].rows) == 50


def test_the_outbox_is_for_the_managers_of_its_organisation(logged_in, stefan, olga, delivery):
    for url in (f"/outbox/{delivery.pk}/", f"/outbox/{delivery.pk}/body/"):
        assert logged_in(stefan).get(url).status_code == 403
        assert logged_in(olga).get(url).status_code == 404
    assert logged_in(stefan).get("/outbox/").status_code == 403
    assert logged_in(stefan).post("/outbox/sending/").status_code == 403
    assert logged_in(olga).get("/outbox/").context["page"].rows == []

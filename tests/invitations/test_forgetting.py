"""A personal link is its customer's alone, and after 90 days nobody's: what colleagues and customers then meet."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Organisation
from common import clock
from invitations.mailings import sending
from invitations.models import EmailDelivery, Invitation, Mailing, PublicLink, Suppression
from invitations.stopping import forgetting
from invitations.ways_in import links
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def delivery(survey, carl, maria):
    sending.invite(survey, [carl], by=maria)
    return EmailDelivery.objects.select_related("invitation").get()


@pytest.fixture
def anonymous(survey):
    survey.anonymity = Survey.Anonymity.ANONYMOUS
    survey.save()
    return survey


def forget(delivery) -> None:
    forgetting.forget([delivery.invitation_id], now=clock.now())


def shows_the_link(desk, delivery) -> set[bool]:
    """Whether the mail's page and its frame show a personal link, also by one word."""
    tokens = (delivery.invitation.token, delivery.invitation.stop_token)
    pages = [desk.get(f"/outbox/{delivery.pk}/{part}").text for part in ("", "body/")]
    return {token in page for token in tokens for page in pages}


def test_a_forgotten_mail_is_never_sent(delivery, work, by_mail, letterbox, hotel, maria):
    forget(delivery)
    EmailDelivery.objects.update(state="waiting")  # a worker that had read it just before
    work()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, letterbox.mails) == ("failed", forgetting.ADDRESS_REMOVED, [])


def test_a_waiting_mail_ends_when_it_is_forgotten(delivery):
    forget(delivery)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error, delivery.to_address) == ("failed", forgetting.ADDRESS_REMOVED, "")


def test_what_was_forgotten_in_the_outbox_stays_there(delivery, work, by_mail, letterbox, hotel, maria, desk):
    by_mail.delete()
    work()
    forget(delivery)
    by_mail.save()
    assert 'id="send-waiting"' not in desk.get("/outbox/").text
    assert sending.send_from_outbox(hotel, by=maria) == 0
    assert EmailDelivery.objects.get().state == "outbox"


def test_two_invitations_of_one_mailing_may_both_be_forgotten(survey, carl, hotel, maria):
    mailing = sending.invite(survey, [carl, cast.customer(hotel, "anna@guest.example")], by=maria)
    forgetting.forget(mailing.invitations.values_list("pk", flat=True), now=clock.now())
    assert list(mailing.invitations.values_list("customer", flat=True)) == [None, None]


def test_pages_say_that_the_address_has_been_removed(desk, delivery, carl):
    forget(delivery)
    pages = ["/outbox/", f"/outbox/{delivery.pk}/", f"/mailings/{delivery.invitation.mailing_id}/"]
    for text in [desk.get(page).text for page in pages]:
        assert "The address has been removed" in text
        assert carl.email not in text
        assert carl.name not in text


def test_the_stop_link_says_when_it_has_become_too_old(client, delivery):
    path = f"/stop/{delivery.invitation.stop_token}/"
    forget(delivery)
    for page in (client.get(path, {"language": "en"}), client.post(f"{path}?language=en", {"choice": "all"})):
        assert (page.status_code, page.cookies, page["Cache-Control"]) == (410, {}, "no-store")
        assert "This link has become too old" in page.text
        assert 'href="mailto:maria@example.org"' in page.text
        assert "You will get no more questions" not in page.text
    assert Suppression.objects.count() == 0


@pytest.mark.parametrize("state", ["waiting", "stopped", "failed", "sent"])
def test_the_link_is_shown_only_where_the_screen_is_its_way(desk, delivery, state):
    EmailDelivery.objects.update(state=state, sent_at=clock.now())
    assert shows_the_link(desk, delivery) == {False}


def test_in_the_outbox_the_link_is_shown_with_a_remark_to_whom_it_is_written(desk, delivery, maria):
    EmailDelivery.objects.update(state="outbox", to_address=maria.email.upper())
    assert shows_the_link(desk, delivery) == {True}
    assert "answers in the customer's place" in desk.get(f"/outbox/{delivery.pk}/").text.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("anonymity", "is_demo", "is_shown"),
    [
        ("pseudonymous", False, False),
        ("anonymous", False, False),
        ("named", False, True),
        ("pseudonymous", True, True),
    ],
)
def test_the_page_of_a_mail_does_not_tell_whether_it_is_answered(desk, delivery, anonymity, is_demo, is_shown):
    EmailDelivery.objects.update(state="outbox")
    Survey.objects.update(anonymity=anonymity)
    Organisation.objects.update(is_demo=is_demo)
    pages = []
    for answered_at in (None, clock.now()):
        Invitation.objects.update(answered_at=answered_at)
        assert shows_the_link(desk, delivery) == {is_shown}
        page = desk.get(f"/outbox/{delivery.pk}/").text
        pages.append(re.sub(r'nonce="[^"]*"|csrftoken": "[^"]*"|csrfmiddlewaretoken" value="[^"]*"', "", page))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(("anonymity", "names"), [("pseudonymous", 0), ("anonymous", 0), ("named", 1)])
def test_a_mailing_of_one_tells_who_has_answered_only_by_name(desk, delivery, hotel, carl, anonymity, names):
    Survey.objects.update(anonymity=anonymity)
    url = f"/mailings/{delivery.invitation.mailing_id}/"
    assert "has answered" not in desk.get(url).text
    Invitation.objects.update(answered_at=clock.now())
    page = desk.get(url).text
    assert ("1 has answered." in page, page.count("Answered</span>")) == (bool(names), names)


def test_an_anonymous_survey_is_not_mailed(desk, anonymous, carl, maria):
    with pytest.raises(sending.NotSendable, match="answered by links for everybody"):
        sending.invite(anonymous, [carl], by=maria)
    url = f"/surveys/{anonymous.pk}/mailings/new/"
    page = desk.get(url).text
    assert "An anonymous survey is answered by links for everybody; make one." in page
    assert f'href="/surveys/{anonymous.pk}/public-links/"' in page
    refused = desk.post(url, {"whom": "all", "from_name": "Hotellet", "send": "1", "form_number": "0" * 32})
    assert (refused.status_code, Mailing.objects.count(), Invitation.objects.count()) == (422, 0, 0)


def test_an_anonymous_survey_has_open_links_alone(anonymous, maria):
    with pytest.raises(links.OnlyOpenLinks):
        links.make_links(anonymous, 3)
    with pytest.raises(CommandError, match="answered by links for everybody"):
        call_command("make_links", "--survey", str(anonymous.pk))
    link = links.public_link(anonymous, anonymous.unit, by=maria)
    assert (PublicLink.objects.get(), Invitation.objects.count()) == (link, 0)


def test_only_old_invitations_are_due(survey, carl, hotel):
    now = clock.now()
    day = timedelta(days=1)
    old, young = now - forgetting.KEPT - day, now - forgetting.KEPT + day
    unanswered = cast.invitation(survey, carl, created_at=old)
    answered = cast.invitation(survey, created_at=old - day, answered_at=old)
    cast.invitation(survey, created_at=young)
    cast.invitation(survey, created_at=old, answered_at=young)
    cast.invitation(survey, created_at=old, forgotten_at=now)
    assert set(forgetting.due(now)) == {unanswered, answered}
    assert timedelta(days=89) >= forgetting.KEPT  # an hourly clock keeps a promise of 90 days

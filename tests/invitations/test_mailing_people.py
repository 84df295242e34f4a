"""The people of a mailing: what became of the mail of each, and never more than customers were told is seen."""

import pytest

from common import clock
from invitations.mailings import sending
from invitations.models import EmailDelivery, Mailing
from invitations.stopping import suppressing
from surveys.models import Survey
from tests import cast
from tests.invitations.conftest import page_of, words
from tests.invitations.standing_days import on, start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def everybody(survey, hotel, maria):
    """One mailing with somebody in every state."""
    people = {name: cast.customer(hotel, f"{name}@guest.example", name=name.title()) for name in STATES}
    suppressing.suppress(hotel, people["spared"].email)
    mailing = sending.invite(survey, people.values(), by=maria)
    for mail in EmailDelivery.objects.select_related("invitation"):
        name = mail.to_address.split("@")[0]
        mail.state = "sent" if name == "answered" else name
        mail.sent_at = clock.now() if mail.state in ("sent", "bounced") else None
        mail.error = ERRORS.get(name, "")
        mail.save()
        if name == "answered":
            mail.invitation.answered_at = clock.now()
            mail.invitation.save()
    return mailing


ERRORS = {"failed": "550 No such user", "stopped": "The mailing was stopped before this mail was sent."}
STATES = ("waiting", "outbox", "sent", "bounced", "stopped", "failed", "spared", "answered")


def people_on(page) -> list[str]:
    return sorted(name for name in STATES if f"{name}@guest.example" in page.text)


def test_people_by_state_with_the_reason_in_words(desk, everybody):
    shown = {state: people_on(page_of(desk, everybody, f"?state={state}")) for state in STATES[:-1]}
    assert shown == {state: [state] if state != "sent" else ["answered", "sent"] for state in STATES[:-1]}
    assert people_on(page_of(desk, everybody)) == sorted(set(STATES) - {"spared"})
    assert "550 No such user" in page_of(desk, everybody, "?state=failed").text
    assert "Is to get no questions, as they or a colleague said" in page_of(desk, everybody, "?state=spared").text
    assert "The mailing was stopped before this mail was sent." in page_of(desk, everybody, "?state=stopped").text


def test_a_state_nobody_knows_shows_all(desk, everybody):
    assert people_on(page_of(desk, everybody, "?state=king")) == sorted(set(STATES) - {"spared"})


def test_who_answered_is_seen_only_where_customers_were_told_so(desk, everybody):
    assert 'id="state-answered"' not in page_of(desk, everybody).text
    assert people_on(page_of(desk, everybody, "?state=answered")) == sorted(set(STATES) - {"spared"})
    assert "has answered" not in words(page_of(desk, everybody))  # of three who can: that would be telling
    EmailDelivery.objects.filter(state__in=["stopped", "failed"]).update(state="outbox")
    assert "has answered" not in words(page_of(desk, everybody))  # nobody can answer from there
    EmailDelivery.objects.filter(state="outbox").update(state="sent", sent_at=clock.now())
    assert "1 has answered." in words(page_of(desk, everybody))
    Survey.objects.update(anonymity=Survey.Anonymity.NAMED)
    assert people_on(page_of(desk, everybody, "?state=answered")) == ["answered"]


def remind_sent() -> None:
    sent = EmailDelivery.objects.get(to_address="sent@guest.example")
    EmailDelivery.objects.create(
        organisation_id=sent.organisation_id,
        invitation_id=sent.invitation_id,
        kind="reminder",
        to_address=sent.to_address,
        state="sent",
        sent_at=clock.now(),
        created_at=clock.now(),
    )


def test_who_was_reminded_is_shown_where_customers_were_told_that_they_are_seen(desk, everybody):
    Survey.objects.update(anonymity=Survey.Anonymity.NAMED)
    remind_sent()
    page = page_of(desk, everybody, "?state=sent")
    assert words(page).count("Reminded") == 1
    assert "1 has been reminded, once." in words(page)
    assert page.context["progress"].people == 7


def test_elsewhere_nobody_reads_from_a_reminder_who_had_not_answered(desk, everybody):
    remind_sent()
    page = page_of(desk, everybody, "?state=sent")
    assert people_on(page) == ["answered", "sent"]
    assert "Reminded" not in page.text
    assert "has been reminded" not in words(page)  # of two whom a mail reached: that would be telling
    EmailDelivery.objects.filter(state__in=["stopped", "failed", "outbox"]).update(state="sent", sent_at=clock.now())
    assert "1 has been reminded, once." in words(page_of(desk, everybody))


def test_a_reminder_on_its_way_is_not_counted_in_the_list_of_mailings(desk, everybody):
    remind_sent()
    EmailDelivery.objects.filter(kind="reminder").update(state="waiting", sent_at=None)
    assert [row.waiting_count for row in desk.get("/mailings/").context["page"].rows] == [1]


def test_a_reminder_that_came_back_is_not_counted_among_the_mails_of_a_standing_send(desk, everybody, survey, maria):
    """In a small mailing it would tell who had not answered."""
    daily = start(survey, survey.unit, by=maria)
    Mailing.objects.update(standing=daily, standing_day=on(18))
    remind_sent()
    EmailDelivery.objects.filter(kind="reminder").update(state="bounced")
    (counted,) = desk.get(f"/standing-sends/{daily.pk}/mailings/").context["mailings"]
    assert (counted.people, counted.bounced_count) == (7, 1)

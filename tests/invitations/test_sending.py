"""Inviting: everything is written down at once, each customer once, and nobody who asked us to stop."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import mail_servers
from accounts.models import AuditEvent, Organisation
from common import clock
from common.models import Work
from invitations.mailings import sending
from invitations.mailings.sending import NotSendable
from invitations.models import Customer, EmailDelivery, Invitation, Mailing
from invitations.stopping import suppressing
from surveys.models import Survey
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


def many(hotel, count: int) -> list[Customer]:
    unit = cast.root_unit(hotel)
    return Customer.objects.bulk_create(
        Customer(organisation=hotel, unit=unit, email=f"guest{n}@guest.example", language="sv", created_at=clock.now())
        for n in range(count)
    )


def test_a_mailing_writes_an_invitation_a_mail_and_its_work_for_each(survey, carl, maria, rung):
    anna = cast.customer(survey.organisation, "anna@guest.example", language="fi")
    mailing = sending.invite(survey, [carl, anna], by=maria)
    made = Invitation.objects.order_by("id").values_list("customer__email", "language", "unit")
    assert list(made) == [(carl.email, "sv", carl.unit_id), (anna.email, "sv", anna.unit_id)]  # no Finnish here
    deliveries = EmailDelivery.objects.order_by("id")
    assert [(one.to_address, one.state) for one in deliveries] == [(carl.email, "waiting"), (anna.email, "waiting")]
    assert list(Work.objects.values_list("kind", "object_id").order_by("object_id")) == [
        (sending.SEND_MAIL, one.pk) for one in deliveries
    ]
    assert (mailing.from_name, mailing.reply_to_name, mailing.reply_to_email) == (
        "Fjällhotellet",
        "Maria",
        "maria@example.org",
    )
    assert (mailing.state, mailing.spared.count(), mailing.expanded_at is not None) == ("sending", 0, True)
    event = AuditEvent.objects.get(verb="mailing.sent")
    assert (event.by, event.object_id, event.detail) == (maria, mailing.pk, {"survey": survey.pk})


def test_the_bell_rings_once_the_mailing_is_stored(survey, carl, maria, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        sending.invite(survey, [carl], by=maria)
        assert rung == []
    assert rung == ["send mail"]


def test_a_customer_named_twice_is_asked_once(survey, carl, maria):
    sending.invite(survey, [carl, Customer.objects.get(pk=carl.pk)], by=maria)
    assert Invitation.objects.count() == 1


def test_those_who_asked_us_to_stop_are_spared_and_it_is_noted(survey, carl, maria):
    anna = cast.customer(survey.organisation, "Anna@Guest.example")
    suppressing.suppress(survey.organisation, "anna@guest.example")
    mailing = sending.invite(survey, [carl, anna], by=maria)
    assert list(mailing.spared.values_list("customer", "reason", "until")) == [(anna.pk, "stopped", None)]
    assert list(EmailDelivery.objects.values_list("to_address", flat=True)) == [carl.email]


def test_a_stop_for_half_a_year_runs_out(survey, carl, maria):
    suppressing.suppress(survey.organisation, carl.email, until=clock.now() + timedelta(days=183))
    with clock.at(clock.now() + timedelta(days=184)):
        assert sending.invite(survey, [carl], by=maria).spared.count() == 0


def test_a_link_lives_sixty_days_also_where_the_survey_is_given_longer_meanwhile(hotel, carl, maria):
    now = clock.now()
    soon = cast.published_survey(hotel, name="Kort", closes_at=now + timedelta(days=7))
    with clock.at(now):
        sending.invite(soon, [carl], by=maria)
    assert Invitation.objects.get().expires_at == now + timedelta(days=60)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"closed_at": clock.now()}, "closed"),
        ({"opens_at": clock.now() + timedelta(days=1)}, "not opened yet"),
        ({"published_version": None}, "not published"),
        ({"paused_until": clock.now() + timedelta(days=3)}, "rests until"),
    ],
)
def test_a_survey_that_takes_no_answers_is_not_sent(survey, carl, maria, change, says):
    Survey.objects.filter(pk=survey.pk).update(**change)
    with pytest.raises(NotSendable, match=says):
        sending.invite(survey, [carl], by=maria)
    assert (Mailing.objects.count(), Invitation.objects.count(), Work.objects.count()) == (0, 0, 0)


def test_nobody_chosen_is_refused_and_everybody_spared_is_a_mailing_to_nobody(survey, carl, maria):
    with pytest.raises(NotSendable, match="Nobody is chosen"):
        sending.invite(survey, [], by=maria)
    suppressing.suppress(survey.organisation, carl.email)
    mailing = sending.invite(survey, [carl], by=maria)
    assert (mailing.spared.count(), mailing.invitations.count()) == (1, 0)


def test_too_many_at_a_time_are_refused_whole(survey, maria, hotel, monkeypatch):
    monkeypatch.setattr(sending, "MAX_RECIPIENTS", 2)
    with pytest.raises(NotSendable, match="At most 2 customers"):
        sending.invite(survey, many(hotel, 3), by=maria)
    assert Mailing.objects.count() == 0


def test_a_strangers_customer_is_refused(survey, maria, library):
    with pytest.raises(ValueError, match="another organisation"):
        sending.invite(survey, [cast.customer(library)], by=maria)


def test_a_form_sent_in_twice_is_one_mailing(survey, carl, maria):
    number = uuid.uuid4()
    first = sending.invite(survey, [carl], by=maria, form_number=number)
    again = sending.invite(survey, [carl], by=maria, form_number=number)
    assert (again, Mailing.objects.count(), EmailDelivery.objects.count()) == (first, 1, 1)


def test_a_thousand_cost_hardly_more_statements_than_ten(survey, maria, hotel):
    customers = many(hotel, 1010)
    ten = statements(survey, customers[:10], maria)
    thousand = statements(survey, customers[10:], maria)
    rows_a_statement = min(
        connection.ops.bulk_batch_size([None] * 11, customers),  # the widest rows: invitations
        1000,
    )
    assert thousand - ten <= 3 * (1000 // rows_a_statement + 1)
    assert Invitation.objects.count() == 1010


def statements(survey, customers, maria) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        sending.invite(survey, customers, by=maria)
    return sum(query["sql"].startswith(("SELECT", "INSERT", "UPDATE", "DELETE")) for query in captured.captured_queries)


def test_what_waits_in_the_outbox_goes_only_when_somebody_says_so(survey, carl, maria, work, by_mail, letterbox):
    by_mail.delete()
    sending.invite(survey, [carl], by=maria)
    work()
    assert EmailDelivery.objects.get().state == "outbox"
    by_mail.save()
    work()
    assert (EmailDelivery.objects.get().state, letterbox.mails) == ("outbox", [])
    assert sending.send_from_outbox(survey.organisation, by=maria) == 1
    assert sending.send_from_outbox(survey.organisation, by=maria) == 0
    work()
    assert (EmailDelivery.objects.get().state, len(letterbox.mails)) == ("sent", 1)


def test_a_demo_mails_nobody_whatever_server_is_set(survey, carl, maria, work, by_mail, letterbox, settings, logged_in):
    settings.EMAIL_URL = f"smtp://127.0.0.1:{letterbox.port}"
    Organisation.objects.update(is_demo=True)
    sending.invite(survey, [carl], by=maria)
    work()
    demo = Organisation.objects.get()
    with pytest.raises(sending.NotSendable, match="reach nobody"):
        sending.send_from_outbox(demo, by=maria)
    page = logged_in(maria).post("/outbox/sending/", follow=True)
    assert "This is a demo company: its mails stay here and reach nobody." in page.text
    work()
    assert (mail_servers.can_send(demo), mail_servers.connection_for(demo)) == (False, None)
    assert (EmailDelivery.objects.get().state, letterbox.mails) == ("outbox", [])


def test_a_mail_whose_survey_has_closed_stays_in_the_outbox(survey, carl, maria, work):
    sending.invite(survey, [carl], by=maria)
    work()
    Survey.objects.filter(pk=survey.pk).update(closed_at=clock.now())
    assert sending.send_from_outbox(survey.organisation, by=maria) == 0
    assert EmailDelivery.objects.get().state == "outbox"


def test_nothing_stored_opens_a_link(survey, carl, maria, work):
    """A dump of the database holds no token: every column of every table is read for it."""
    sending.invite(survey, [carl], by=maria)
    work()
    invitation = Invitation.objects.get()
    tokens = [invitation.token, invitation.stop_token]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # table names come from the database itself
            stored = repr(cursor.fetchall())
            assert [token for token in tokens if token in stored] == [], table

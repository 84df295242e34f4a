"""What the customer's page promises, kept by the clock: words go when their time is up, keys within 90 days."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock, working
from insights import analysing
from insights.models import ImprovementTask, Incident
from invitations.mailings import sending
from invitations.models import Customer, EmailDelivery, Invitation
from responses import expiring, opening, signals, submitting
from responses.answer_values import AnswerValue
from responses.models import Answer, Response
from surveys.models import Survey
from tests import cast
from tests.insights import telling
from tests.insights.conftest import Listener

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

NOW = datetime(2026, 8, 31, 12, tzinfo=UTC)
FAN = "Fläkten tjöt hela natten."


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def answered(survey, customer, *, at: datetime, words: str = FAN) -> Response:
    """An answer given at that moment by the personal link of a mail sent just then."""
    with clock.at(at):
        invitation = sending.invite(survey, [customer], by=None).invitations.get()
        opened = opening.open_link(invitation.token)
        yes_no, own_words = opened.definition.questions
        values = [AnswerValue(yes_no.key, choice="no", words=words), AnswerValue(own_words.key, words=words)]
        return submitting.submit(
            opened, values=values, form_number=invitation.uuid, language="sv", version_id=opened.definition.version_id
        ).response


def at_the_hour(verb, moment: datetime = NOW) -> int:
    with clock.at(moment):
        return verb()


def words_stored() -> list[str]:
    """Whatever any table of the database still holds of the words."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # table names come from the database itself
            found += [table for row in cursor.fetchall() if "tjöt" in repr(row).casefold()]
    return found


@pytest.fixture
def listener(monkeypatch) -> Listener:
    """Hears of the fan, gravely enough for a task of its own."""
    listener = Listener()
    listener.knows(FAN, "treatment", severity=5)
    monkeypatch.setattr(analysing, "analyse_words", listener)
    monkeypatch.setattr(analysing, "engine_version", lambda: "listener 1")
    return listener


def test_words_go_when_their_time_is_up_and_closed_answers_stay(survey, carl):
    response = answered(survey, carl, at=expiring.months_before(NOW, 24) - timedelta(minutes=1))
    assert at_the_hour(expiring.remove_words) == 1
    assert words_stored() == []
    assert list(Answer.objects.order_by("id").values_list("value_choice", "value_text", "motivation")) == [
        ("no", "", ""),
        ("", "", ""),
    ]
    response.refresh_from_db()
    assert (response.search_text, response.words_removed_at, response.revision) == ("", NOW, 1)


def test_words_stay_until_then(survey, carl):
    answered(survey, carl, at=expiring.months_before(NOW, 24) + timedelta(minutes=1))
    assert at_the_hour(expiring.remove_words) == 0
    assert Answer.objects.with_words().count() == 2


def test_each_survey_keeps_its_own_time(survey, carl, hotel, library):
    short = cast.published_survey(hotel, name="Frukosten", retention_months=1)
    elsewhere = cast.published_survey(library, retention_months=1)
    kept = answered(survey, carl, at=days_ago(40))
    answered(short, cast.customer(hotel, "berit@guest.example"), at=days_ago(40))
    answered(elsewhere, cast.customer(library), at=days_ago(40))
    younger = answered(short, cast.customer(hotel, "anna@guest.example"), at=days_ago(20))
    assert at_the_hour(expiring.remove_words) == 2
    left = Answer.objects.with_words().order_by("response_id").values_list("response_id", flat=True).distinct()
    assert list(left) == [kept.pk, younger.pk]


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, (2026, 7, 31)), (2, (2026, 6, 30)), (6, (2026, 2, 28)), (8, (2025, 12, 31)), (30, (2024, 2, 29))],
)
def test_months_are_those_of_the_calendar(months, expected):
    earlier = expiring.months_before(NOW, months)
    assert ((earlier.year, earlier.month, earlier.day), earlier.time()) == (expected, NOW.time())


def test_removing_twice_is_removing_once(survey, carl):
    answered(survey, carl, at=days_ago(800))
    heard = []

    def hear(sender, *, response_ids, **_told):
        heard.append(len(response_ids))

    signals.words_removed.connect(hear)
    try:
        assert (at_the_hour(expiring.remove_words), at_the_hour(expiring.remove_words)) == (1, 0)
    finally:
        signals.words_removed.disconnect(hear)
    assert heard == [1]


def test_where_a_receiver_fails_nothing_is_done(survey, carl):
    answered(survey, carl, at=days_ago(800))

    def fail(sender, **_told):
        raise RuntimeError("a receiver of somebody else's")

    signals.words_removed.connect(fail)
    try:
        with pytest.raises(RuntimeError):
            at_the_hour(expiring.remove_words)
    finally:
        signals.words_removed.disconnect(fail)
    assert (Answer.objects.with_words().count(), at_the_hour(expiring.remove_words)) == (2, 1)


def test_incidents_go_with_their_words_and_tasks_live_on(survey, carl, hotel, maria, listener):
    old = answered(survey, carl, at=days_ago(800))
    young = answered(survey, cast.customer(hotel, "anna@guest.example"), at=days_ago(10))
    with clock.at(days_ago(9)):
        working.do_waiting(analysing.KIND)
    task = ImprovementTask.objects.get(state="suggested")
    Incident.objects.filter(answer__response=old).update(task=task)
    ImprovementTask.objects.filter(pk=task.pk).update(
        headline=Incident.objects.filter(answer__response=old).first(), owner=maria, taken_at=NOW, state="taken"
    )
    assert at_the_hour(expiring.remove_words) == 1
    assert set(Incident.objects.values_list("answer__response", flat=True)) == {young.pk}
    task.refresh_from_db()
    assert (task.state, task.owner, task.voices, task.scored_at) == ("taken", maria, 1, NOW)
    assert task.headline.answer.response == young


def test_a_task_without_any_words_left_keeps_its_place(survey, carl, listener, logged_in, maria):
    answered(survey, carl, at=days_ago(800))
    with clock.at(days_ago(799)):
        working.do_waiting(analysing.KIND)
    assert at_the_hour(expiring.remove_words) == 1
    task = ImprovementTask.objects.get()
    assert (Incident.objects.count(), task.headline, task.voices, task.score) == (0, None, 0, 0)
    assert logged_in(maria).get(task.get_absolute_url()).status_code == 200


def test_an_answer_read_by_the_engine_meanwhile_leaves_nothing(survey, carl, listener):
    response = answered(survey, carl, at=days_ago(800))
    findings = analysing.compute(response.pk, 1)
    at_the_hour(expiring.remove_words)
    analysing.settle(response.pk, 1, findings)
    assert (len(findings.incidents), Incident.objects.count()) == (2, 0)


def test_changed_later_the_new_words_have_their_own_time(survey, carl):
    Survey.objects.update(retention_months=1)
    survey.refresh_from_db()
    response = answered(survey, carl, at=days_ago(40))
    assert at_the_hour(expiring.remove_words, days_ago(5)) == 1
    with clock.at(days_ago(4)):
        opened = opening.open_link(response.invitation.token)
        submitting.submit(
            opened,
            values=[AnswerValue(opened.definition.questions[0].key, choice="yes", words="Den är lagad.")],
            form_number=uuid.uuid4(),
            language="sv",
            version_id=opened.definition.version_id,
            changes=1,
        )
    assert at_the_hour(expiring.remove_words) == 0
    assert Answer.objects.with_words().get().motivation == "Den är lagad."
    assert at_the_hour(expiring.remove_words, NOW + timedelta(days=31)) == 1
    assert Answer.objects.with_words().count() == 0


def test_many_go_in_few_statements_and_more_than_one_transaction(survey, hotel, monkeypatch):
    def statements(count: int) -> int:
        for _number in range(count):
            row = cast.response(survey, invitation=cast.invitation(survey), submitted_at=days_ago(800), search_text="x")
            cast.answer(row, FAN)
        with CaptureQueriesContext(connection) as captured:
            assert at_the_hour(expiring.remove_words) == count
        return len(captured)

    few = statements(2)
    assert statements(20) == few
    monkeypatch.setattr(expiring, "BATCH", 8)
    assert statements(20) > few
    assert Answer.objects.with_words().count() == 0


def test_the_key_is_deleted_within_90_days(survey, carl):
    response = answered(survey, carl, at=days_ago(89))
    old_key = carl.respondent_key
    assert at_the_hour(expiring.delete_keys) == 1
    invitation, mail = Invitation.objects.get(), EmailDelivery.objects.get()
    assert (invitation.customer, invitation.forgotten_at, mail.to_address) == (None, NOW, "")
    response.refresh_from_db()
    carl.refresh_from_db()
    assert (response.respondent_key, carl.respondent_key == old_key) == (old_key, False)
    assert Answer.objects.with_words().count() == 2  # the words have a time of their own


def test_an_unanswered_invitation_is_forgotten_as_early(survey, carl):
    with clock.at(days_ago(89)):
        sending.invite(survey, [carl], by=None)
    assert (at_the_hour(expiring.delete_keys), at_the_hour(expiring.delete_keys)) == (1, 0)
    assert list(EmailDelivery.objects.values_list("to_address", "invitation__customer")) == [("", None)]


def test_the_key_stays_until_then(survey, carl, hotel):
    answered(survey, carl, at=days_ago(80))
    with clock.at(days_ago(100)):
        late = sending.invite(survey, [cast.customer(hotel, "anna@guest.example")], by=None).invitations.get()
    Invitation.objects.filter(pk=late.pk).update(answered_at=days_ago(50))
    assert at_the_hour(expiring.delete_keys) == 0
    assert Invitation.objects.filter(customer__isnull=True).count() == 0


def test_the_mail_of_a_deleted_customer_loses_its_address_too(survey, carl):
    answered(survey, carl, at=days_ago(89))
    carl.delete()
    assert EmailDelivery.objects.get().to_address == "carl@guest.example"
    at_the_hour(expiring.delete_keys)
    assert EmailDelivery.objects.get().to_address == ""


def test_a_younger_answer_does_not_lead_to_an_older_one(survey, carl, hotel, listener):
    old = answered(survey, carl, at=days_ago(89))
    young = answered(survey, carl, at=days_ago(20))
    with clock.at(days_ago(19)):
        working.do_waiting(analysing.KIND)
    old_key = carl.respondent_key
    assert at_the_hour(expiring.delete_keys) == 1
    carl.refresh_from_db()
    keys = {response.pk: response.respondent_key for response in Response.objects.all()}
    assert keys == {old.pk: old_key, young.pk: carl.respondent_key}
    assert carl.respondent_key != old_key
    told = set(Incident.objects.values_list("answer__response", "respondent_key"))
    assert told == {(old.pk, old_key), (young.pk, carl.respondent_key)}


def test_where_names_are_shown_the_key_stays_and_the_address_goes(hotel, carl):
    named = cast.published_survey(hotel, anonymity="named")
    answered(named, carl, at=days_ago(89))
    old_key = carl.respondent_key
    at_the_hour(expiring.delete_keys)
    carl.refresh_from_db()
    assert (carl.respondent_key, EmailDelivery.objects.get().to_address) == (old_key, "")


def test_another_customers_key_and_one_that_is_nobodys_stay(survey, carl, hotel):
    anna = cast.customer(hotel, "anna@guest.example")
    answered(survey, carl, at=days_ago(89))
    nobodys = cast.response(survey, invitation=cast.invitation(survey, carl)).respondent_key
    answered(survey, anna, at=days_ago(20))
    at_the_hour(expiring.delete_keys)
    assert Customer.objects.get(pk=anna.pk).respondent_key == anna.respondent_key
    assert Response.objects.filter(respondent_key=nobodys).count() == 1


def test_many_keys_go_in_few_statements(survey, hotel):
    def statements(count: int) -> int:
        for _number in range(count):
            with clock.at(days_ago(200)):
                customer = telling.guest(hotel)
                cast.response(
                    survey, invitation=cast.invitation(survey, customer), respondent_key=customer.respondent_key
                )
        with CaptureQueriesContext(connection) as captured:
            assert at_the_hour(expiring.delete_keys) == count
        return len(captured)

    assert statements(2) == statements(20)
    assert Invitation.objects.filter(customer__isnull=False).count() == 0

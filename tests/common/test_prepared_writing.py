"""Rows written by SQL that was composed once are the rows Django writes, whatever stands in them."""

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import F, Model, Value
from django.db.models.expressions import DatabaseDefault

from common import clock
from common.models import Work
from common.prepared_writing import PreparedInsert, PreparedUpdate
from invitations.models import Customer, Invitation
from responses.models import Answer, Response
from tests import cast

pytestmark = pytest.mark.django_db

HARDLY_ANYTHING = {"motivation": ""}
EVERYTHING = {
    "value_choice": "yes",
    "value_number": 7,
    "value_choices": ["bus", "på fots", "100 %"],
    "value_decimal": Decimal("12.3400"),
    "value_date": date(2026, 2, 28),
    "value_steps": {"what": 'Han sa: "%s"; DROP TABLE', "felt": "🙂"},
    "motivation": "%s %(name)s ' -- ?\nÅ",
}


@pytest.fixture
def response(hotel):
    survey = cast.published_survey(hotel)
    return cast.response(survey, invitation=cast.invitation(survey, cast.customer(hotel)))


def answer_to(response: Response, **values) -> Answer:
    question = values.pop("question", None) or response.version.questions.first()
    about = {"organisation": response.organisation, "response": response, "question": question}
    return Answer(**about, question_key=uuid.UUID(int=7), **values)


def another(response: Response, **values) -> Response:
    fields = {name: getattr(response, name) for name in ("organisation", "survey", "version", "unit", "begun_at")}
    return Response(**fields, invitation=cast.invitation(response.survey), language="sv", **values)


def work() -> Work:
    now = clock.now()
    return Work(kind="nothing", object_id=2**40, created_at=now, due=now)


def raw(row: Model) -> list:
    """What stands in the table, as the database gives it: NULL and the JSON null are two things here."""
    columns = [field.column for field in row._meta.concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        table = row._meta.db_table
        cursor.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = %s", [row.pk])  # noqa: S608  # our own names
        return list(zip(columns, cursor.fetchone(), strict=True))


@pytest.mark.parametrize("values", [HARDLY_ANYTHING, EVERYTHING], ids=["hardly anything", "everything"])
def test_an_answer_is_what_django_would_have_written(response, values, django_assert_num_queries):
    by_django = answer_to(response, **values)
    by_django.save()
    expected = raw(by_django)
    by_django.delete()
    ours = answer_to(response, **values)
    with django_assert_num_queries(1):
        PreparedInsert(Answer).store(ours)
    assert raw(ours) == expected
    ours.motivation = "Later"
    ours.save()
    assert Answer.objects.get().motivation == "Later"


def test_so_is_a_response_and_a_piece_of_work(response):
    for make in (work, lambda: another(response, form_number=uuid.UUID(int=8), respondent_key=uuid.UUID(int=9))):
        by_django = make()
        by_django.save()
        told = raw(by_django)
        by_django.delete()
        ours = make()
        PreparedInsert(type(ours)).store(ours)
        for name in ("created_at", "due", "invitation_id"):  # of their own moment and their own link
            told = [(column, value) for column, value in told if column != name]
        assert [pair for pair in raw(ours) if pair in told] == told
        assert (ours._state.adding, ours._state.db) == (False, "default")


def test_without_returning_the_key_is_asked_for(monkeypatch):
    """SQLite before 3.35."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL has always returned it.")
    monkeypatch.setattr(connection.features, "can_return_columns_from_insert", False)
    one, other = work(), work()
    other.revision = 2
    PreparedInsert(Work).store(one)
    PreparedInsert(Work).store(other)
    assert (Work.objects.get(revision=1), Work.objects.get(revision=2)) == (one, other)


def test_many_rows_are_one_statement_and_none_is_none(response, django_assert_num_queries):
    questions = list(response.version.questions.all())
    insert = PreparedInsert(Answer)
    with django_assert_num_queries(1):
        insert.store_all([answer_to(response, question=one, value_text=str(one.pk)) for one in questions])
    stored = dict(Answer.objects.values_list("question_id", "value_text"))
    assert stored == {question.pk: str(question.pk) for question in questions}
    assert len(stored) > 1
    with django_assert_num_queries(0):
        insert.store_all([])


def test_a_refused_row_spoils_its_transaction_also_where_nobody_looks(response):
    insert = PreparedInsert(Answer)
    insert.store(answer_to(response))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert.store(answer_to(response))
    with transaction.atomic():
        Answer.objects.update(motivation="Half of it")
        with pytest.raises(IntegrityError):
            insert.store(answer_to(response))
        assert connection.needs_rollback
        transaction.set_rollback(True)
    assert Answer.objects.get().motivation == ""
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            PreparedUpdate(Customer, "unit").write(response.invitation.customer_id, unit=None)
        assert connection.needs_rollback
        transaction.set_rollback(True)


def test_a_row_with_a_key_is_not_stored_under_another():
    one = work()
    one.pk = 4711
    with pytest.raises(ValueError, match="nothing"):
        PreparedInsert(Work).store(one)
    assert not Work.objects.exists()


def test_a_value_that_only_the_database_could_give_is_refused(response):
    one = work()
    one.object_id = F("revision")
    with pytest.raises(TypeError, match="object_id"):
        PreparedInsert(Work).store(one)
    with pytest.raises(TypeError, match="name"):
        PreparedUpdate(Customer, "name").write(response.invitation.customer_id, name=F("email"))
    assert not Work.objects.exists()


def test_a_constant_that_the_database_would_give_is_given_and_known(response):
    one = another(response, form_number=uuid.uuid4())
    one.hidden_words = DatabaseDefault(Value([]))
    PreparedInsert(Response).store(one)
    one.hidden_words.append("only here")
    assert (one.reply_contact, one.wants_reply) == ("", False)
    stored = Response.objects.get(pk=one.pk)
    assert (stored.reply_contact, stored.wants_reply, stored.hidden_words) == ("", False, [])


def test_an_update_changes_what_it_names_in_one_row(response, hotel, django_assert_num_queries):
    carl = response.invitation.customer
    anna = cast.customer(hotel, "anna@guest.example", name="Anna")
    change = PreparedUpdate(Customer, "name", "attributes")
    with django_assert_num_queries(1):
        assert change.write(carl.pk, name="Kalle %s", attributes={"room": "12"})
    carl.refresh_from_db()
    anna.refresh_from_db()
    assert (carl.name, carl.attributes, carl.email) == ("Kalle %s", {"room": "12"}, "carl@guest.example")
    assert (anna.name, anna.attributes) == ("Anna", {})
    for names in ({"name": "Kalle"}, {"name": "Kalle", "attributes": {}, "emial": ""}):
        with pytest.raises(TypeError, match="attributes"):
            change.write(carl.pk, **names)


def test_an_update_says_where_there_is_no_such_row(response):
    change = PreparedUpdate(Invitation, "answered_at")
    now = clock.now()
    assert change.write(response.invitation_id, answered_at=now)
    assert Invitation.objects.get().answered_at == now
    assert change.write(response.invitation_id, answered_at=None)
    assert Invitation.objects.get().answered_at is None
    assert not change.write(response.invitation_id + 1, answered_at=now)

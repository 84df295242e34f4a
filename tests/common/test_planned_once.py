"""A statement planned once gives what the plain one gives, also where its plan was lost."""

import pytest
from django.core.signals import request_started
from django.db import DataError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from common.planned_once import PlannedOnce

pytestmark = pytest.mark.django_db(transaction=True)

CONSTANT = "x"
WORDS = "SELECT CAST(%s AS VARCHAR(9)), CAST(%s AS VARCHAR(9)), CAST(%s AS VARCHAR(9)), CAST(%s AS VARCHAR(9))"


@pytest.fixture
def words() -> PlannedOnce:
    return PlannedOnce(WORDS, [("b", "<b>"), (None, CONSTANT), ("a", "<a>"), ("b", "<b>")])


@pytest.fixture
def postgres():
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL keeps plans")


def run(statement: PlannedOnce, **values) -> tuple[tuple | None, str]:
    """The row, and the first word of each statement that it took."""
    with CaptureQueriesContext(connection) as told:
        row = statement.first_row(values)
    return row, " ".join(query["sql"].split()[0] for query in told)


def test_each_value_stands_in_its_place(words):
    for _time in range(7):  # after the fifth PostgreSQL stops looking at the values
        assert words.first_row({"a": "1", "b": "2%"}) == ("2%", CONSTANT, "1", "2%")
    assert words.first_row({"a": "'; --", "b": "$1"}) == ("$1", CONSTANT, "'; --", "$1")


def test_each_connection_prepares_it_once(words, postgres):
    assert [run(words, a="1", b="2")[1] for _time in range(3)] == ["PREPARE EXECUTE", "EXECUTE", "EXECUTE"]
    connection.close()
    assert [run(words, a="1", b="2")[1] for _time in range(2)] == ["PREPARE EXECUTE", "EXECUTE"]


def test_after_a_restart_of_the_database_it_is_prepared_again(words, postgres):
    run(words, a="1", b="2")
    another = connections.create_connection("default")
    with connection.cursor() as cursor, another.cursor() as elsewhere:
        cursor.execute("SELECT pg_backend_pid()")
        elsewhere.execute("SELECT pg_terminate_backend(%s, 5000)", cursor.fetchone())
    another.close()
    request_started.send(None)  # which lets each connection be looked at before it is used
    assert [run(words, a="1", b="2")[1] for _time in range(2)] == ["PREPARE EXECUTE", "EXECUTE"]


def test_within_a_transaction_it_runs_plainly(words, postgres):
    with transaction.atomic():
        assert run(words, a="1", b="2") == (("2", CONSTANT, "1", "2"), "SELECT")


def test_a_lost_plan_is_not_missed(words, postgres):
    run(words, a="1", b="2")
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    for _time in range(2):
        row, taken = run(words, a="3", b="4")
        assert (row, taken.split()[-1]) == (("4", CONSTANT, "3", "4"), "SELECT")
    assert taken == "SELECT"


def test_a_plan_that_another_has_left_there_is_used_only_by_its_like(words, postgres):
    run(words, a="1", b="2")
    like, unlike = (PlannedOnce(WORDS, [("b", "<b>"), (None, x), ("a", "<a>"), ("b", "<b>")]) for x in (CONSTANT, "y"))
    assert like.first_row({"a": "1", "b": "2"}) == ("2", CONSTANT, "1", "2")
    assert run(like, a="1", b="2")[1] == "EXECUTE"
    assert unlike.first_row({"a": "1", "b": "2"}) == ("2", "y", "1", "2")


def test_a_changed_column_is_read_as_it_is_now(postgres):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE rooms (number integer)")
        cursor.execute("INSERT INTO rooms VALUES (7)")
        room = PlannedOnce("SELECT number FROM rooms WHERE number = %s", [("number", -1)])
        assert run(room, number=7) == ((7,), "PREPARE EXECUTE")
        cursor.execute("ALTER TABLE rooms ALTER number TYPE bigint")
        assert run(room, number=7)[0] == (7,)
        cursor.execute("DROP TABLE rooms")


def test_other_errors_are_told(postgres):
    share = PlannedOnce("SELECT 1 / CAST(%s AS integer)", [("of", -1)])
    with pytest.raises(DataError):
        share.first_row({"of": 0})
    assert run(share, of=1) == ((1,), "EXECUTE")

"""Writing many customers in few statements: in less than half of the time that bulk_create takes for them.

Django asks every field of every row how to store it, which costs more than all the reading of a list. Here each column
is asked once how its values are stored; the rest is one INSERT of many rows, the same on both databases.
"""

from collections.abc import Callable, Sequence
from functools import cache

from django.db import connection
from django.db.models import DateTimeField, Field, ForeignKey, JSONField, UUIDField

from invitations.models import Customer

MOST_ROWS = 2_000  # in one statement
READ_ANEW = 5_000
CHANGED = ("name", "language", "unit_id", "use_happened_at", "attributes", "search_text")


def store_all(customers: Sequence[Customer]) -> None:
    """Store new customers and changed ones, in the caller's transaction; new ones get their keys.

    Somebody who has meanwhile stored a new one of the same address is changed.
    """
    for customer in customers:
        customer.fold()
    new = [customer for customer in customers if customer.pk is None]
    changed = [customer for customer in customers if customer.pk is not None]
    columns = [field.column for field in Customer._meta.concrete_fields]
    _insert(new, [column for column in columns if column != "id"], unique=("organisation_id", "email_normalised"))
    _insert(changed, columns, unique=("id",))
    _take_keys(new)


def _insert(customers: Sequence[Customer], columns: Sequence[str], *, unique: Sequence[str]) -> None:
    if not customers:
        return
    quoted = {column: connection.ops.quote_name(column) for column in columns}
    fields = {field.column: field for field in Customer._meta.concrete_fields}
    stored = [(fields[column].attname, _stored_as(fields[column])) for column in columns]
    one = f"({', '.join(['%s'] * len(columns))})"
    table, names = connection.ops.quote_name(Customer._meta.db_table), ", ".join(quoted.values())
    before = f"INSERT INTO {table} ({names}) VALUES "  # noqa: S608  # our own names; all values are parameters
    after = f" ON CONFLICT ({', '.join(quoted[column] for column in unique)}) DO UPDATE SET " + ", ".join(
        f"{quoted[column]} = EXCLUDED.{quoted[column]}" for column in CHANGED
    )
    rows = min(MOST_ROWS, (connection.features.max_query_params or 10**6) // len(columns))
    with connection.cursor() as cursor:
        for start in range(0, len(customers), rows):
            some = customers[start : start + rows]
            values = [as_stored(getattr(customer, name)) for customer in some for name, as_stored in stored]
            cursor.execute(before + ", ".join([one] * len(some)) + after, values)


def _stored_as(field: Field) -> Callable:
    """How values of this column are given to the database at hand."""
    if isinstance(field, ForeignKey):
        return int
    if isinstance(field, DateTimeField):
        return cache(lambda moment: field.get_db_prep_save(moment, connection))  # a list has few different ones
    if isinstance(field, JSONField | UUIDField):
        return lambda value: field.get_db_prep_save(value, connection)
    return lambda value: value


def _take_keys(customers: Sequence[Customer]) -> None:
    by_address = {customer.email_normalised: customer for customer in customers}
    addresses = list(by_address)
    for start in range(0, len(addresses), READ_ANEW):
        there = Customer.objects.filter(
            organisation_id=customers[0].organisation_id, email_normalised__in=addresses[start : start + READ_ANEW]
        )
        for address, key, respondent_key in there.values_list("email_normalised", "pk", "respondent_key"):
            customer = by_address[address]
            customer.pk, customer.respondent_key, customer._state.adding = key, respondent_key, False

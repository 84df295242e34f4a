"""What every answer writes, composed once: the same INSERT or UPDATE runs again with other values.

Django composes both anew each time, which takes longer than running them. As with `bulk_create` and `update`, neither
`save` nor signals are called; the constraints of the database hold as ever, and a refused statement spoils the
transaction it stands in.
"""

from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model, Value
from django.db.models.expressions import DatabaseDefault


class PreparedInsert:
    """INSERTs new rows of one model. TypeError where a value is an expression that only the database can work out."""

    def __init__(self, model: type[Model]) -> None:
        self._table, self._key = model._meta.db_table, model._meta.pk
        self._fields = [field for field in model._meta.local_concrete_fields if field is not self._key]

    def store(self, row: Model) -> None:
        """Store this row and give it its key. One statement. ValueError where it has a key already."""
        if row.pk is not None:
            raise ValueError(f"It is stored already, or was meant to have this key: {row!r}")
        connection = _connection()
        row.pk = self._run([row], connection, wants_key=True)
        row._state.adding, row._state.db = False, connection.alias

    def store_all(self, rows: Sequence[Model]) -> None:
        """Store these rows, which learn no keys: one statement, so as many as its values may be; none for no rows."""
        if rows:
            self._run(rows, _connection())

    def _run(self, rows: Sequence[Model], connection: BaseDatabaseWrapper, wants_key: bool = False) -> int | None:
        columns = tuple(field.column for field in self._fields)
        values = [_value(field, row, connection) for row in rows for field in self._fields]
        can_return = wants_key and connection.features.can_return_columns_from_insert
        key = self._key.column if can_return else ""
        sql = _insert(connection.vendor, self._table, columns, len(rows), key)
        with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
            cursor.execute(sql, values)
            if can_return:
                return cursor.fetchone()[0]
            return connection.ops.last_insert_id(cursor, self._table, self._key.column) if wants_key else None


class PreparedUpdate:
    """Writes these fields of one row, found by its key."""

    def __init__(self, model: type[Model], *names: str) -> None:
        self._table, self._key = model._meta.db_table, model._meta.pk
        self._fields = {name: model._meta.get_field(name) for name in names}

    def write(self, key: int, **values: Any) -> bool:
        """Whether there is such a row. One statement. TypeError for other names than those of the fields, or fewer."""
        if values.keys() != self._fields.keys():
            raise TypeError(f"These are written here: {', '.join(self._fields)}; given were: {', '.join(values)}")
        connection = _connection()
        params = [_adapted(field, values[name], connection) for name, field in self._fields.items()]
        columns = tuple(field.column for field in self._fields.values())
        sql = _update(connection.vendor, self._table, self._key.column, columns)
        with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
            cursor.execute(sql, [*params, key])
            return bool(cursor.rowcount)


def _connection() -> BaseDatabaseWrapper:
    return connections[DEFAULT_DB_ALIAS]  # itself: its stand-in looks it up anew for every value


def _value(field: Field, row: Model, connection: BaseDatabaseWrapper) -> Any:
    value = field.pre_save(row, add=True)
    if isinstance(value, DatabaseDefault) and isinstance(value.expression, Value):
        value = copy(value.expression.value)
        setattr(row, field.attname, value)
    return _adapted(field, value, connection)


def _adapted(field: Field, value: Any, connection: BaseDatabaseWrapper) -> Any:
    if value is None:
        return None
    if hasattr(value, "resolve_expression"):
        raise TypeError(f"{field} has no value of its own: {value!r}")
    return field.get_db_prep_save(value, connection)


@lru_cache(maxsize=256)
def _insert(vendor: str, table: str, columns: tuple[str, ...], count: int, key: str) -> str:
    """With the key of the row told where `key` names its column."""
    quote = _connection().ops.quote_name
    marks = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * count)
    sql = f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) VALUES {marks}"  # noqa: S608  # our own names
    return f"{sql} RETURNING {quote(key)}" if key else sql


@lru_cache(maxsize=32)
def _update(vendor: str, table: str, key: str, columns: tuple[str, ...]) -> str:
    quote = _connection().ops.quote_name
    changes = ", ".join(f"{quote(column)} = %s" for column in columns)
    return f"UPDATE {quote(table)} SET {changes} WHERE {quote(key)} = %s"  # noqa: S608  # our own names

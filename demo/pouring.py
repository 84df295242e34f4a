"""Writing very many rows at once: COPY on PostgreSQL, one prepared INSERT on SQLite. For synthetic rows only.

Nothing is checked but what the database checks itself, and nobody is told.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import StringIO

from django.db import connection
from django.db.models import Field, GeneratedField, Model
from django.db.models.fields import NOT_PROVIDED

ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})
HASTY = {"synchronous": 0, "cache_size": -200_000}  # of kibibytes, says the minus


def reserve_ids(model: type[Model], count: int) -> range:
    """The next `count` numbers of the model's table, which nobody else gets. Inside a transaction that holds it."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Inserts draw their numbers after this lock, so nobody draws between the two halves of the next line.
            cursor.execute(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE')
            sequence = f"pg_get_serial_sequence('{table}', 'id')"
            cursor.execute(f"SELECT setval({sequence}, nextval({sequence}) + %s)", [count - 1])  # noqa: S608  # our own table's name
            last = cursor.fetchone()[0]
        else:
            # The transaction is IMMEDIATE and holds the write lock already.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            last = (row[0] if row else 0) + count
    return range(last - count + 1, last + 1)


def pour(model: type[Model], names: Sequence[str], rows: Iterable[tuple]) -> None:
    """Store the rows, each a tuple of the attributes in `names` (foreign keys as `..._id`); the rest gets defaults."""
    fields = {field.attname: field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)}
    left_out = [field for attname, field in fields.items() if attname not in names and _needs_a_value(field)]
    prepare = [_preparer(fields[name]) for name in names]
    tail = tuple(_preparer(field)(field.get_default()) for field in left_out)
    prepared = (tuple(one(value) for one, value in zip(prepare, row, strict=True)) + tail for row in rows)
    columns = ", ".join(f'"{field.column}"' for field in [*(fields[name] for name in names), *left_out])
    table = f'"{model._meta.db_table}"'
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = ("\t".join(map(_copied, row)) + "\n" for row in prepared)
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", StringIO("".join(lines)))
        else:
            marks = ", ".join(["%s"] * (len(names) + len(tail)))
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", prepared)  # noqa: S608  # our own names


@contextmanager
def hasty() -> Iterator[None]:
    """Let SQLite keep much in memory and not wait for the disk: synthetic rows that a power cut eats are made again.

    What was set before holds again afterwards, for this connection and for everybody's answers.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in HASTY}
        for name, value in HASTY.items():
            cursor.execute(f"PRAGMA {name} = {value}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for name, value in before.items():
                cursor.execute(f"PRAGMA {name} = {value}")


def _needs_a_value(field: Field) -> bool:
    """Neither the number of the row nor a default of the database."""
    return not field.primary_key and field.db_default is NOT_PROVIDED


def _preparer(field: Field) -> Callable:
    kind = field.get_internal_type()
    if kind == "JSONField":
        return json.dumps
    if kind in {"UUIDField", "DateTimeField"}:
        return partial(field.get_db_prep_save, connection=connection)
    return _as_it_is


def _as_it_is(value):
    return value


def _copied(value) -> str:
    """A value as a line of COPY holds it."""
    if value is None:
        return r"\N"
    return str(value).translate(ESCAPES)

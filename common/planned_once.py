"""A statement that PostgreSQL stops planning after a connection's first five runs of it.

For one row from six tables, planning takes several times as long as reading. A connection PREPAREs the statement once
and EXECUTEs it from then on. A pool that hands every transaction another connection to the server (PgBouncer) loses it:
where that shows, or where a migration has changed what it gives, it runs plainly from then on.
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import Error, connection

_IS_THERE = "42P05"  # duplicate_prepared_statement
_LOST = ("26000", "0A000")  # invalid_sql_statement_name, feature_not_supported (another result than planned)


class PlannedOnce:
    """One SELECT, whose `params` are (name, value): those with a name are told anew at each run, the others stay."""

    def __init__(self, sql: str, params: Sequence[tuple[str | None, Any]]) -> None:
        self._sql, self._params = sql, params
        self._names = list(dict.fromkeys(name for name, _value in params if name))
        # The values that stay are part of the key: behind a pool, a release finds what the one before has left there.
        told = repr((sql, [(name, str(value)) for name, value in params]))
        self._key = f"enmil_{hashlib.sha256(told.encode()).hexdigest()[:16]}"
        self._prepare, self._constants = self._composed()
        self._execute = f"EXECUTE {self._key}({', '.join(['%s'] * len(self._names))})"
        self._known = threading.local()  # .on: the connection of this thread that has the plan
        self._is_plain = connection.vendor != "postgresql" or not self._names

    def first_row(self, values: Mapping[str, Any]) -> tuple | None:
        """The first row, or None. `values` by name. One statement, and one more where it is prepared or was lost."""
        if not self._is_plain and connection.get_autocommit():  # within a transaction an error could not be mended
            try:
                return self._planned([values[name] for name in self._names])
            except Error as error:
                if _code_of(error) not in _LOST:
                    raise
                self._is_plain = True
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [values[name] if name else value for name, value in self._params])
            return cursor.fetchone()

    def _planned(self, values: list) -> tuple | None:
        with connection.cursor() as cursor:  # may have connected anew
            if getattr(self._known, "on", None) is not connection.connection:
                self._prepare_with(cursor)
                self._known.on = connection.connection
            cursor.execute(self._execute, values)
            return cursor.fetchone()

    def _prepare_with(self, cursor) -> None:
        try:
            cursor.execute(self._prepare, self._constants)
        except Error as error:
            if _code_of(error) != _IS_THERE:
                raise

    def _composed(self) -> tuple[str, list]:
        """The PREPARE, with $1 where the first name stands, and the values that stay."""
        before, *pieces = self._sql.split("%s")
        text, constants = f"PREPARE {self._key} AS {before}", []
        for (name, value), piece in zip(self._params, pieces, strict=True):
            if not name:
                constants.append(value)
            text += f"${self._names.index(name) + 1}" if name else "%s"
            text += piece
        return text, constants


def _code_of(error: Error) -> str | None:
    """PostgreSQL's five characters."""
    return getattr(error.__cause__, "pgcode", None)

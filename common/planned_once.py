"""A statement that PostgreSQL plans once for each connection, not at every run.

For one row from six tables, planning takes ten times as long as reading. A connection's first run PREPAREs it, later
ones EXECUTE it. A pool that hands every transaction another connection to the server (PgBouncer) loses such statements:
where that shows, or where a migration has changed what the statement gives, it runs plainly from then on.
"""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import Error, connection

# invalid_sql_statement_name, duplicate_prepared_statement, feature_not_supported (another result type than planned)
_LOST = ("26000", "42P05", "0A000")


class PlannedOnce:
    """One SELECT, whose `params` are (name, value): those with a name are told anew at each run, the others stay."""

    def __init__(self, sql: str, params: Sequence[tuple[str | None, Any]]) -> None:
        self._sql, self._params = sql, params
        self._names = list(dict.fromkeys(name for name, _value in params if name))
        self._key = f"enmil_{hashlib.sha256(sql.encode()).hexdigest()[:16]}"
        self._prepare, self._constants = self._composed()
        self._execute = f"EXECUTE {self._key}({', '.join(['%s'] * len(self._names))})"
        self._known = threading.local()  # .on: the connection of this thread that has the plan
        self._is_plain = connection.vendor != "postgresql" or not self._names

    def first_row(self, values: Mapping[str, Any]) -> tuple | None:
        """The first row, or None. `values` by name. One statement, or a second one where the plan was lost."""
        if not self._is_plain and connection.get_autocommit():  # within a transaction an error could not be mended
            try:
                return self._planned([values[name] for name in self._names])
            except Error as error:
                if getattr(error.__cause__, "pgcode", None) not in _LOST:
                    raise
                self._is_plain = True
        return _first(self._sql, [values[name] if name else value for name, value in self._params])

    def _planned(self, values: list) -> tuple | None:
        connection.ensure_connection()
        if getattr(self._known, "on", None) is connection.connection:
            return _first(self._execute, values)
        row = _first(f"{self._prepare}; {self._execute}", [*self._constants, *values])
        self._known.on = connection.connection
        return row

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


def _first(sql: str, params: list) -> tuple | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()

"""A look-up that every customer makes, composed once: the same SQL runs again with other values.

Django composes a queryset's SQL anew each time. For one row joined from six tables that takes several times as long as
running it, so the composed query is kept here, with what is needed to make the rows of it again. PostgreSQL keeps its
plan too (`common/planned_once.py`).
"""

import threading
from collections.abc import Callable
from datetime import datetime

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from common.planned_once import PlannedOnce


class Prepared:
    """`build(**samples)` gives a queryset in which each sample stands unmistakably; `one(**values)` puts values there.

    Samples are texts, numbers or moments that occur nowhere else in the query. What `select_related` and `annotate`
    add comes along; what a queryset decides by a value (an empty list, None) it cannot decide anew.
    """

    def __init__(self, build: Callable[..., QuerySet], **samples: str | int | datetime) -> None:
        self._build, self._samples = build, samples
        self._composed: _Composed | None = None
        self._lock = threading.Lock()

    def one(self, **values: str | int | datetime) -> Model | None:
        """The first row, or None. One statement."""
        if self._composed is None:
            with self._lock:
                self._composed = self._composed or _Composed(self._build(**self._samples), self._samples)
        return self._composed.one(values)


class _Composed:
    """The SQL of a queryset and the way from its row to the model's instance, as `ModelIterable` goes it."""

    def __init__(self, queryset: QuerySet, samples: dict) -> None:
        self._compiler = queryset.query.get_compiler(connection=connection)
        sql, params = self._compiler.as_sql()
        names = {_adapted(sample): name for name, sample in samples.items()}
        self._statement = PlannedOnce(sql, [(names.get(param), param) for param in params])
        info, select = self._compiler.klass_info, self._compiler.select
        self._model, chosen = info["model"], info["select_fields"]
        self._own = slice(chosen[0], chosen[-1] + 1)
        self._names = [column[0].target.attname for column in select[self._own]]
        self._related = get_related_populators(info, select, queryset.db)
        self._annotations = self._compiler.annotation_col_map or {}
        self._converters = self._compiler.get_converters([column[0] for column in select])

    def one(self, values: dict) -> Model | None:
        row = self._statement.first_row({name: _adapted(value) for name, value in values.items()})
        if row is None:
            return None
        [row] = self._compiler.apply_converters([row], self._converters)
        found = self._model.from_db(connection.alias, self._names, row[self._own])
        for related in self._related:
            related.populate(row, found)
        for name, place in self._annotations.items():
            setattr(found, name, row[place])
        return found


def _adapted(value: str | int | datetime) -> str | int | datetime:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value

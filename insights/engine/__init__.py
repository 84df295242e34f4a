"""Finds what happened in customers' own words: text in, small frozen records out.

Plain Python. Importing it is cheap; the heads are fitted from the seeds at first use.
"""

from insights.engine.judging import UNSURE
from insights.engine.learning import Lesson
from insights.engine.reading import Reader, engine_version, shared_reader, taught_reader
from insights.engine.shapes import (
    CATEGORIES,
    CATEGORY_BY_CODE,
    LANGUAGES,
    TREATMENT_GROUP,
    Analysis,
    Category,
    Unit,
)

__all__ = [
    "CATEGORIES",
    "CATEGORY_BY_CODE",
    "ENGINE_VERSION",
    "LANGUAGES",
    "TREATMENT_GROUP",
    "UNSURE",
    "Analysis",
    "Category",
    "Lesson",
    "Reader",
    "Unit",
    "analyse",
    "analyse_many",
    "taught_reader",
    "warm_up",
]


def __getattr__(name):
    """`ENGINE_VERSION` is known when somebody asks: it depends on what this machine can run."""
    if name == "ENGINE_VERSION":
        return engine_version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def analyse(text: str, *, language: str, rating: int | None = None) -> Analysis:
    """One answer. Never raises on hostile text; at most the first 10,000 characters are read."""
    return shared_reader().analyse_many([(text, language, rating)])[0]


def analyse_many(rows) -> list[Analysis]:
    """Many answers at once, several times faster: rows of (text, language) or (text, language, rating)."""
    return shared_reader().analyse_many([(*row, None)[:3] for row in rows])


def warm_up() -> None:
    """Fit now rather than at the first answer, for a worker that has just started."""
    shared_reader()

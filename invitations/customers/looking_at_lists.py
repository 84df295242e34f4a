"""Looking at a list before it is taken over: what its columns seem to be, and what would become of its lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.models import Organisation, Unit
from common import list_headings, reading_csv
from common.casefolding import search_text
from common.list_headings import EMAIL, LANGUAGE, LEAVE, NAME, UNIT, USE
from common.reading_csv import Column
from invitations.customers import attributes, import_words, importing, visit_times
from invitations.customers.importing import Report
from invitations.customers.judging_lines import Wanted, units_by_name
from invitations.customers.language_words import language_of
from invitations.customers.reading_files import NotReadable

SHOWN = 5
ROLES = (*list_headings.HEADINGS, list_headings.KEEP, LEAVE)


@dataclass(frozen=True)
class First:
    """One of the first people of a list as they would be read."""

    wanted: Wanted
    has_time: bool  # of the visit: more than its day is known
    kept: list[tuple[str, str]]  # heading and text, the same headings for all


@dataclass(frozen=True)
class Preview:
    """What would become of the list; nothing is stored."""

    report: Report
    first: list[First]


def columns_of(organisation: Organisation, text: str, *, units: QuerySet[Unit]) -> list[Column]:
    """The columns of the list, each with the role it seems to have. Raises NotReadable for what is no list."""
    kept = attributes.spelled(organisation)
    reading = reading_csv.read(text, is_kept=lambda heading: search_text(attributes.name_of(heading)) in kept)
    if reading.refusal:
        raise NotReadable(import_words.of_refusal(reading.refusal))
    if reading.header:
        return [replace(column, role=column.role or LEAVE) for column in reading.columns]
    return _by_content(reading.columns, units_by_name(units))


def look(
    organisation: Organisation,
    text: str,
    *,
    roles: Sequence[str],
    unit: Unit,
    language: str,
    units: QuerySet[Unit],
    days_from: str = "",
) -> Preview:
    """What would become of the list if its columns were these. Raises NotReadable."""
    report, wanted = importing.read(organisation, text, units=units, roles=roles, days_from=days_from)
    importing.compare(organisation, wanted, report, unit=unit, language=language, units=units)
    shown = list(wanted.values())[:SHOWN]
    kept = list(dict.fromkeys(name for one in shown for name in one.attributes))
    return Preview(report, [_first(one, kept, organisation) for one in shown])


def _first(one: Wanted, kept: Sequence[str], organisation: Organisation) -> First:
    visit = one.use_happened_at
    return First(
        wanted=one,
        has_time=bool(visit) and not visit_times.is_whole_day(visit, organisation.zone),
        kept=[(name, one.attributes.get(name, "")) for name in kept],
    )


def _by_content(columns: Sequence[Column], units: dict) -> list[Column]:
    """Without headings a column is what all of its first cells are; the first of words alone is the name."""
    tests: list[tuple[str, Callable[[str], object]]] = [
        (UNIT, lambda cell: search_text(cell) in units),
        (LANGUAGE, language_of),
        (USE, visit_times.looks_like_one),
        (NAME, lambda cell: not any(sign.isdigit() or sign == "@" for sign in cell)),
    ]
    found: list[Column] = []
    for column in columns:
        taken = {one.role for one in found}
        fitting = [
            role for role, fits in tests if role not in taken and column.samples and all(map(fits, column.samples))
        ]
        role = EMAIL if column.role == EMAIL else next(iter(fitting), LEAVE)
        found.append(replace(column, role=role))
    return found

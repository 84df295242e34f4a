"""Importing customers: good lines are stored in one transaction, bad lines come back with their reason."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from accounts import auditing
from accounts.models import Organisation, Unit, User
from common import clock, reading_csv
from common.casefolding import normalise_email, search_text
from common.reading_csv import Column, Reading, Row
from invitations.customers import attributes, import_words, repeating, storing
from invitations.customers.judging_lines import EXCERPT, Judge, Wanted, units_by_name
from invitations.customers.reading_files import NotReadable, list_of
from invitations.models import Customer
from invitations.stopping import suppressing

__all__ = ["BadLine", "NotReadable", "Report", "Wanted", "compare", "import_customers", "list_of", "read", "store"]

LOOK_UP = 5000
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class BadLine:
    number: int
    excerpt: str
    reason: str


@dataclass
class Report:
    """What became of the lines.

    `repeats` are lines whose address had stood there before; `stopped` asked for no mails; `elsewhere` belong to a
    house that whoever imports does not see, and stay as they are.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    elsewhere: int = 0
    stopped: int = 0
    bad_lines: list[BadLine] = field(default_factory=list)
    repeats: list[repeating.Repeat] = field(default_factory=list)
    to_correct: str = ""  # the bad lines as they came, below their header, to be mended and sent in again
    columns: tuple[Column, ...] = ()
    customers: list[Customer] = field(default_factory=list)

    @property
    def good(self) -> int:
        return self.new + self.updated + self.unchanged + self.elsewhere


def read(
    organisation: Organisation,
    text: str,
    *,
    units: QuerySet[Unit] | None = None,
    roles: Sequence[str] | None = None,
    days_from: str = "",
) -> tuple[Report, dict[str, Wanted]]:
    """What the text says, by folded address, and a report of what it does not say well. Stores nothing.

    `roles` says what each column is (see common.list_headings); without it headings and content say so, and of other
    columns those are kept whose headings are in use here already. A line may name one of `units`, or any of the
    organisation's. `days_from`: see reading_files.ChosenList. Raises NotReadable for a list that cannot be used.
    """
    kept_as = attributes.spelled(organisation)
    reading = reading_csv.read(
        text, roles=roles, is_kept=lambda heading: search_text(attributes.name_of(heading)) in kept_as
    )
    if reading.refusal:
        raise NotReadable(import_words.of_refusal(reading.refusal))
    judge = Judge(
        units=units_by_name(Unit.objects.for_organisation(organisation) if units is None else units),
        zone=organisation.zone,
        now=clock.now(),
        kept_as=kept_as,
        tells_by_content=roles is None and not reading.header,
        days_from=days_from,
    )
    bad = [BadLine(line.line, line.excerpt, import_words.of_bad_line(line.reason_code)) for line in reading.bad_lines]
    report, held = Report(columns=reading.columns), {}
    for row in reading.rows:
        key = normalise_email(row.email)
        try:
            good = judge.of(row, key=key)
        except ValidationError as problem:
            bad.append(BadLine(row.line, _excerpt(row), problem.messages[0]))
            continue
        if key in held:
            repeat, held[key] = repeating.as_one(held[key], (row.line, good))
            report.repeats.append(repeat)
        else:
            held[key] = row.line, good
    report.bad_lines = sorted(bad, key=lambda line: line.number)
    report.to_correct = _to_correct(text, reading, {line.number for line in bad})
    return report, {key: good for key, (_line, good) in held.items()}


def _excerpt(row: Row) -> str:
    whole = " · ".join(filter(None, [row.email, *row.values.values(), *row.kept.values()]))
    return whole if len(whole) <= EXCERPT else whole[:EXCERPT] + "…"


def _to_correct(text: str, reading: Reading, bad: set[int]) -> str:
    """The bad lines as they came, each with the lines its quoted cells go on over, below the heading line."""
    if not bad:
        return ""
    lines = _LINE_END.split(text.removeprefix("\ufeff"))
    known = {row.line for row in reading.rows} | bad
    kept, is_bad = [], False
    for number, line in enumerate(lines, start=1):
        is_bad = number in bad or (is_bad and number not in known)
        if (is_bad or (reading.header and number < min(known))) and line.strip():
            kept.append(line)
    return "\n".join(kept)


@transaction.atomic
def import_customers(
    organisation: Organisation,
    text: str,
    *,
    unit: Unit,
    language: str,
    by: User | None,
    units: QuerySet[Unit] | None = None,
    roles: Sequence[str] | None = None,
    days_from: str = "",
) -> Report:
    """Store the good lines: new customers, and what a line says otherwise about those already there.

    `unit` and `language` hold for new customers whose line says none. Customers outside `units`, if those are named,
    stay as they are. The same list again changes nothing. Raises NotReadable, and nothing is stored then.
    """
    report, wanted = read(organisation, text, units=units, roles=roles, days_from=days_from)
    store(organisation, wanted, report, unit=unit, language=language, units=units)
    if report.new or report.updated:
        auditing.note(by, "customers.imported", organisation, new=report.new, updated=report.updated)
    return report


def store(
    organisation: Organisation,
    wanted: dict[str, Wanted],
    report: Report,
    *,
    unit: Unit,
    language: str,
    units: QuerySet[Unit] | None = None,
    keeps_names: bool = False,
) -> None:
    """Write what is wanted in bulk, inside the caller's transaction, and count it in the report."""
    # One at a time: two lists at once, or a list and an erasure, would write over what they have not read.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    to_write = compare(organisation, wanted, report, unit=unit, language=language, units=units, keeps_names=keeps_names)
    storing.store_all(to_write)


def compare(
    organisation: Organisation,
    wanted: dict[str, Wanted],
    report: Report,
    *,
    unit: Unit,
    language: str,
    units: QuerySet[Unit] | None = None,
    keeps_names: bool = False,
) -> list[Customer]:
    """Count in the report what storing would do; returns the customers it would write. Stores nothing.

    With `keeps_names` nobody whose name is known gets another one.
    """
    there = _already_there(organisation, list(wanted))
    within = None if units is None else set(units.values_list("pk", flat=True))
    now, to_write = clock.now(), []
    for key, good in wanted.items():
        customer = there.get(key)
        if customer is None:
            report.new += 1
            customer = _new(organisation, good, unit=unit, language=language)
            customer.created_at = now
            to_write.append(customer)
        elif within is not None and customer.unit_id not in within:
            report.elsewhere += 1
        elif _is_changed(customer, good, keeps_name=keeps_names):
            report.updated += 1
            to_write.append(customer)
        else:
            report.unchanged += 1
        report.customers.append(customer)
    stopped = suppressing.suppressed_among(organisation, [customer.email for customer in report.customers])
    report.stopped = len(stopped)
    return to_write


def _already_there(organisation: Organisation, keys: list[str]) -> dict[str, Customer]:
    found: dict[str, Customer] = {}
    for start in range(0, len(keys), LOOK_UP):
        rows = Customer.objects.for_organisation(organisation).filter(
            email_normalised__in=keys[start : start + LOOK_UP]
        )
        found |= {customer.email_normalised: customer for customer in rows}
    return found


def _new(organisation: Organisation, good: Wanted, *, unit: Unit, language: str) -> Customer:
    return Customer(
        organisation_id=organisation.pk,
        unit_id=(good.unit or unit).pk,
        email=good.email,
        name=good.name,
        language=good.language or language,
        use_happened_at=good.use_happened_at,
        attributes=dict(good.attributes),
    )


def _is_changed(customer: Customer, good: Wanted, *, keeps_name: bool = False) -> bool:
    """Take over what the line says; True when it said anything else than we knew. An older visit says nothing new."""
    before = _said(customer)
    customer.name = (keeps_name and customer.name) or good.name or customer.name
    customer.language = good.language or customer.language
    customer.unit_id = good.unit.pk if good.unit else customer.unit_id
    customer.use_happened_at = max(filter(None, [customer.use_happened_at, good.use_happened_at]), default=None)
    customer.attributes = attributes.together(customer.attributes, good.attributes)
    return before != _said(customer)


def _said(customer: Customer) -> tuple:
    return customer.name, customer.language, customer.unit_id, customer.use_happened_at, customer.attributes

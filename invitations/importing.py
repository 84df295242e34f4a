"""Importing customers: good lines are stored in one transaction, bad lines come back with their reason."""

import re
from dataclasses import dataclass, field
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import Organisation, Unit, User
from common import clock, decoding, reading_csv
from common.casefolding import normalise_email, search_text
from common.reading_csv import Reading, Refusal, Row
from invitations import import_words, suppressing
from invitations.language_words import language_of
from invitations.models import Customer

MAX_NAME = Customer._meta.get_field("name").max_length
MAX_EMAIL = Customer._meta.get_field("email").max_length
EXCERPT = 80
LOOK_UP = 5000
_LINE_END = re.compile(r"\r\n|\r|\n")


class NotReadable(Exception):
    """Nothing was imported; the text says in the reader's language why, and what to do."""


@dataclass(frozen=True)
class BadLine:
    number: int
    excerpt: str
    reason: str


@dataclass
class Report:
    """What became of the lines. `repeated` addresses stood there more than once; `stopped` asked for no mails."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    repeated: int = 0
    stopped: int = 0
    bad_lines: list[BadLine] = field(default_factory=list)
    to_correct: str = ""  # the bad lines as they came, below their header, to be mended and sent in again
    customers: list[Customer] = field(default_factory=list)

    @property
    def good(self) -> int:
        return self.new + self.updated + self.unchanged


@dataclass(frozen=True)
class Wanted:
    """What a good line says; None where it says nothing."""

    email: str
    name: str
    language: str | None
    unit: Unit | None


def text_of(file: BinaryIO) -> str:
    """The text of an uploaded file. Raises NotReadable."""
    content = file.read(reading_csv.MOST_BYTES + 1)
    if len(content) > reading_csv.MOST_BYTES:
        raise NotReadable(import_words.of_refusal(Refusal("too_large")))
    if decoding.is_no_text(content):
        raise NotReadable(import_words.of_refusal(Refusal("not_text")))
    return decoding.decode(content)


def read(
    organisation: Organisation, text: str, *, units: QuerySet[Unit] | None = None
) -> tuple[Report, dict[str, Wanted]]:
    """What the text says, by folded address, and a report of what it does not say well. Stores nothing.

    A line may name one of `units`, or any of the organisation's. Raises NotReadable for a list that cannot be used.
    """
    reading = reading_csv.read(text)
    if reading.refusal:
        raise NotReadable(import_words.of_refusal(reading.refusal))
    by_name = _units_by_name(Unit.objects.for_organisation(organisation) if units is None else units)
    bad = [BadLine(line.line, line.excerpt, import_words.of_bad_line(line.reason_code)) for line in reading.bad_lines]
    report, wanted = Report(), {}
    for row in reading.rows:
        try:
            good = _judged(row, by_name, has_header=bool(reading.header))
        except ValidationError as problem:
            bad.append(BadLine(row.line, _excerpt(row), problem.messages[0]))
            continue
        key = normalise_email(good.email)
        report.repeated += key in wanted
        wanted.setdefault(key, good)
    report.bad_lines = sorted(bad, key=lambda line: line.number)
    report.to_correct = _to_correct(text, reading, {line.number for line in bad})
    return report, wanted


def _excerpt(row: Row) -> str:
    whole = " · ".join(filter(None, [row.email, *row.values.values()]))
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
) -> Report:
    """Store the good lines: new customers, and what a line says otherwise about those already there.

    `unit` and `language` hold for new customers whose line says none. Customers outside `units`, if those are named,
    stay as they are. Raises NotReadable, and nothing is stored then.
    """
    report, wanted = read(organisation, text, units=units)
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
) -> None:
    """Write what is wanted in bulk, inside the caller's transaction, and count it in the report."""
    there = _already_there(organisation, list(wanted))
    within = None if units is None else set(units.values_list("pk", flat=True))
    now, to_write = clock.now(), []
    for key, good in wanted.items():
        customer = there.get(key)
        if customer is None:
            report.new += 1
            customer = Customer(organisation=organisation, email=good.email, created_at=now)
            customer.name, customer.language = good.name, good.language or language
            customer.unit = good.unit or unit
            to_write.append(customer)
        elif (within is None or customer.unit_id in within) and _is_changed(customer, good):
            report.updated += 1
            to_write.append(customer)
        else:
            report.unchanged += 1
        report.customers.append(customer)
    _write(to_write)
    stopped = suppressing.suppressed_among(organisation, [customer.email for customer in report.customers])
    report.stopped = len(stopped)


def _write(customers: list[Customer]) -> None:
    """One kind of statement for new and changed rows; two imports at once end in the same rows."""
    new = [customer for customer in customers if customer.pk is None]
    changed = [customer for customer in customers if customer.pk is not None]
    columns = ["name", "language", "unit", "search_text"]
    for rows in (new, changed):
        Customer.objects.bulk_create(
            rows,
            batch_size=2000,
            update_conflicts=True,
            unique_fields=["organisation", "email_normalised"] if rows is new else ["id"],
            update_fields=columns,
        )


def _already_there(organisation: Organisation, keys: list[str]) -> dict[str, Customer]:
    found: dict[str, Customer] = {}
    for start in range(0, len(keys), LOOK_UP):
        rows = Customer.objects.for_organisation(organisation).filter(
            email_normalised__in=keys[start : start + LOOK_UP]
        )
        found |= {customer.email_normalised: customer for customer in rows}
    return found


def _is_changed(customer: Customer, good: Wanted) -> bool:
    """Take over what the line says; True when it said anything else than we knew."""
    before = (customer.name, customer.language, customer.unit_id)
    customer.name = good.name or customer.name
    customer.language = good.language or customer.language
    customer.unit_id = good.unit.pk if good.unit else customer.unit_id
    return before != (customer.name, customer.language, customer.unit_id)


def _units_by_name(units: QuerySet[Unit]) -> dict[str, list[Unit]]:
    """Units by folded name, and by the names on the way down to them ("house / floor"), which tells twins apart."""
    ordered = list(units.in_tree_order())
    names = {unit.pk: unit.name for unit in ordered}
    found: dict[str, list[Unit]] = {}
    for unit in ordered:
        way = [names[int(part)] for part in unit.path.strip("/").split("/") if int(part) in names]
        ways = {search_text(" / ".join(way[start:])) for start in range(len(way))}
        for folded in ways:
            found.setdefault(folded, []).append(unit)
    return found


def _judged(row: Row, units: dict[str, list[Unit]], *, has_header: bool) -> Wanted:
    """What a line says. Raises ValidationError with one reason a person can act on."""
    values = row.values if has_header else _told_by_content(row.values, units)
    if not row.email:
        raise ValidationError(_("There is no e-mail address in this line."))
    if not reading_csv.looks_like_email(row.email) or len(normalise_email(row.email)) > MAX_EMAIL:
        raise _not_known(_("“%(words)s” is not quite an e-mail address, like name@place.example."), row.email)
    if len(values.get("name", "")) > MAX_NAME:
        raise ValidationError(_("The name is longer than %(count)d characters.") % {"count": MAX_NAME})
    return Wanted(
        email=row.email,
        name=values.get("name", ""),
        language=_judged_language(values.get("language", "")),
        unit=_judged_unit(values.get("unit", ""), units),
    )


def _told_by_content(values: dict[str, str], units: dict[str, list[Unit]]) -> dict[str, str]:
    """Without headings a cell is known by what it holds: a unit's name or a language; else it is a person's name."""
    told: dict[str, str] = {}
    for column, cell in values.items():
        if search_text(cell) in units and "unit" not in told:
            told["unit"] = cell
        elif column == "language" or (column != "name" and language_of(cell) and "language" not in told):
            told["language"] = cell
        elif "name" not in told:
            told["name"] = cell
        else:
            raise _not_known(_("We do not know what “%(words)s” stands for."), cell)
    return told


def _judged_language(words: str) -> str | None:
    if not words:
        return None
    if code := language_of(words):
        return code
    raise _not_known(_("We do not know the language “%(words)s”. Write sv, da, nb, fi or en."), words)


def _judged_unit(words: str, units: dict[str, list[Unit]]) -> Unit | None:
    if not words:
        return None
    found = units.get(search_text(words), [])
    if len(found) == 1:
        return found[0]
    if found:
        raise _not_known(_("Several units are called “%(words)s”. Write “house / unit”."), words)
    raise _not_known(_("There is no unit called “%(words)s”. You find their names under Settings."), words)


def _not_known(sentence: str, words: str) -> ValidationError:
    return ValidationError(sentence % {"words": words[:EXCERPT]})

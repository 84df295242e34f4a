"""What a line of a list says about somebody, or the one reason why it cannot be used, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Unit
from common import reading_csv, sheet_days
from common.casefolding import search_text
from common.reading_csv import Row
from invitations.customers import address_words, attributes, visit_times
from invitations.customers.language_words import language_of
from invitations.models import Customer

MAX_NAME = Customer._meta.get_field("name").max_length
MAX_EMAIL = Customer._meta.get_field("email").max_length
EXCERPT = 80


@dataclass(frozen=True)
class Wanted:
    """What a good line says; None, or nothing, where it says nothing."""

    email: str
    name: str
    language: str | None
    unit: Unit | None
    use_happened_at: datetime | None = None
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Judge:
    """What has to be known to understand a line. `tells_by_content`: nobody and no heading says what a cell is."""

    units: Mapping[str, list[Unit]]  # see `units_by_name`
    zone: ZoneInfo
    now: datetime
    kept_as: Mapping[str, str] = field(default_factory=dict)  # {folded heading: as it is spelled here already}
    tells_by_content: bool = False
    days_from: str = ""  # of a sheet, whose days may stand as numbers (common.sheet_days)
    folded: dict[str, str] = field(default_factory=dict)  # of cells that many lines share

    def of(self, row: Row, *, key: str) -> Wanted:
        """What the line of this folded address says. Raises ValidationError with one reason a person can act on."""
        values = self._told_by_content(row.values) if self.tells_by_content else row.values
        if not row.email:
            raise ValidationError(_("There is no e-mail address in this line."))
        if not reading_csv.looks_like_email(row.email) or len(key) > MAX_EMAIL:
            raise ValidationError(address_words.why_not(row.email))
        if len(values.get("name", "")) > MAX_NAME:
            raise ValidationError(_("The name is longer than %(count)d characters.") % {"count": MAX_NAME})
        return Wanted(
            email=row.email,
            name=values.get("name", ""),
            language=_language(values.get("language", "")),
            unit=self._unit(values.get("unit", "")),
            use_happened_at=self._use(values.get("use_happened_at", "")),
            attributes=attributes.checked({self._spelled(name): value for name, value in row.kept.items()}),
        )

    def _spelled(self, heading: str) -> str:
        name = attributes.name_of(heading)
        return self.kept_as.get(self._folded(name), name)

    def _folded(self, words: str) -> str:
        if words not in self.folded:
            self.folded[words] = search_text(words)
        return self.folded[words]

    def _use(self, words: str) -> datetime | None:
        if not words:
            return None
        try:
            return visit_times.read(self._written_out(words), zone=self.zone, now=self.now)
        except visit_times.NotATime as reason:
            raise ValidationError(str(reason)) from reason

    def _written_out(self, words: str) -> str:
        return sheet_days.as_written_out(words, days_from=self.days_from)

    def _unit(self, words: str) -> Unit | None:
        if not words:
            return None
        found = self.units.get(self._folded(words), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise _not_known(_("Several units are called “%(words)s”. Write “house / unit”."), words)
        raise _not_known(_("There is no unit called “%(words)s”. You find their names under Settings."), words)

    def _told_by_content(self, values: Mapping[str, str]) -> dict[str, str]:
        """A cell is known by what it holds: a unit's name, a language or a time; else it is a person's name."""
        told: dict[str, str] = {}
        for column, cell in values.items():
            if search_text(cell) in self.units and "unit" not in told:
                told["unit"] = cell
            elif column == "language" or (column != "name" and language_of(cell) and "language" not in told):
                told["language"] = cell
            elif visit_times.looks_like_one(cell) and "use_happened_at" not in told:
                told["use_happened_at"] = cell
            elif "name" not in told:
                told["name"] = cell
            else:
                raise _not_known(_("We do not know what “%(words)s” stands for."), cell)
        return told


def units_by_name(units: QuerySet[Unit]) -> dict[str, list[Unit]]:
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


def _language(words: str) -> str | None:
    if not words:
        return None
    if code := language_of(words):
        return code
    raise _not_known(_("We do not know the language “%(words)s”. Write sv, da, nb, fi or en."), words)


def _not_known(sentence: str, words: str) -> ValidationError:
    return ValidationError(sentence % {"words": words[:EXCERPT]})

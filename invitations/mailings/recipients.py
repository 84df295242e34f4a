"""Whom a mailing is for: a few conditions kept as JSON, turned into customers and into words.

Every condition may be missing; all that stand there must hold. None at all is every customer of the organisation.

    {"units": [3], "language": "sv", "used_from": "2026-11-01", "used_until": "2026-11-20",
     "attribute": {"name": "Room type", "value": "Suite"}, "customers": [17, 18]}

Units stand for all below them; the days are whole days where the organisation lives, the last one included.
"""

from datetime import date, datetime, time, timedelta

from django.db.models import Func, Q, QuerySet, TextField, Value
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation, Unit
from common import languages
from invitations.models import Customer

SHOWN_UNITS = 5


def chosen(organisation: Organisation, recipients: dict) -> QuerySet[Customer]:
    """The customers of this organisation for whom every condition holds."""
    customers = Customer.objects.for_organisation(organisation)
    if "units" in recipients:
        customers = customers.filter(_within(_units(organisation, recipients)))
    if language := recipients.get("language"):
        customers = customers.filter(language=language)
    if first := _day(recipients, "used_from"):
        customers = customers.filter(use_happened_at__gte=_begin_of(first, organisation))
    if last := _day(recipients, "used_until"):
        customers = customers.filter(use_happened_at__lt=_begin_of(last + timedelta(days=1), organisation))
    if attribute := recipients.get("attribute"):
        customers = customers.alias(attribute=AttributeText("attributes", Value(attribute["name"]))).filter(
            attribute=attribute["value"]
        )
    if "customers" in recipients:
        customers = customers.filter(pk__in=recipients["customers"])
    return customers


def described(organisation: Organisation, recipients: dict) -> list[str]:
    """The conditions in the reader's words, one each; how many were chosen one by one, but never their names."""
    words = []
    if "units" in recipients:
        names = [unit.name for unit in _units(organisation, recipients)[:SHOWN_UNITS]]
        words.append(_("Customers of %(units)s") % {"units": get_text_list(names, _("or")) or "–"})
    if language := recipients.get("language"):
        words.append(_("Language: %(language)s") % {"language": languages.name_of(language)})
    if visits := _visits(_day(recipients, "used_from"), _day(recipients, "used_until")):
        words.append(visits)
    if attribute := recipients.get("attribute"):
        words.append(f"{attribute['name']}: {attribute['value']}")
    if "customers" in recipients:
        count = recipients.get("named", len(recipients["customers"]))  # those forgotten since are counted too
        words.append(
            ngettext("%(count)d customer chosen singly", "%(count)d customers chosen singly", count) % {"count": count}
        )
    return words or [_("All customers")]


class AttributeText(Func):
    """The text under one heading, whatever it is called: a heading of digits is a name too, never a place in a list,
    and one with quotation marks is no path."""

    function = "jsonb_extract_path_text"
    output_field = TextField()

    def as_sqlite(self, compiler, connection, **extra):
        template = "(SELECT value FROM json_each(%(expressions)s)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") WHERE key = ", **extra)


def _units(organisation: Organisation, recipients: dict) -> QuerySet[Unit]:
    return Unit.objects.for_organisation(organisation).filter(pk__in=recipients["units"]).in_tree_order()


def _within(units: QuerySet[Unit]) -> Q:
    """In one of the units or below; no unit at all holds nobody."""
    within = Q(pk__in=[])
    for path in units.values_list("path", flat=True):
        within |= Q(unit__path__startswith=path)
    return within


def _day(recipients: dict, name: str) -> date | None:
    return date.fromisoformat(recipients[name]) if recipients.get(name) else None


def _begin_of(day: date, organisation: Organisation) -> datetime:
    return datetime.combine(day, time.min, tzinfo=organisation.zone)


def _visits(first: date | None, last: date | None) -> str:
    days = {"first": first and date_format(first, "DATE_FORMAT"), "last": last and date_format(last, "DATE_FORMAT")}
    if first and last:
        return _("Visits from %(first)s to %(last)s") % days
    if first:
        return _("Visits from %(first)s on") % days
    return _("Visits until %(last)s") % days if last else ""

"""Choosing who is asked, looking at it, and sending: what the page for a new mailing does."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Unit
from invitations import importing, seeing, sending, suppressing
from invitations.forms import MailingForm
from invitations.models import Customer, Mailing
from surveys.models import Survey

SHOWN_LEFT_OUT = 50
SHOWN_BAD_LINES = 5


class BadLines(Exception):
    """Some of the addresses written here cannot be used; nothing was stored or sent."""


@dataclass(frozen=True)
class Choice:
    """Who would get a mail, and who is left out because they asked us to stop (some of them, and how many)."""

    recipients: int
    left_out: int
    left_out_addresses: list[str]


def reason_not_to_send(survey: Survey) -> str:
    """Why this survey cannot be sent to anybody now; empty when it can."""
    try:
        sending.refuse_unless_sendable(survey, [Customer()])
    except sending.NotSendable as reason:
        return str(reason)
    return ""


def look(survey: Survey, chosen: dict, *, by: Membership) -> Choice:
    """Who would get a mail. Stores and sends nothing.

    Raises NotReadable or BadLines for written addresses, NotSendable for too many.
    """
    if chosen["whom"] == MailingForm.ADDRESSES:
        addresses = [good.email for good in _written(survey, chosen, by)[1].values()]
    else:
        addresses = list(_customers(chosen, by).values_list("email", flat=True)[: sending.MAX_RECIPIENTS + 1])
    sending.refuse_too_many(addresses)
    stopped = suppressing.suppressed_among(survey.organisation, addresses)
    return Choice(len(addresses) - len(stopped), len(stopped), sorted(stopped)[:SHOWN_LEFT_OUT])


@transaction.atomic
def send(survey: Survey, chosen: dict, *, by: Membership) -> Mailing:
    """Invite those chosen among the customers this manager sees; addresses written on the page become customers.

    All of it, or nothing.
    """
    if chosen["whom"] == MailingForm.ADDRESSES:
        report, wanted = _written(survey, chosen, by)
        units = by.visible_units()
        importing.store(survey.organisation, wanted, report, unit=survey.unit, language=survey.language, units=units)
        customers = report.customers
    else:
        customers = _customers(chosen, by)[: sending.MAX_RECIPIENTS + 1]
    words = {name: chosen[name] for name in ("from_name", "form_number")}
    return sending.invite(survey, customers, by=by.user, **words)


def _customers(chosen: dict, by: Membership):
    customers = seeing.customers_of(by)
    if chosen["whom"] == MailingForm.UNIT:
        return customers.filter(unit__in=Unit.objects.below(chosen["unit"]))
    if chosen["whom"] == MailingForm.LANGUAGE:
        return customers.filter(language=chosen["language"])
    return customers


def _written(survey: Survey, chosen: dict, by: Membership) -> tuple[importing.Report, dict[str, importing.Wanted]]:
    report, wanted = importing.read(survey.organisation, chosen["addresses"], units=by.visible_units())
    if report.bad_lines:
        words = _("Line %(number)d: %(reason)s")
        bad = report.bad_lines[:SHOWN_BAD_LINES]
        raise BadLines([words % {"number": line.number, "reason": line.reason} for line in bad])
    return report, wanted

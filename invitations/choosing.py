"""Choosing who is asked, looking at it, and sending: what the page for a new mailing does."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from invitations import importing, sending, suppressing
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


def look(survey: Survey, chosen: dict) -> Choice:
    """Who would get a mail. Stores and sends nothing. Raises NotReadable or BadLines for written addresses."""
    if chosen["whom"] == MailingForm.ADDRESSES:
        addresses = [good.email for good in _written(survey, chosen)[1].values()]
    else:
        addresses = list(_customers(survey, chosen).values_list("email", flat=True))
    stopped = suppressing.suppressed_among(survey.organisation, addresses)
    return Choice(len(addresses) - len(stopped), len(stopped), sorted(stopped)[:SHOWN_LEFT_OUT])


@transaction.atomic
def send(survey: Survey, chosen: dict, *, by: User) -> Mailing:
    """Invite those chosen; addresses written on the page become customers. All of it, or nothing."""
    if chosen["whom"] == MailingForm.ADDRESSES:
        report, wanted = _written(survey, chosen)
        importing.store(survey.organisation, wanted, report, unit=survey.unit, language=survey.language)
        customers = report.customers
    else:
        customers = _customers(survey, chosen)[: sending.MAX_RECIPIENTS + 1]
    return sending.invite(survey, customers, by=by, from_name=chosen["from_name"], form_number=chosen["form_number"])


def _customers(survey: Survey, chosen: dict):
    customers = Customer.objects.for_organisation(survey.organisation)
    if chosen["whom"] == MailingForm.UNIT:
        return customers.filter(unit__in=Unit.objects.below(chosen["unit"]))
    if chosen["whom"] == MailingForm.LANGUAGE:
        return customers.filter(language=chosen["language"])
    return customers


def _written(survey: Survey, chosen: dict) -> tuple[importing.Report, dict[str, importing.Wanted]]:
    report, wanted = importing.read(survey.organisation, chosen["addresses"])
    if report.bad_lines:
        words = _("Line %(number)d: %(reason)s")
        bad = report.bad_lines[:SHOWN_BAD_LINES]
        raise BadLines([words % {"number": line.number, "reason": line.reason} for line in bad])
    return report, wanted

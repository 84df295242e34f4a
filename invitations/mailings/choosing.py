"""Choosing who is asked, looking at it, and sending: what the page for a new mailing does."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation
from common import clock
from invitations import seeing
from invitations.customers import importing
from invitations.forms.mailings import MailingForm
from invitations.mailings import quiet_hours, recipients, resting, sending, sparing_words
from invitations.mailings.letters import Letter
from invitations.models import Customer, Mailing
from surveys.models import Survey

LOOKED_AT = 5_000  # people whose rest is looked up before sending; for more the page says "at most"
LOOKED_AT_IN_PASSING = 500  # when the button is pressed: who may be asked is decided when the mails are written
SHOWN_SPARED = 50
SHOWN_ASKED = 20
SHOWN_BAD_LINES = 5
SUGGESTED_ATTRIBUTES_FROM = 200  # customers
LATE_AFTER = timedelta(days=14)  # the memory of a visit fades


class BadLines(Exception):
    """Some of the addresses written here cannot be used; nothing was stored or sent."""


@dataclass(frozen=True)
class Person:
    """One of those chosen; where they are spared, why."""

    address: str
    name: str
    reason: str = ""


@dataclass(frozen=True)
class Choice:
    """Who would get a mail and who is spared. Where not `is_whole` only the first of many were looked at closely."""

    organisation: Organisation
    chosen: int
    told: str  # names this choice, so that a button can be held to what it said
    moment: datetime | None = None  # None: now
    spared: Counter = field(default_factory=Counter)  # by reason
    shown: list[Person] = field(default_factory=list)  # the first of the spared
    goes_to: list[Person] = field(default_factory=list)  # the first of those who get a mail
    is_whole: bool = True
    late: int = 0  # who get a mail though their visit lies long back by then
    early: int = 0  # who get a mail though their visit is still to come then

    @property
    def spared_count(self) -> int:
        return self.spared.total()

    @property
    def asked(self) -> int:
        """Who gets a mail; at most so many where not all were looked at."""
        return self.chosen - self.spared_count

    @property
    def not_shown(self) -> int:
        """How many more get a mail than are shown."""
        return self.asked - len(self.goes_to)

    @property
    def asked_words(self) -> str:
        return sparing_words.people(self.asked)

    @property
    def spared_words(self) -> str:
        return sparing_words.people(self.spared_count)

    @property
    def reasons(self) -> list[str]:
        return sparing_words.reasons(self.spared, self.organisation)

    @property
    def button(self) -> str:
        """What happens when it is pressed."""
        if self.moment:
            return _("Send on %(when)s") % {"when": when_words(self.moment, self.organisation)}
        if not self.is_whole:
            return _("Send to at most %(people)s") % {"people": self.asked_words}
        return _("Send to %(people)s") % {"people": self.asked_words} if self.asked else _("Send")

    @property
    def waits_until(self) -> datetime | None:
        """When the quiet hours end that the chosen time lies in."""
        if self.moment is None:
            return None
        allowed = quiet_hours.allowed_from(self.organisation, self.moment)
        return allowed if allowed > self.moment else None


def when_words(moment: datetime, organisation: Organisation) -> str:
    """ "24 November at 10:00" where the organisation lives; the year too where it is another one."""
    local, today = moment.astimezone(organisation.zone), clock.now().astimezone(organisation.zone)
    day = date_format(local, "MONTH_DAY_FORMAT" if local.year == today.year else "DATE_FORMAT")
    return _("%(day)s at %(time)s") % {"day": day, "time": date_format(local, "TIME_FORMAT")}


def reason_not_to_send(survey: Survey) -> str:
    """Why this survey cannot be sent to anybody now; empty when it can."""
    try:
        sending.refuse_unless_sendable(survey)
    except sending.NotSendable as reason:
        return str(reason)
    return ""


def look(survey: Survey, form: MailingForm, *, by: Membership, in_passing: bool = False) -> Choice:
    """Who would get a mail. Stores and sends nothing; the same few statements however many are chosen.

    In passing only the first few are looked at closely. Raises NotReadable or BadLines for written addresses.
    """
    moment = form.moment()
    at = moment or clock.now()
    at_most = LOOKED_AT_IN_PASSING if in_passing else LOOKED_AT
    if form.cleaned_data["whom"] == MailingForm.ADDRESSES:
        people, named = _written_people(survey, form.cleaned_data, by)
        counts = {"chosen": len(people), "late": 0, "early": 0}
    else:
        named = recipients_of(form.cleaned_data, by)
        customers = recipients.chosen(survey.organisation, named)
        counts = customers.aggregate(
            chosen=Count("pk"),
            late=Count("pk", filter=Q(use_happened_at__lt=at - LATE_AFTER)),
            early=Count("pk", filter=Q(use_happened_at__gt=at)),
        )
        people = list(customers.only("email", "name", "use_happened_at").order_by("pk")[:at_most])
    verdicts = resting.verdicts(survey.organisation, people, now=at)
    held = [person for person in people if person.pk in verdicts]
    free = [person for person in people if person.pk not in verdicts]
    visits = [person.use_happened_at for person in held if person.use_happened_at]
    counts["late"] -= sum(visit < at - LATE_AFTER for visit in visits)
    counts["early"] -= sum(visit > at for visit in visits)
    return Choice(
        organisation=survey.organisation,
        told=_name_of(named, moment),
        moment=moment,
        spared=Counter(verdict.reason for verdict in verdicts.values()),
        shown=[
            Person(person.email, person.name, resting.words_for(verdicts[person.pk])) for person in held[:SHOWN_SPARED]
        ],
        goes_to=[Person(person.email, person.name) for person in free[:SHOWN_ASKED]],
        is_whole=counts["chosen"] == len(people),
        **counts,
    )


def sent_by(form: MailingForm, survey: Survey) -> Mailing | None:
    """The mailing this very form made when it was sent in before; its people are resting by now."""
    mailings = Mailing.objects.for_organisation(survey.organisation).filter(survey=survey)
    return mailings.filter(form_number=form.cleaned_data["form_number"]).first()


def refuse_unless_somebody(choice: Choice) -> None:
    """Raises NotSendable where everybody chosen is spared, so that nobody would get a mail."""
    if choice.chosen and not choice.asked and not choice.moment:
        raise sending.NotSendable(_("Everybody chosen is spared just now, so nobody would get a mail."))


@transaction.atomic
def send(survey: Survey, form: MailingForm, *, letter: Letter, by: Membership) -> Mailing:
    """Accept the mailing, now or for its time; addresses written on the page become customers. All of it, or nothing.

    The same form sent in again gives the first mailing.
    """
    chosen = form.cleaned_data
    if chosen["whom"] == MailingForm.ADDRESSES:
        report, wanted = _written(survey, chosen, by)
        importing.store(
            survey.organisation,
            wanted,
            report,
            unit=survey.unit,
            language=survey.language,
            units=by.visible_units(),
            keeps_names=True,  # a short form written for one mailing is no correction of what a list said
        )
        named = {"customers": sorted(customer.pk for customer in report.customers)}
    else:
        named = recipients_of(chosen, by)
    return sending.accept(
        survey,
        named,
        by=by.user,
        letter=letter,
        scheduled_at=form.moment(),
        form_number=chosen["form_number"],
    )


def recipients_of(chosen: dict, by: Membership) -> dict:
    """The conditions as `recipients.chosen` reads them; a manager of some units never reaches beyond them."""
    named: dict = {}
    if chosen["whom"] == MailingForm.SOME:
        named = {
            "language": chosen["language"],
            "used_from": chosen["used_from"] and chosen["used_from"].isoformat(),
            "used_until": chosen["used_until"] and chosen["used_until"].isoformat(),
            "attribute": chosen["attribute_name"]
            and {"name": chosen["attribute_name"], "value": chosen["attribute_value"]},
            "units": sorted(unit.pk for unit in chosen["units"]),
        }
    named = {name: value for name, value in named.items() if value}
    if "units" not in named and not by.sees_everything:
        named["units"] = sorted(by.units.values_list("pk", flat=True))
    return named


def attribute_names(by: Membership) -> list[str]:
    """The columns that the newest customers' lists had, to choose from while one writes."""
    newest = seeing.customers_of(by).order_by("-pk").values_list("attributes", flat=True)[:SUGGESTED_ATTRIBUTES_FROM]
    return sorted({name for attributes in newest for name in attributes})


def _written_people(survey: Survey, chosen: dict, by: Membership) -> tuple[list[Customer], list[str]]:
    """Those written on the page as customers that are not stored, each with a number of its own, and their keys."""
    wanted = _written(survey, chosen, by)[1]
    sending.refuse_too_many(wanted)
    known = _known_names(survey.organisation, [key for key, good in wanted.items() if good.name])
    people = [
        Customer(pk=-number, email=good.email, name=known.get(key) or good.name)
        for number, (key, good) in enumerate(wanted.items(), start=1)
    ]
    return people, sorted(wanted)


def _known_names(organisation: Organisation, keys: list[str]) -> dict[str, str]:
    """What those of the folded addresses are called here already."""
    if not keys:
        return {}
    there = Customer.objects.for_organisation(organisation).filter(email_normalised__in=keys)
    return dict(there.values_list("email_normalised", "name"))


def _written(survey: Survey, chosen: dict, by: Membership) -> tuple[importing.Report, dict[str, importing.Wanted]]:
    report, wanted = importing.read(survey.organisation, chosen["addresses"], units=by.visible_units())
    if report.bad_lines:
        words = _("Line %(number)d: %(reason)s")
        bad = report.bad_lines[:SHOWN_BAD_LINES]
        raise BadLines([words % {"number": line.number, "reason": line.reason} for line in bad])
    if elsewhere := _of_other_houses(survey.organisation, wanted, by):
        words = _("Another house keeps somebody with this address. A colleague there can help.")
        raise BadLines([f"{wanted[key].email}: {words}" for key in elsewhere[:SHOWN_BAD_LINES]])
    return report, wanted


def _of_other_houses(organisation: Organisation, keys: Iterable[str], by: Membership) -> list[str]:
    """Those of the folded addresses that belong to a house this manager does not see: only that house asks them."""
    if by.sees_everything:
        return []
    there = Customer.objects.for_organisation(organisation).filter(email_normalised__in=list(keys))
    return sorted(there.exclude(unit__in=by.visible_units()).values_list("email_normalised", flat=True))


def _name_of(named: dict | list, moment: datetime | None) -> str:
    """The same for the same people and time, and different for others."""
    words = json.dumps([named, moment and moment.isoformat()], sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()[:32]

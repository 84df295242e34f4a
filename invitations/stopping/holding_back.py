"""A colleague holds questions back from one customer (a death, an open complaint), or lets them go again."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import Organisation, User
from common import clock
from invitations.models import Customer, Suppression
from invitations.stopping import suppressing

Reason = Suppression.Reason
COLLEAGUES = (Reason.DEATH, Reason.OPEN_COMPLAINT, Reason.OTHER)  # may be put in force by a colleague
WORDS = {
    Reason.ASKED: _("This person asked us to stop."),
    Reason.COMPLAINED: _("This person marked a mail of ours as unwanted."),
    Reason.BOUNCED: _("Mails to this address come back."),
    Reason.DEATH: _("A colleague held questions back: somebody has died."),
    Reason.OPEN_COMPLAINT: _("A colleague held questions back: a complaint is open."),
    Reason.OTHER: _("A colleague held questions back."),
}


@dataclass(frozen=True)
class Standing:
    """One reason why nothing is sent to a customer, as a page shows it."""

    reason: str
    words: str
    since: datetime
    last_day: date | None  # where the organisation lives
    by: User | None
    may_be_lifted: bool


def standing_for(customer: Customer) -> list[Standing]:
    """Why nothing is sent to this customer now, oldest first; an empty list where nothing stands in the way."""
    now = clock.now()
    rows = Suppression.objects.for_organisation(customer.organisation_id).filter(
        address_hash=suppressing.address_hash(customer.organisation, customer.email)
    )
    living = [
        row for row in rows.select_related("by").order_by("created_at", "pk") if row.until is None or row.until > now
    ]
    return [
        Standing(
            reason=row.reason,
            words=WORDS[row.reason],
            since=row.created_at,
            last_day=_last_day(row, customer.organisation),
            by=row.by,
            may_be_lifted=row.reason not in suppressing.THE_CUSTOMERS_OWN,
        )
        for row in living
    ]


@transaction.atomic
def hold(customer: Customer, *, reason: str, until: date | None = None, by: User) -> None:
    """Send this customer nothing, to the end of that day where the organisation lives or for ever. Twice is once.

    Said again with another day, the later word holds: it is the colleagues' own, and no stop of the customer's.
    """
    if reason not in COLLEAGUES:
        raise ValueError(f"A colleague cannot give the reason {reason!r}.")
    end = _end_of(until, customer.organisation) if until else None
    row = suppressing.suppress(customer.organisation, customer.email, until=end, reason=reason, by=by)
    if row.until != end:
        row.until = end
        row.save(update_fields=["until"])
    auditing.note(by, "customer.held_back", customer, reason=reason, until=end.isoformat() if end else "")


@transaction.atomic
def let_go(customer: Customer, *, reason: str, by: User) -> bool:
    """Lift what a colleague, or a bounce, put in force. False where nothing was.

    Raises NotOurs for a stop of the customer's own.
    """
    lifted = suppressing.lift(customer.organisation, customer.email, reason=reason, by=by)
    if lifted:
        auditing.note(by, "customer.let_go", customer, reason=reason)
    return lifted


def _last_day(row: Suppression, organisation: Organisation) -> date | None:
    return (row.until - timedelta(seconds=1)).astimezone(organisation.zone).date() if row.until else None


def _end_of(day: date, organisation: Organisation) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), organisation.zone)

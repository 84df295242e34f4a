"""One kind reminder, some days after the mail, to those who have not answered. Said by the clock; twice is once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation
from common import clock, working
from invitations.mailings import quiet_hours, resting
from invitations.mailings.expanding import SEND_MAIL, write_contacts
from invitations.models import EmailDelivery, Invitation, Mailing
from surveys.models import Survey

Kind, State = EmailDelivery.Kind, EmailDelivery.State
BATCH = 500
LATEST = timedelta(days=7)  # a reminder that is later than this says nothing to anybody any more


def remind_due() -> int:
    """Write the reminders whose day has come; returns how many.

    At most one an invitation, never after an answer, only while the survey takes answers and the link works, and only
    where the contact rule leaves room. What was only begun is not answered.
    """
    now, written = clock.now(), 0
    for organisation_id, days in _what_to_look_at(now):
        written += _remind_in(organisation_id, days, now)
    return written


def _what_to_look_at(now: datetime) -> list[tuple[int, int]]:
    """Organisations, each with the days its mailings wait before they remind: a handful."""
    mailings = Mailing.objects.filter(state=Mailing.State.SENDING, reminder_after_days__gt=0)
    pairs = mailings.order_by("organisation", "reminder_after_days").values_list("organisation", "reminder_after_days")
    return list(pairs.distinct())


def _remind_in(organisation_id: int, days: int, now: datetime) -> int:
    written, last = 0, 0
    due = _due(organisation_id, days, now)
    while ids := list(due.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = ids[-1]
        written += _remind(organisation_id, due.filter(pk__in=ids), now)
    return written


def _due(organisation_id: int, days: int, now: datetime) -> QuerySet[Invitation]:
    """Invitations whose mail went so many days ago, and that nobody has answered or reminded of."""
    until = now - timedelta(days=days)
    since = until - LATEST
    # A demo's mails go nowhere; its reminders lie beside them in the outbox.
    went = Q(state=State.SENT, sent_at__gt=since, sent_at__lte=until) | Q(
        state=State.OUTBOX, organisation__is_demo=True, created_at__gt=since, created_at__lte=until
    )
    deliveries = EmailDelivery.objects.filter(invitation=OuterRef("pk"))
    return Invitation.objects.filter(
        Exists(deliveries.filter(went, kind=Kind.INVITATION)),
        ~Exists(deliveries.filter(kind=Kind.REMINDER)),
        organisation=organisation_id,
        mailing__state=Mailing.State.SENDING,
        mailing__reminder_after_days=days,
        survey__in=_asking(now),
        customer__isnull=False,
        answered_at__isnull=True,
        created_at__gt=since - timedelta(days=60),  # the index of the age is enough to find them
        expires_at__gt=now,
    )


def _asking(now: datetime) -> QuerySet[Survey]:
    return Survey.objects.open(now).filter(Q(paused_until__isnull=True) | Q(paused_until__lte=now))


@transaction.atomic
def _remind(organisation_id: int, due: QuerySet[Invitation], now: datetime) -> int:
    """Asked again under the organisation's lock, so that two clocks at once remind nobody twice."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    invitations = list(due.select_related("customer").order_by("pk"))
    spared = resting.verdicts(organisation, [one.customer for one in invitations], now=now, kind=Kind.REMINDER)
    at = quiet_hours.allowed_from(organisation, now)
    deliveries = EmailDelivery.objects.bulk_create(
        EmailDelivery(
            organisation=organisation,
            invitation=invitation,
            kind=Kind.REMINDER,
            to_address=invitation.customer.email,
            created_at=now,
            send_after=at if at > now else None,
        )
        for invitation in invitations
        if invitation.customer_id not in spared
    )
    write_contacts(organisation, deliveries, [at] * len(deliveries))
    working.put_many(SEND_MAIL, object_ids=[one.pk for one in deliveries], due=at)
    return len(deliveries)

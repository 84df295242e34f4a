"""The worker's part of accepting: recipients become invitations, mails, contacts and work, a thousand at a time.

Each batch is one transaction that locks the mailing and the organisation and remembers how far it came. So a worker
that dies anywhere loses nothing and doubles nothing, and two mailings at once never ask one person twice.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from accounts.models import Organisation
from common import clock, working
from common.working import GiveUp, Handler, TryLater
from invitations.mailings import due_times, recipients, resting
from invitations.models import Contact, Customer, EmailDelivery, Invitation, Mailing, Spared
from invitations.stopping import forgetting
from invitations.stopping.suppressing import address_hash
from invitations.ways_in import links
from surveys.definitions import published_definition
from surveys.models import Survey

EXPAND, SEND_MAIL = "expand mailing", "send mail"
BATCH = 1_000
BATCHES_A_CLAIM = 10  # so that a claim ends long before its lease
LEASE = timedelta(minutes=2)
LOOK_AGAIN = timedelta(minutes=10)  # at what rests; going on rings at once
PAUSED = gettext_noop("The mailing is paused.")
MORE = gettext_noop("More customers of this mailing follow.")
NOT_YET = gettext_noop("The time of this mailing has not come yet.")
NO_LONGER_OPEN = gettext_noop("The survey had closed before anybody was asked.")
NOT_OPEN_YET = gettext_noop("The survey has not opened yet.")
RESTS = gettext_noop("Sending rests, so that the answers already here can be used first.")


def compute(mailing_id: int, revision: int) -> None:
    """Expand a part of the mailing. Raises TryLater while more waits, GiveUp where its survey has closed."""
    for _ in range(BATCHES_A_CLAIM):
        if expand_some(mailing_id):
            return
    raise TryLater(MORE, after=timedelta(), counts=False)


def settle(mailing_id: int, revision: int, computed: None) -> None:
    """Each batch has written its effects itself."""


def set_aside(mailing_id: int, revision: int, reason: str) -> None:
    """Its time has come and it stands still; the row of the work says why, and retry_failed tries it again."""
    Mailing.objects.filter(pk=mailing_id, state=Mailing.State.SCHEDULED).update(state=Mailing.State.SENDING)


def expand_whole(mailing: Mailing) -> None:
    """Expand every batch at once, in the caller's transaction."""
    while not expand_some(mailing.pk):
        pass


@transaction.atomic
def expand_some(mailing_id: int) -> bool:
    """Expand the next batch; whether the mailing is done with. Raises TryLater or GiveUp, and stores nothing then."""
    mailing = Mailing.objects.select_for_update(of=("self",), no_key=True).filter(pk=mailing_id).first()
    if mailing is None or mailing.expanded_at or mailing.state == Mailing.State.STOPPED:
        return True
    now = clock.now()
    mailing.survey = Survey.objects.get(pk=mailing.survey_id)
    _refuse_unless_its_time(mailing, now)
    mailing.organisation = Organisation.objects.select_for_update(no_key=True).get(pk=mailing.organisation_id)
    mailing.survey.organisation = mailing.organisation
    batch = recipients.chosen(mailing.organisation, mailing.recipients).filter(pk__gt=mailing.expanded_to)
    customers = list(batch.order_by("pk")[:BATCH])
    spared = resting.verdicts(mailing.organisation, customers, now=now)
    _write_spared(mailing, [one for one in customers if one.pk in spared], spared, now)
    _write_mails(mailing, [one for one in customers if one.pk not in spared], now)
    _remember(mailing, customers, now)
    return mailing.expanded_at is not None


def _refuse_unless_its_time(mailing: Mailing, now: datetime) -> None:
    if mailing.state == Mailing.State.PAUSED:
        raise TryLater(PAUSED, after=LOOK_AGAIN, counts=False)
    if mailing.state == Mailing.State.SCHEDULED and mailing.scheduled_at > now:
        raise TryLater(NOT_YET, after=mailing.scheduled_at - now, counts=False)
    survey = mailing.survey
    if survey.state == Survey.State.SCHEDULED:
        raise TryLater(NOT_OPEN_YET, after=LOOK_AGAIN, counts=False)
    if survey.state != Survey.State.OPEN:
        raise GiveUp(NO_LONGER_OPEN)
    if survey.paused_until and survey.paused_until > now:
        raise TryLater(RESTS, after=min(survey.paused_until - now, LOOK_AGAIN), counts=False)


def _remember(mailing: Mailing, customers: list[Customer], now: datetime) -> None:
    if customers:
        mailing.expanded_to = customers[-1].pk
    if len(customers) < BATCH:
        mailing.expanded_at = now
    mailing.state = Mailing.State.SENDING
    mailing.save(update_fields=["expanded_to", "expanded_at", "state"])


def _write_spared(
    mailing: Mailing, customers: list[Customer], spared: dict[int, resting.Verdict], now: datetime
) -> None:
    Spared.objects.bulk_create(
        Spared(
            organisation_id=mailing.organisation_id,
            mailing=mailing,
            customer=customer,
            unit_id=customer.unit_id,
            reason=spared[customer.pk].reason,
            until=spared[customer.pk].until,
            use_happened_at=customer.use_happened_at,
            at=now,
        )
        for customer in customers
    )


def _write_mails(mailing: Mailing, customers: list[Customer], now: datetime) -> None:
    """An invitation, a mail, a contact and the work for each. Raises nothing; writes five tables in five statements."""
    if not customers:
        return
    dues = [due_times.first_due(mailing, customer.use_happened_at, now=now) for customer in customers]
    definition = published_definition(mailing.survey.published_version_id)
    invitations = Invitation.objects.bulk_create(
        _invitation(mailing, customer, definition.language_or_main(customer.language), due, now)
        for customer, due in zip(customers, dues, strict=True)
    )
    deliveries = EmailDelivery.objects.bulk_create(
        EmailDelivery(
            organisation_id=mailing.organisation_id,
            invitation=invitation,
            to_address=customer.email,
            created_at=now,
            send_after=due if due > now else None,
        )
        for invitation, customer, due in zip(invitations, customers, dues, strict=True)
    )
    write_contacts(mailing.organisation, deliveries, dues)
    working.put_each(SEND_MAIL, dues={one.pk: due for one, due in zip(deliveries, dues, strict=True)})


def write_contacts(organisation: Organisation, deliveries: list[EmailDelivery], dues: list[datetime]) -> None:
    """Count these mails for their people, each from the moment it may go."""
    Contact.objects.bulk_create(
        Contact(
            organisation=organisation,
            address_hash=address_hash(organisation, delivery.to_address),
            kind=delivery.kind,
            at=due,
            delivery=delivery,
        )
        for delivery, due in zip(deliveries, dues, strict=True)
    )


def _invitation(mailing: Mailing, customer: Customer, language: str, due: datetime, now: datetime) -> Invitation:
    invitation = links.ready(
        mailing.survey,
        unit_id=customer.unit_id,
        language=language,
        now=now,
        mailing=mailing,
        customer=customer,
        use_happened_at=customer.use_happened_at,
    )
    # A mail that waits for its day brings a link that lives as long as others; never longer than we know who was asked.
    invitation.expires_at = min(due + links.LIFE, now + forgetting.KEPT)
    return invitation


working.register(EXPAND, Handler(compute=compute, settle=settle, set_aside=set_aside, max_attempts=10, lease=LEASE))

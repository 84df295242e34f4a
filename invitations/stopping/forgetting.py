"""Letting go of who was asked: the key between an address and an answer lives 90 days at most.

The two steps stand here; `responses.expiring` takes them together with what it does to the answers themselves.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from accounts.models import Organisation
from invitations.models import Contact, Customer, EmailDelivery, Invitation, Mailing

KEPT = timedelta(days=88)  # the promise is "within 90 days": two are in hand for a time nobody was at work
ADDRESS_REMOVED = gettext_noop("The address was removed before this mail was sent.")


def due(now: datetime) -> QuerySet[Invitation]:
    """Invitations answered, or where nobody answered made, so long ago that nothing may lead to the person any more."""
    before = now - KEPT
    # Nothing is answered before it is made, so the age of the row narrows the search by an index.
    return Invitation.objects.filter(forgotten_at__isnull=True, created_at__lt=before).filter(
        Q(answered_at__isnull=True) | Q(answered_at__lt=before)
    )


def forget(invitation_ids: Collection[int], *, now: datetime) -> None:
    """Let go of customer and address, in the caller's transaction. What still waits to be sent never goes.

    The moment of the visit goes too: the customer's own row may tell it to the second.
    """
    Invitation.objects.filter(pk__in=invitation_ids).update(customer=None, use_happened_at=None, forgotten_at=now)
    mails = EmailDelivery.objects.filter(invitation__in=invitation_ids)
    # The mails before their contacts, as the worker takes them.
    list(mails.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    contacts = Contact.objects.filter(delivery__invitation__in=invitation_ids)
    contacts.filter(delivery__state=EmailDelivery.State.WAITING).delete()
    _detach(contacts)
    mails.waiting().update(state=EmailDelivery.State.FAILED, error=ADDRESS_REMOVED)
    mails.update(to_address="")


def name_no_more(invitation_ids: Collection[int]) -> None:
    """Take those asked by these invitations out of the lists of their mailings, before they are forgotten.

    A list of one would tell for ever whose the answer is. How many were chosen stays. A mailing that is still being
    turned into mails needs its list.
    """
    gone: dict[int, set[int]] = {}
    invitations = Invitation.objects.filter(pk__in=invitation_ids, customer__isnull=False, mailing__isnull=False)
    for mailing_id, customer_id in invitations.values_list("mailing", "customer"):
        gone.setdefault(mailing_id, set()).add(customer_id)
    named = Mailing.objects.filter(pk__in=gone, recipients__has_key="customers")
    named = named.exclude(pk__in=Mailing.objects.to_expand().filter(pk__in=gone).values("pk"))
    for mailing in named.select_for_update(of=("self",), no_key=True).order_by("pk"):
        told = mailing.recipients
        left = [pk for pk in told["customers"] if pk not in gone[mailing.pk]]
        mailing.recipients = {**told, "customers": left, "named": told.get("named", len(told["customers"]))}
        mailing.save(update_fields=["recipients"])


def day_of(moment: datetime, organisation: Organisation) -> datetime:
    """Noon of that day where the organisation lives: all the contact rule asks of a contact."""
    return datetime.combine(moment.astimezone(organisation.zone).date(), time(12), tzinfo=organisation.zone)


def _detach(contacts: QuerySet[Contact]) -> None:
    """The contact rule still counts them, for nobody in particular.

    Neither the moment, which the mail knows as well, nor the place in the table leads back to the mail: the rows are
    written anew, in the order of what cannot be read.
    """
    rows = list(contacts.select_related("organisation").order_by("address_hash", "kind", "at"))
    Contact.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Contact.objects.bulk_create(
        Contact(
            organisation=row.organisation,
            address_hash=row.address_hash,
            kind=row.kind,
            at=day_of(row.at, row.organisation),
        )
        for row in rows
    )


def renew_keys(customers: Collection[Customer]) -> None:
    """Give these locked customers new keys, so that the keys in their earlier answers are nobody's."""
    for customer in customers:
        customer.respondent_key = uuid.uuid4()
    Customer.objects.bulk_update(customers, ["respondent_key"])

"""Letting go of who was asked: the key between an address and an answer lives 90 days at most.

The two steps stand here; `responses.expiring` takes them together with what it does to the answers themselves.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from invitations.models import Customer, EmailDelivery, Invitation

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
    """Let go of customer and address, in the caller's transaction. What still waits to be sent never goes."""
    Invitation.objects.filter(pk__in=invitation_ids).update(customer=None, forgotten_at=now)
    mails = EmailDelivery.objects.filter(invitation__in=invitation_ids)
    mails.waiting().update(state=EmailDelivery.State.FAILED, error=ADDRESS_REMOVED)
    mails.update(to_address="")


def renew_keys(customers: Collection[Customer]) -> None:
    """Give these locked customers new keys, so that the keys in their earlier answers are nobody's."""
    for customer in customers:
        customer.respondent_key = uuid.uuid4()
    Customer.objects.bulk_update(customers, ["respondent_key"])

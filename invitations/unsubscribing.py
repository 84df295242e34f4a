"""Stopping: one press on the stop page, or the mail program's own button (RFC 8058)."""

from datetime import timedelta

from common import clock, signing
from invitations import suppressing
from invitations.models import Invitation

FOR_EVER, HALF_A_YEAR = "all", "half_year"
HALF_A_YEAR_LONG = timedelta(days=183)


def invitation_behind(token: str) -> Invitation | None:
    """The invitation this stop link came with; asks the database once, also for nonsense."""
    invitations = Invitation.objects.select_related("organisation", "customer", "survey")
    return invitations.filter(stop_token_hash=signing.token_hash(token)).first()


def stop(invitation: Invitation, *, choice: str = FOR_EVER) -> None:
    """Ask this address no more, in all surveys of the organisation, at once. Twice is once.

    Mails already waiting are stopped when the worker meets them.
    """
    until = clock.now() + HALF_A_YEAR_LONG if choice == HALF_A_YEAR else None
    addresses = set(invitation.deliveries.values_list("to_address", flat=True))
    if invitation.customer:
        addresses.add(invitation.customer.email)
    for address in sorted(filter(None, addresses)):
        suppressing.suppress(invitation.organisation, address, until=until)

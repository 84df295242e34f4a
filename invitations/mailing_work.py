"""The worker's part of sending: one waiting mail becomes sent, laid in the outbox, stopped or failed."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.utils.translation import gettext_noop

from accounts import mail_servers
from common import clock, working
from common.models import Work
from common.working import GiveUp, Handler, TryLater
from invitations import delivering, forgetting, suppressing, writing
from invitations.models import EmailDelivery
from invitations.sending import SEND_MAIL
from surveys.models import Survey

State = EmailDelivery.State
TRY_FOR = timedelta(days=1)
AMBIGUOUS_WAITS = (timedelta(minutes=15), timedelta(hours=1))
LEASE = timedelta(minutes=3)  # longer than every step of one mail may take together
NO_LONGER_OPEN = gettext_noop("The survey had closed before this mail was sent.")
MAYBE_ARRIVED = gettext_noop(
    "The mail server took the text and then went silent, three times. The mail may have arrived."
)


@dataclass(frozen=True)
class Outcome:
    state: str
    error: str = ""


def compute(delivery_id: int, revision: int) -> Outcome | None:
    """Try to send; None where there is nothing left to do. Raises TryLater while trying again can help."""
    delivery = _waiting(delivery_id)
    if delivery is None:
        return None
    if not delivery.to_address:
        return Outcome(State.FAILED, forgetting.ADDRESS_REMOVED)
    if suppressing.is_suppressed(delivery.organisation, delivery.to_address):
        return Outcome(State.STOPPED)
    if _is_too_late(delivery):
        return Outcome(State.FAILED, NO_LONGER_OPEN)
    if not mail_servers.can_send(delivery.organisation):
        return Outcome(State.OUTBOX)
    try:
        delivering.hand_over(writing.compose(delivery), delivery.organisation)
    except delivering.Refused as answer:
        return Outcome(State.FAILED, str(answer))
    except delivering.NotNow as reason:
        raise _another_try(delivery, revision, str(reason)) from reason
    except delivering.Ambiguous as silence:
        return _after_silence(delivery, str(silence))
    return Outcome(State.SENT)


def settle(delivery_id: int, revision: int, outcome: Outcome | None) -> None:
    if outcome is None:
        return
    EmailDelivery.objects.filter(pk=delivery_id, state=State.WAITING).update(
        state=outcome.state,
        error=outcome.error,
        sent_at=clock.now() if outcome.state == State.SENT else None,
    )


def set_aside(delivery_id: int, revision: int, reason: str) -> None:
    EmailDelivery.objects.filter(pk=delivery_id, state=State.WAITING).update(state=State.FAILED, error=reason)


def _waiting(delivery_id: int) -> EmailDelivery | None:
    deliveries = EmailDelivery.objects.waiting().select_related(*writing.RELATED)
    return deliveries.filter(pk=delivery_id).first()


def _is_too_late(delivery: EmailDelivery) -> bool:
    invitation = delivery.invitation
    return invitation.survey.state != Survey.State.OPEN or invitation.expires_at <= clock.now()


def _another_try(delivery: EmailDelivery, revision: int, reason: str) -> Exception:
    """Later, at growing distances, without counting it against this mail; after a day it is given up."""
    work = Work.objects.filter(kind=SEND_MAIL, object_id=delivery.pk, revision=revision).first()
    waited = clock.now() - work.created_at if work else timedelta()
    if waited >= TRY_FOR:
        return GiveUp(reason)
    after = min(max(waited / 2, timedelta(seconds=10)), timedelta(hours=1))
    return TryLater(reason, after=after, counts=False)


def _after_silence(delivery: EmailDelivery, reason: str) -> Outcome:
    """The mail may have arrived, so it is repeated rarely and at most twice."""
    ends = delivery.ambiguous_ends
    EmailDelivery.objects.filter(pk=delivery.pk).update(ambiguous_ends=F("ambiguous_ends") + 1)
    if ends >= len(AMBIGUOUS_WAITS):
        return Outcome(State.FAILED, MAYBE_ARRIVED)
    raise TryLater(reason, after=AMBIGUOUS_WAITS[ends], counts=False)


working.register(
    SEND_MAIL,
    Handler(compute=compute, settle=settle, set_aside=set_aside, max_attempts=5, lease=LEASE),
)

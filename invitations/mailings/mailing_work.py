"""The worker's part of sending: one waiting mail becomes sent, laid in the outbox, stopped or failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext_noop

from accounts import mail_servers
from common import clock, working
from common.models import Work
from common.prepared import Prepared
from common.working import Handler, TryLater
from invitations.mailings import due_times, resting
from invitations.mailings.expanding import LOOK_AGAIN, PAUSED, RESTS, SEND_MAIL
from invitations.mails import bouncing, delivering, writing
from invitations.mails.outcomes import Ambiguous, NotNow, Refused
from invitations.models import EmailDelivery, Mailing, Spared
from invitations.stopping import forgetting
from surveys.models import Survey

Kind, State = EmailDelivery.Kind, EmailDelivery.State
TRY_FOR = timedelta(days=1)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=10), timedelta(hours=1)
AMBIGUOUS_WAITS = (timedelta(minutes=15), timedelta(hours=1))
LEASE = timedelta(minutes=3)  # longer than every step of one mail may take together
NO_LONGER_OPEN = gettext_noop("The survey had closed before this mail was sent.")
MAYBE_ARRIVED = gettext_noop(
    "The mail server took the text and then went silent, three times. The mail may have arrived."
)
MAILING_STOPPED = gettext_noop("The mailing was stopped before this mail was sent.")
ALREADY_ANSWERED = gettext_noop("The customer had answered before the reminder was sent.")
MAILS_ENOUGH = gettext_noop("The customer had had enough mails this year.")
ASKED_ENOUGH = gettext_noop("The customer had been asked often enough.")
QUIET = gettext_noop("Mails rest in the quiet hours.")

_BY_RULE = (Spared.Reason.RESTING, Spared.Reason.OFTEN, Spared.Reason.MAILS)
_WHY = {  # of an invitation in one way, so that nobody reads from it how many reminders a person got
    Kind.INVITATION: dict.fromkeys(_BY_RULE, ASKED_ENOUGH),
    Kind.REMINDER: {Spared.Reason.MAILS: MAILS_ENOUGH},
}


@dataclass(frozen=True)
class Outcome:
    state: str
    error: str = ""
    provider_message_id: str = ""

    @property
    def never_left(self) -> bool:
        """Whether the customer certainly got nothing, so that it counts for nobody."""
        return self.state in (State.STOPPED, State.FAILED) and self.error != MAYBE_ARRIVED


def compute(delivery_id: int, revision: int) -> Outcome | None:
    """Try to send; None where there is nothing left to do. Raises TryLater while trying again can help."""
    delivery = _DELIVERY.one(pk=delivery_id)
    if delivery is None:
        return None
    now = clock.now()
    if end := _why_never(delivery, now):
        return end
    _wait_while_it_rests(delivery, revision, now)
    if not mail_servers.can_send(delivery.organisation):
        return Outcome(State.OUTBOX)
    try:
        mail, comes_back_to = writing.compose(delivery), bouncing.envelope_sender(delivery)
        number = delivering.hand_over(mail, delivery.organisation, envelope_sender=comes_back_to)
    except Refused as answer:
        return Outcome(State.FAILED, _kept(answer))
    except NotNow as reason:
        return _another_try(delivery, revision, _kept(reason))
    except Ambiguous as silence:
        return _after_silence(delivery, _kept(silence))
    return Outcome(State.SENT, provider_message_id=number)


def _kept(words: Exception) -> str:
    """A server's words without addresses: they stay when the address is removed, and other houses may read them."""
    return bouncing.without_addresses(str(words))


def settle(delivery_id: int, revision: int, outcome: Outcome | None) -> None:
    if outcome is None:
        return
    now = clock.now()
    changed = EmailDelivery.objects.filter(pk=delivery_id, state=State.WAITING).update(
        state=outcome.state,
        error=outcome.error,
        provider_message_id=outcome.provider_message_id,
        sent_at=now if outcome.state == State.SENT else None,
    )
    if changed and outcome.never_left:
        resting.give_back([delivery_id])
    elif outcome.state == State.SENT:
        resting.count_from([delivery_id], now)


def set_aside(delivery_id: int, revision: int, reason: str) -> None:
    """Given up after it stopped its worker again and again: it may have gone each time, so it still counts."""
    EmailDelivery.objects.filter(pk=delivery_id, state=State.WAITING).update(state=State.FAILED, error=reason)


def _waiting(*, pk: int) -> QuerySet[EmailDelivery]:
    deliveries = EmailDelivery.objects.waiting().select_related(*writing.RELATED)
    # Thousands of keys, where customers were chosen one by one: nothing a mail needs.
    return deliveries.defer("invitation__mailing__recipients").filter(pk=pk)


_DELIVERY = Prepared(_waiting, pk=-1)


def _why_never(delivery: EmailDelivery, now: datetime) -> Outcome | None:
    """What becomes of a mail that must not go any more; all is asked again at the moment of sending."""
    invitation, is_reminder = delivery.invitation, delivery.kind == Kind.REMINDER
    if not delivery.to_address:
        return Outcome(State.FAILED, forgetting.ADDRESS_REMOVED)
    if invitation.mailing.state == Mailing.State.STOPPED:
        return Outcome(State.STOPPED, MAILING_STOPPED)
    if is_reminder and invitation.answered_at:
        return Outcome(State.STOPPED, ALREADY_ANSWERED)
    if invitation.survey.state != Survey.State.OPEN or invitation.expires_at <= now:
        return Outcome(State.FAILED, NO_LONGER_OPEN)
    if verdict := resting.verdict_on_sending(delivery, now=now):
        return Outcome(State.STOPPED, _WHY[delivery.kind].get(verdict.reason, ""))
    return None


def _wait_while_it_rests(delivery: EmailDelivery, revision: int, now: datetime) -> None:
    """Raises TryLater while the mailing is paused, the survey rests, or it is night.

    What rests is looked at again now and then, so that no wish to go on gets lost between two workers.
    """
    mailing, paused_until = delivery.invitation.mailing, delivery.invitation.survey.paused_until
    if mailing.state == Mailing.State.PAUSED:
        raise _rests(delivery, revision, PAUSED, after=LOOK_AGAIN)
    if paused_until and paused_until > now:
        raise _rests(delivery, revision, RESTS, after=min(paused_until - now, LONGEST_WAIT))
    if (allowed := due_times.may_go_from(delivery, now=now)) > now:
        raise _rests(delivery, revision, QUIET, after=allowed - now)


def _rests(delivery: EmailDelivery, revision: int, reason: str, *, after: timedelta) -> TryLater:
    """Later, and the patience with a mail server begins anew then."""
    _row(delivery, revision).update(created_at=clock.now() + after)
    return TryLater(reason, after=after, counts=False)


def _another_try(delivery: EmailDelivery, revision: int, reason: str) -> Outcome:
    """Later, at growing distances, without counting it against this mail; after a day it is given up."""
    row, now = _row(delivery, revision).first(), clock.now()
    since = max(filter(None, [row.created_at if row else now, delivery.send_after]))
    waited = max(now - since, timedelta())
    if waited >= TRY_FOR:
        return Outcome(State.FAILED, reason)
    raise TryLater(reason, after=min(max(waited / 2, FIRST_WAIT), LONGEST_WAIT), counts=False)


def _row(delivery: EmailDelivery, revision: int):
    return Work.objects.filter(kind=SEND_MAIL, object_id=delivery.pk, revision=revision)


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

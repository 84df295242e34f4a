"""Pausing a mailing, going on with it, stopping it for good: a few statements, however many mails wait."""

from datetime import timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from accounts import auditing
from accounts.models import User
from common import clock, doorbell
from common.models import Work
from invitations.mailings import resting
from invitations.mailings.expanding import EXPAND, SEND_MAIL
from invitations.mailings.mailing_work import MAILING_STOPPED
from invitations.models import EmailDelivery, Mailing

State = Mailing.State
HELD_FOR = timedelta(days=36_500)


@transaction.atomic
def pause(mailing: Mailing, *, by: User) -> Mailing:
    """Let nothing more of this mailing go until somebody says so. Twice is once; a mail on its way just now goes.

    One that has not begun, or was stopped, is left as it is.
    """
    mailing = _locked(mailing)
    if mailing.state != State.SENDING:
        return mailing
    _become(mailing, State.PAUSED)
    _works(mailing).update(due=clock.now() + HELD_FOR)
    auditing.note(by, "mailing.paused", mailing)
    return mailing


@transaction.atomic
def go_on(mailing: Mailing, *, by: User) -> Mailing:
    """Let a paused mailing go on, each mail at its time. Twice is once."""
    mailing = _locked(mailing)
    if mailing.state != State.PAUSED:
        return mailing
    _become(mailing, State.SENDING)
    now = Value(clock.now(), output_field=DateTimeField())
    its_time = EmailDelivery.objects.filter(pk=OuterRef("object_id")).values("send_after")
    # Patience with a mail server begins anew: created_at says since when the mail has waited for one.
    _works(mailing).filter(kind=SEND_MAIL).update(due=Greatest(Coalesce(Subquery(its_time), now), now), created_at=now)
    _works(mailing).filter(kind=EXPAND).update(due=now)
    for kind in (EXPAND, SEND_MAIL):
        doorbell.ring_after_commit(kind)
    auditing.note(by, "mailing.went_on", mailing)
    return mailing


@transaction.atomic
def stop(mailing: Mailing, *, by: User) -> Mailing:
    """Let nothing more of this mailing go, ever; whom nothing reached may be asked by another. Twice is once.

    A mail that a worker holds just now is left to it: it goes, or it is stopped at the worker's next try.
    """
    mailing = _locked(mailing)
    if mailing.state == State.STOPPED:
        return mailing
    _become(mailing, State.STOPPED)
    now = clock.now()
    _works(mailing).exclude(lease_until__gt=now).update(done_at=now, lease_until=None)
    held = Work.objects.unfinished().filter(kind=SEND_MAIL, object_id=OuterRef("pk"))
    waiting = _waiting(mailing).exclude(Exists(held))
    resting.give_back(waiting.values("pk"))
    stopped = waiting.update(state=EmailDelivery.State.STOPPED, error=MAILING_STOPPED)
    auditing.note(by, "mailing.stopped", mailing, mails=stopped)
    return mailing


def _locked(mailing: Mailing) -> Mailing:
    return Mailing.objects.select_for_update(of=("self",), no_key=True).get(pk=mailing.pk)


def _become(mailing: Mailing, state: str) -> None:
    mailing.state = state
    mailing.save(update_fields=["state"])


def _waiting(mailing: Mailing) -> QuerySet[EmailDelivery]:
    return EmailDelivery.objects.waiting().filter(invitation__mailing=mailing)


def _works(mailing: Mailing) -> QuerySet[Work]:
    """What waits of this mailing: its mails, and the turning of its recipients into mails."""
    mails = Work.objects.filter(kind=SEND_MAIL, object_id__in=_waiting(mailing).values("pk"))
    return (mails | Work.objects.filter(kind=EXPAND, object_id=mailing.pk)).unfinished()

"""Keeping the promises of the customer's page: words go when their time is up, keys within 90 days.

What was begun and never sent goes with its link. The verbs are said by the clock, change nothing when said again, and
take a bounded number of rows a transaction, so that a customer who sends an answer meanwhile does not wait.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from common import clock
from invitations.models import Customer, Invitation
from invitations.stopping import forgetting
from responses import hiding_by_hand, signals
from responses.answer_rows import NOTHING_SAID
from responses.models import Answer, Response
from responses.storing import forget_errors
from surveys.models import Survey

BATCH = 500
OPEN_LINK_LIFE = timedelta(days=60)  # of a way through an open link, as long as a personal link lives


def remove_words() -> int:
    """Remove the customers' words from answers older than their survey keeps them; returns how many responses.

    The closed answers stay, to be counted. `words_removed` lets others remove what they made of the words.
    """
    now, removed = clock.now(), 0
    kept = Survey.objects.order_by("retention_months").values_list("retention_months", flat=True).distinct()
    for months in list(kept):
        too_old = Response.objects.filter(
            survey__in=Survey.objects.filter(retention_months=months),
            submitted_at__lt=months_before(now, months),
            words_removed_at__isnull=True,
        )
        while too_old.exists():  # asked outside a transaction: mostly there is nothing to lock for
            removed += _remove_some(too_old, now)
    return removed


def remove_begun() -> int:
    """Remove what was answered on the way and never sent, once its link leads nowhere; returns how many responses.

    How far people came stays, to be counted; not a word and not a choice of theirs, since they did not send them.
    """
    now, removed = clock.now(), 0
    too_late = (
        Q(invitation__expires_at__lte=now)
        | Q(survey__closed_at__isnull=False)
        | Q(survey__closes_at__lte=now)
        | Q(public_link__ended_at__isnull=False)
        | Q(public_link__isnull=False, begun_at__lte=now - OPEN_LINK_LIFE)
    )
    begun = Response.objects.filter(submitted_at__isnull=True, words_removed_at__isnull=True).filter(too_late)
    while begun.exists():
        removed += _remove_begun(begun, now)
    return removed


def delete_keys() -> int:
    """Let go of who gave the answers, and who was asked in vain, 90 days ago; returns how many invitations."""
    now, forgotten = clock.now(), 0
    due = forgetting.due(now)
    while due.exists():
        forgotten += _forget_some(due, now)
    return forgotten


def months_before(moment: datetime, months: int) -> datetime:
    """The same day so many months earlier; the last of the month where it has no such day."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    month += 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


@transaction.atomic
def _remove_some(too_old: QuerySet[Response], now: datetime) -> int:
    locked = too_old.select_for_update(of=("self",)).only("pk").order_by("pk")
    ids = [response.pk for response in locked[:BATCH]]
    Answer.objects.filter(response__in=ids).with_words().update(value_text="", value_steps=None, motivation="")
    Response.objects.filter(pk__in=ids).update(search_text="", reply_contact="", words_removed_at=now)
    hiding_by_hand.forget_hidden(ids)
    forget_errors(ids)
    signals.words_removed.send(Response, response_ids=ids)
    return len(ids)


@transaction.atomic
def _remove_begun(begun: QuerySet[Response], now: datetime) -> int:
    locked = begun.select_for_update(of=("self",)).only("pk").order_by("pk")
    ids = [response.pk for response in locked[:BATCH]]
    Answer.objects.filter(response__in=ids).update(**NOTHING_SAID)
    # Its own count of pages moves on: a page that is saved meanwhile is saved on top of nothing.
    Response.objects.filter(pk__in=ids).update(reply_contact="", words_removed_at=now, revision=F("revision") + 1)
    return len(ids)


@transaction.atomic
def _forget_some(due: QuerySet[Invitation], now: datetime) -> int:
    locked = due.select_related("survey").select_for_update(of=("self",)).only("customer_id", "survey__anonymity")
    invitations = list(locked.order_by("pk")[:BATCH])
    without_names = [row for row in invitations if row.survey.anonymity != Survey.Anonymity.NAMED]
    nameless = {row.customer_id for row in without_names} - {None}
    # Where somebody may be reached leads to them too, so it goes with the key, however long the words are kept.
    reachable = Response.objects.filter(invitation__in=[row.pk for row in without_names]).exclude(reply_contact="")
    reachable.update(reply_contact="")
    ids = [row.pk for row in invitations]
    forgetting.name_no_more(ids)
    forgetting.forget(ids, now=now)
    if nameless:
        _renew_keys(nameless)
    return len(invitations)


def _renew_keys(customer_ids: Collection[int]) -> None:
    """New keys for these customers and for their younger answers, whose invitations still lead to them.

    The younger ones must not keep the old key: they would lead from the customer to the answers just let go of.
    """
    customers = list(Customer.objects.filter(pk__in=customer_ids).select_for_update(of=("self",)).order_by("pk"))
    by_their_key = Response.objects.filter(
        invitation__customer__in=customer_ids, respondent_key=F("invitation__customer__respondent_key")
    )
    younger = list(by_their_key.values_list("pk", flat=True))
    forgetting.renew_keys(customers)
    if younger:
        key = Invitation.objects.filter(pk=OuterRef("invitation_id")).values("customer__respondent_key")
        Response.objects.filter(pk__in=younger).update(respondent_key=Subquery(key[:1]))
        signals.keys_renewed.send(Response, response_ids=younger)

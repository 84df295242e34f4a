"""Keeping the promises of the customer's page: words go when their time is up, keys within 90 days.

Both verbs are said by the clock, change nothing when said again, and take a bounded number of rows a transaction, so
that a customer who sends an answer meanwhile does not wait.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery

from common import clock
from invitations import forgetting
from invitations.models import Customer, Invitation
from responses import signals
from responses.models import Answer, Response
from surveys.models import Survey

BATCH = 500


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
    Response.objects.filter(pk__in=ids).update(search_text="", words_removed_at=now)
    signals.words_removed.send(Response, response_ids=ids)
    return len(ids)


@transaction.atomic
def _forget_some(due: QuerySet[Invitation], now: datetime) -> int:
    locked = due.select_related("survey").select_for_update(of=("self",)).only("customer_id", "survey__anonymity")
    invitations = list(locked.order_by("pk")[:BATCH])
    nameless = {row.customer_id for row in invitations if row.survey.anonymity != Survey.Anonymity.NAMED} - {None}
    forgetting.forget([row.pk for row in invitations], now=now)
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

"""Trying mails once more that failed before they left, when a person says the reason is mended."""

from django.db import transaction

from accounts import auditing
from accounts.models import Organisation, User
from common import clock, working
from common.models import Work
from invitations.mailings import resting
from invitations.mailings.expanding import EXPAND, SEND_MAIL, write_contacts
from invitations.models import EmailDelivery, Mailing
from surveys.models import Survey

State = EmailDelivery.State
BATCH = 1_000


@transaction.atomic
def retry_failed(mailing: Mailing, *, by: User) -> int:
    """Let the failed mails of this mailing that certainly never left wait again; returns how many. Twice is once.

    Not those whose link has run out, whose address was removed, or whom the contact rule spares by now. A mailing
    that stood still before everybody had a mail goes on too.
    """
    mailing = Mailing.objects.select_for_update(of=("self",), no_key=True).get(pk=mailing.pk)
    if mailing.state == Mailing.State.STOPPED:
        return 0
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=mailing.organisation_id)
    failed = _never_left(mailing)
    batches = [failed[start : start + BATCH] for start in range(0, len(failed), BATCH)]
    count = sum(_waiting_again(organisation, batch) for batch in batches)
    goes_on = _expand_again(mailing)
    if count or goes_on:
        auditing.note(by, "mailing.retried", mailing, mails=count)
    return count


def _never_left(mailing: Mailing) -> list[int]:
    """Failed mails that count for nobody, because they were given back, and that could still be of use."""
    now = clock.now()
    failed = EmailDelivery.objects.filter(
        invitation__mailing=mailing,
        invitation__survey__in=Survey.objects.open(now),
        invitation__expires_at__gt=now,
        invitation__answered_at__isnull=True,
        state=State.FAILED,
        contact__isnull=True,
        ambiguous_ends=0,
    )
    return list(failed.exclude(to_address="").order_by("pk").values_list("pk", flat=True))


def _waiting_again(organisation: Organisation, ids: list[int]) -> int:
    now, again = clock.now(), []
    rows = EmailDelivery.objects.filter(pk__in=ids).select_related("invitation")
    for kind in EmailDelivery.Kind.values:
        mails = [row for row in rows if row.kind == kind]
        spared = resting.by_address(organisation, {row.pk: row.to_address for row in mails}, now=now, kind=kind)
        again += [row for row in mails if row.pk not in spared]
    dues = [now] * len(again)  # what must not go by night is held when its turn comes
    keys = [row.pk for row in again]
    EmailDelivery.objects.filter(pk__in=keys).update(state=State.WAITING, error="")
    # The row of the first try is done; the new try gets its own.
    Work.objects.filter(kind=SEND_MAIL, object_id__in=keys).delete()
    write_contacts(organisation, again, dues)
    working.put_each(SEND_MAIL, dues=dict(zip(keys, dues, strict=True)))
    return len(again)


def _expand_again(mailing: Mailing) -> bool:
    """Whether turning its recipients into mails had been given up; it is tried again."""
    given_up = Work.objects.set_aside().filter(kind=EXPAND, object_id=mailing.pk)
    if mailing.expanded_at or not given_up.delete()[0]:
        return False
    working.put(EXPAND, object_id=mailing.pk)
    return True

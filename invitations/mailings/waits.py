"""Why a mail that waits does not go now, in the reader's words: its mailing is paused, or its time has not come."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from common import clock
from invitations.mailings import choosing, due_times
from invitations.models import EmailDelivery, Mailing


def held(now: datetime) -> Q:
    """Of the waiting mails, those that nobody need expect now; quiet hours, which end by the morning, left aside."""
    return (
        Q(send_after__isnull=False, send_after__gt=now)
        | Q(invitation__mailing__state__in=[Mailing.State.PAUSED, Mailing.State.STOPPED])
        | Q(invitation__survey__paused_until__isnull=False, invitation__survey__paused_until__gt=now)
    )


def tell(mails: list[EmailDelivery]) -> None:
    """Give each of them `wait`: why it does not go now, empty where it goes or went. One statement for all of them."""
    now = clock.now()
    related = ("organisation", "invitation__mailing", "invitation__survey")
    # Thousands of keys, where customers were chosen one by one: nothing that is asked here.
    rows = EmailDelivery.objects.waiting().select_related(*related).defer("invitation__mailing__recipients")
    told = {row.pk: words_for(row, now=now) for row in rows.filter(pk__in=[mail.pk for mail in mails])}
    for mail in mails:
        mail.wait = told.get(mail.pk, "")


def words_for(delivery: EmailDelivery, *, now: datetime) -> str:
    """Why this waiting mail does not go now, and until when where that is known; empty where it is its turn."""
    invitation = delivery.invitation
    if invitation.mailing.state == Mailing.State.PAUSED:
        return _("Waits: the mailing is paused")
    if invitation.mailing.state == Mailing.State.STOPPED:
        return _("Waits")  # a worker held it meanwhile; it goes just now, or never
    its_time = max(filter(None, [now, delivery.send_after, invitation.survey.paused_until]))
    goes = due_times.may_go_from(delivery, now=its_time)
    if goes <= now:
        return ""
    return _("Waits until %(when)s") % {"when": choosing.when_words(goes, delivery.organisation)}

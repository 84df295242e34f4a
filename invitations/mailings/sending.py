"""Sending a survey to customers: what is accepted is written down at once, the worker does the rest."""

from collections.abc import Iterable, Sized
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import auditing
from accounts.models import Organisation, Unit, User
from common import clock, working
from common.models import Work
from invitations.mailings import expanding, letters
from invitations.mailings.expanding import EXPAND, SEND_MAIL
from invitations.mailings.letters import Letter
from invitations.mailings.recipients import chosen
from invitations.models import Customer, EmailDelivery, Mailing, StandingSend
from invitations.ways_in import links
from surveys.models import Survey

MAX_RECIPIENTS = 20_000  # named one by one; a condition may hold for any number


class NotSendable(Exception):
    """Nothing was sent; the text says in the reader's language why, and what to do."""


@transaction.atomic
def accept(
    survey: Survey,
    recipients: dict,
    *,
    by: User | None,
    letter: Letter,
    scheduled_at: datetime | None = None,
    form_number: UUID | None = None,
    standing: StandingSend | None = None,
    standing_day: date | None = None,
) -> Mailing:
    """Take on a mailing to these `recipients` (see recipients.py), now or at a time; the worker expands it.

    As many statements for ten thousand as for one. The same form, or the same day of a standing send, again gives
    the first mailing. Raises NotSendable, and nothing is stored then.
    """
    survey = _locked(survey)
    if earlier := _earlier(survey, form_number, standing, standing_day):
        return earlier
    mailing = _accepted(
        survey,
        recipients,
        by=by,
        letter=letter,
        scheduled_at=scheduled_at,
        form_number=form_number,
        standing=standing,
        standing_day=standing_day,
    )
    waits = mailing.state == Mailing.State.SCHEDULED
    working.put(EXPAND, object_id=mailing.pk, due=scheduled_at if waits else mailing.created_at)
    return mailing


@transaction.atomic
def invite(
    survey: Survey,
    customers: Iterable[Customer],
    *,
    by: User | None,
    from_name: str | None = None,
    form_number: UUID | None = None,
) -> Mailing:
    """Accept a mailing to these few customers and expand it at once, in the caller's transaction.

    Those whom the contact rule or a stop spares stand in `spared`. A form sent in twice gives the first mailing.
    Raises NotSendable, and nothing is stored then.
    """
    customers = {customer.pk: customer for customer in customers}
    if any(customer.organisation_id != survey.organisation_id for customer in customers.values()):
        raise ValueError("A customer of another organisation was chosen.")
    refuse_too_many(customers)
    letter = letters.default_for(survey)
    if from_name:
        letter = replace(letter, from_name=from_name)
    survey = _locked(survey)
    if earlier := _earlier(survey, form_number):
        return earlier
    mailing = _accepted(survey, {"customers": sorted(customers)}, by=by, letter=letter, form_number=form_number)
    expanding.expand_whole(mailing)
    mailing.refresh_from_db()
    return mailing


def refuse_unless_sendable(survey: Survey, *, at: datetime | None = None) -> None:
    """Raises NotSendable when the survey cannot go out at that time, or now."""
    now = clock.now()
    with clock.at(at or now):
        try:
            links.refuse_if_anonymous(survey)
            links.refuse_unless_open(survey)
        except (links.NotOpen, links.OnlyOpenLinks) as reason:
            raise NotSendable(reason.args[0]) from reason
    if survey.paused_until and survey.paused_until > (at or now):
        words = _("Sending rests until %(day)s, so that the answers already here can be used first.")
        day = timezone.localtime(survey.paused_until, survey.organisation.zone).date()
        raise NotSendable(words % {"day": date_format(day, "DATE_FORMAT")})


def refuse_unless_anybody(organisation: Organisation, recipients: dict, *, may_come: bool = False) -> None:
    """Raises NotSendable when the conditions hold for nobody, unless those people may yet come."""
    if may_come and "customers" not in recipients:
        return
    if not chosen(organisation, recipients).exists():
        raise NotSendable(_("Nobody is chosen yet. Choose at least one customer."))


def refuse_too_many(recipients: Sized) -> None:
    """Raises NotSendable for more than can be named one by one."""
    if len(recipients) > MAX_RECIPIENTS:
        words = ngettext(
            "At most %(count)d customer can be invited at a time. Choose by unit or language.",
            "At most %(count)d customers can be invited at a time. Choose by unit or language.",
            MAX_RECIPIENTS,
        )
        raise NotSendable(words % {"count": MAX_RECIPIENTS})


def _locked(survey: Survey) -> Survey:
    """The survey, held so that the same form or the same day comes once; answers may come meanwhile."""
    surveys = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("organisation")
    return surveys.get(pk=survey.pk)


def _earlier(
    survey: Survey, form_number: UUID | None, standing: StandingSend | None = None, standing_day: date | None = None
) -> Mailing | None:
    if form_number and (earlier := Mailing.objects.filter(survey=survey, form_number=form_number).first()):
        return earlier
    if standing and standing_day:
        return Mailing.objects.filter(standing=standing, standing_day=standing_day).first()
    return None


def _accepted(
    survey: Survey,
    recipients: dict,
    *,
    by: User | None,
    letter: Letter,
    scheduled_at: datetime | None = None,
    **columns,
) -> Mailing:
    """The row of a mailing whose survey is locked, and its mention in the history; nothing else."""
    now = clock.now()
    waits = scheduled_at is not None and scheduled_at > now
    refuse_unless_sendable(survey, at=scheduled_at if waits else now)
    # Whom a later mailing is for is looked up when its time has come: those people may not be known yet.
    refuse_unless_anybody(survey.organisation, recipients, may_come=waits)
    mailing = Mailing.objects.create(
        organisation=survey.organisation,
        survey=survey,
        recipients=recipients,
        state=Mailing.State.SCHEDULED if waits else Mailing.State.SENDING,
        scheduled_at=scheduled_at,
        created_by=by,
        created_at=now,
        **columns,
        **letter.columns(),
    )
    auditing.note(by, "mailing.scheduled" if waits else "mailing.sent", mailing, survey=survey.pk)
    return mailing


@transaction.atomic
def send_from_outbox(organisation: Organisation, *, by: User, units: QuerySet[Unit] | None = None) -> int:
    """Send what waits in the outbox now that there is a mail server; returns how many mails. Twice is once.

    Only to customers of these units, if any are named. Mails whose link has run out, whose survey is closed or whose
    address has been removed stay where they are.
    Raises NotSendable for a demo company, which mails nobody.
    """
    if organisation.is_demo:
        raise NotSendable(_("This is a demo company: its mails stay here and reach nobody."))
    now = clock.now()
    waiting = EmailDelivery.objects.for_organisation(organisation).in_outbox()
    waiting = waiting.filter(
        invitation__expires_at__gt=now,
        invitation__survey__in=Survey.objects.for_organisation(organisation).open(now),
    ).exclude(invitation__mailing__state__in=[Mailing.State.PAUSED, Mailing.State.STOPPED])
    if units is not None:
        waiting = waiting.filter(invitation__unit__in=units)
    ids = list(waiting.select_for_update(of=("self",)).values_list("pk", flat=True))
    if not ids:
        return 0
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        EmailDelivery.objects.filter(pk__in=some).update(state=EmailDelivery.State.WAITING)
        # The row of the first try is done; the new try gets its own.
        Work.objects.filter(kind=SEND_MAIL, object_id__in=some).delete()
    working.put_many(SEND_MAIL, object_ids=ids)
    auditing.note(by, "outbox.sent", organisation, count=len(ids))
    return len(ids)

"""Sending a survey to customers: everything is written down at once, the worker does the rest."""

from collections.abc import Iterable, Sized
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts import auditing
from accounts.models import AuditEvent, Organisation, Unit, User
from common import clock, working
from common.models import Work
from invitations import links, suppressing
from invitations.models import Customer, EmailDelivery, Invitation, Mailing
from surveys.definitions import published_definition
from surveys.models import Survey

SEND_MAIL = "send mail"
MAX_RECIPIENTS = 20_000
SENT = "mailing.sent"


class NotSendable(Exception):
    """Nothing was sent; the text says in the reader's language why, and what to do."""


@transaction.atomic
def invite(
    survey: Survey,
    customers: Iterable[Customer],
    *,
    by: User | None,
    from_name: str | None = None,
    form_number: UUID | None = None,
) -> Mailing:
    """Invite the customers, each once, by a personal link in a mail; those who asked us to stop are left out.

    The returned mailing carries `left_out`, how many those were. A form sent in twice gives the first mailing
    again. Raises NotSendable, and nothing is stored then.
    """
    survey = Survey.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=survey.pk)
    if form_number and (earlier := _sent_by_form(survey, form_number)):
        return earlier
    recipients, left_out = _recipients(survey, customers)
    refuse_unless_sendable(survey, recipients, left_out=left_out)
    now = clock.now()
    mailing = Mailing.objects.create(
        organisation=survey.organisation,
        survey=survey,
        from_name=from_name or survey.organisation.name,
        reply_to_name=survey.contact_name,
        reply_to_email=survey.contact_email,
        created_by=by,
        created_at=now,
    )
    _write_mails(mailing, _write_invitations(mailing, recipients, now), now)
    detail = {"survey": survey.pk, "invited": len(recipients), "left_out": left_out, "form": str(form_number or "")}
    auditing.note(by, SENT, mailing, **detail)
    mailing.left_out = left_out
    return mailing


def refuse_unless_sendable(survey: Survey, recipients: list[Customer], *, left_out: int = 0) -> None:
    """Raises NotSendable when the survey cannot go out now, or would reach nobody or too many."""
    try:
        links.refuse_if_anonymous(survey)
        links.refuse_unless_open(survey)
    except (links.NotOpen, links.OnlyOpenLinks) as reason:
        raise NotSendable(reason.args[0]) from reason
    if survey.paused_until and survey.paused_until > clock.now():
        words = _("Sending rests until %(day)s, so that the answers already here can be used first.")
        day = timezone.localtime(survey.paused_until, survey.organisation.zone).date()
        raise NotSendable(words % {"day": date_format(day, "DATE_FORMAT")})
    if not recipients and left_out:
        raise NotSendable(_("Everybody chosen has asked not to get more questions."))
    if not recipients:
        raise NotSendable(_("Nobody is chosen yet. Choose at least one customer."))
    refuse_too_many(recipients)


def refuse_too_many(recipients: Sized) -> None:
    """Raises NotSendable for more than can be invited at a time."""
    if len(recipients) > MAX_RECIPIENTS:
        words = ngettext(
            "At most %(count)d customer can be invited at a time. Choose by unit or language.",
            "At most %(count)d customers can be invited at a time. Choose by unit or language.",
            MAX_RECIPIENTS,
        )
        raise NotSendable(words % {"count": MAX_RECIPIENTS})


def left_out_of(mailing: Mailing) -> int:
    """How many were left out of the mailing because they had asked us to stop."""
    event = AuditEvent.objects.for_organisation(mailing.organisation_id).about(mailing).filter(verb=SENT).first()
    return event.detail.get("left_out", 0) if event else 0


def _sent_by_form(survey: Survey, form_number: UUID) -> Mailing | None:
    events = AuditEvent.objects.for_organisation(survey.organisation).filter(
        object_type=Mailing._meta.label_lower, detail__form=str(form_number)
    )
    mailing = Mailing.objects.filter(survey=survey, pk__in=events.values("object_id")).first()
    if mailing:
        mailing.left_out = left_out_of(mailing)
    return mailing


def _recipients(survey: Survey, customers: Iterable[Customer]) -> tuple[list[Customer], int]:
    """Those to write to, each once, and how many asked us to stop."""
    chosen = list({customer.pk: customer for customer in customers}.values())
    if any(customer.organisation_id != survey.organisation_id for customer in chosen):
        raise ValueError("A customer of another organisation was chosen.")
    stopped = suppressing.suppressed_among(survey.organisation, [customer.email for customer in chosen])
    recipients = [customer for customer in chosen if customer.email not in stopped]
    return recipients, len(chosen) - len(recipients)


def _write_invitations(mailing: Mailing, recipients: list[Customer], now) -> list[Invitation]:
    survey = mailing.survey
    definition = published_definition(survey.published_version_id)
    ready = [
        links.ready(
            survey,
            unit_id=customer.unit_id,
            language=definition.language_or_main(customer.language),
            now=now,
            mailing=mailing,
            customer=customer,
        )
        for customer in recipients
    ]
    return Invitation.objects.bulk_create(ready, batch_size=2000)


def _write_mails(mailing: Mailing, invitations: list[Invitation], now) -> None:
    deliveries = EmailDelivery.objects.bulk_create(
        [
            EmailDelivery(
                organisation_id=mailing.organisation_id,
                invitation=invitation,
                to_address=invitation.customer.email,
                created_at=now,
            )
            for invitation in invitations
        ],
        batch_size=2000,
    )
    working.put_many(SEND_MAIL, object_ids=[delivery.pk for delivery in deliveries])


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
    )
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

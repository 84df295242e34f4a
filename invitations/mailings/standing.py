"""Standing sends by the clock: every guest of a house, so many days after the visit, one mailing a day.

The page that shows what will be sent asks the same functions, so the two cannot differ.
"""

import logging
from datetime import UTC, date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from accounts.models import Organisation
from common import clock
from invitations.mailings import recipients, sending
from invitations.mailings.letters import Letter
from invitations.models import Customer, Invitation, Mailing, Spared, StandingSend
from surveys.models import Survey

logger = logging.getLogger(__name__)

CATCHES_UP = timedelta(days=7)  # after a late list or a rest of the server


def day_at(organisation: Organisation, moment: datetime) -> date:
    """The day it is then where the organisation lives."""
    return moment.astimezone(organisation.zone).date()


def moment_of(standing: StandingSend, day: date) -> datetime:
    """When the mailing of that day is made. An hour the clock leaps over in spring comes when it has leapt."""
    return datetime.combine(day, standing.send_at, tzinfo=standing.organisation.zone).astimezone(UTC)


def first_day(standing: StandingSend) -> date:
    """The first day a mailing is made for: the first whose hour came when the standing send was there."""
    started = day_at(standing.organisation, standing.created_at)
    return started if moment_of(standing, started) >= standing.created_at else started + timedelta(days=1)


def mailing_of(standing: StandingSend, day: date) -> Mailing | None:
    return Mailing.objects.filter(standing=standing, standing_day=day).first()


def recipients_on(standing: StandingSend, day: date) -> QuerySet[Customer]:
    """Whom the mailing of that day is for, held by the contact rule or not.

    Their use lies `days_after` days back, or up to a week longer when a late list brought it; uses from before the
    standing send was there stay unasked. Who was asked or spared by it for this very use is not chosen again.
    """
    latest = day - timedelta(days=standing.days_after)
    earliest = max(latest - CATCHES_UP, first_day(standing) - timedelta(days=standing.days_after))
    if earliest > latest:
        return Customer.objects.none()
    return (
        chosen_of(standing, earliest, latest)
        .filter(use_happened_at__lte=moment_of(standing, day))
        .exclude(_dealt_with(standing, latest))
    )


def chosen_of(standing: StandingSend, earliest: date | None = None, latest: date | None = None) -> QuerySet[Customer]:
    """The customers it is for, with the day of their use where the organisation lives as `use_day`."""
    asked = {**standing.recipients, "units": [standing.unit_id]}
    if earliest and latest:
        asked |= {"used_from": earliest.isoformat(), "used_until": latest.isoformat()}
    customers = recipients.chosen(standing.organisation, asked)
    return customers.annotate(use_day=TruncDate("use_happened_at", tzinfo=standing.organisation.zone))


def _dealt_with(standing: StandingSend, latest: date) -> Q:
    """Those asked or spared for the day of their use, and those in a mailing that is not expanded yet."""
    done = Q()
    for rows in (Invitation.objects, Spared.objects):
        same = rows.filter(mailing__standing=standing, customer=OuterRef("pk")).annotate(
            use_day=TruncDate("use_happened_at", tzinfo=standing.organisation.zone)
        )
        done |= Q(Exists(same.filter(use_day=OuterRef("use_day"))))
    begin = datetime.combine(latest - CATCHES_UP, time.min, tzinfo=standing.organisation.zone)
    under_way = Mailing.objects.filter(standing=standing, expanded_at__isnull=True, created_at__gte=begin)
    for mailing in under_way.only("recipients", "created_at"):
        done |= Q(pk__in=mailing.recipients.get("customers", []), use_happened_at__lte=mailing.created_at)
    return done


def reason_to_rest(standing: StandingSend, moment: datetime) -> str:
    """Why nothing is sent at that moment, in the reader's language; empty when it is sent."""
    if standing.ended_at:
        return _("This standing send has ended.")
    if standing.paused_at:
        return _("This standing send is paused.")
    try:
        sending.refuse_unless_sendable(standing.survey, at=moment)
    except sending.NotSendable as reason:
        return str(reason)
    return ""


def send_due() -> int:
    """Make the mailings of today whose hour has come; returns how many. Said twice, by two schedulers, is once.

    After days of rest one mailing catches up with a week; a fault in one standing send keeps no other back.
    """
    now = clock.now()
    made = 0
    living = StandingSend.objects.sending().select_related("organisation", "survey")
    for standing in living.order_by("send_at", "pk").iterator(chunk_size=200):
        try:
            made += _send_if_due(standing, now)
        except Exception:
            logger.exception("The standing send %s could not be sent", standing.pk)
    return made


def _send_if_due(standing: StandingSend, now: datetime) -> bool:
    today = day_at(standing.organisation, now)
    if moment_of(standing, today) > now or mailing_of(standing, today):
        return False
    if reason_to_rest(standing, now) or not recipients_on(standing, today).exists():
        return False
    try:
        return _send(standing.pk, today, now)
    except IntegrityError:
        return False  # another scheduler made it at the same moment
    except sending.NotSendable as reason:
        logger.warning("The standing send %s waits: %s", standing.pk, reason)
        return False


@transaction.atomic
def _send(standing_id: int, today: date, now: datetime) -> bool:
    """Look again with the row locked: somebody may have paused, changed or sent it meanwhile."""
    rows = StandingSend.objects.sending().select_for_update(of=("self",)).select_related("organisation")
    standing = rows.filter(pk=standing_id).first()
    if standing is None or moment_of(standing, today) > now or mailing_of(standing, today):
        return False
    standing.survey = Survey.objects.get(pk=standing.survey_id)
    ids = list(recipients_on(standing, today).order_by("pk").values_list("pk", flat=True)[: sending.MAX_RECIPIENTS])
    if not ids or reason_to_rest(standing, now):
        return False
    sending.accept(
        standing.survey,
        {"customers": ids},
        by=None,
        letter=Letter.of(standing),
        scheduled_at=now,
        standing=standing,
        standing_day=today,
    )
    return True

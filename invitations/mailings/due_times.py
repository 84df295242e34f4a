"""When one mail of a mailing may go: some days after the use if the letter says so, and outside quiet hours."""

from datetime import UTC, datetime, timedelta

from invitations.mailings import quiet_hours
from invitations.models import EmailDelivery, Mailing


def first_due(mailing: Mailing, use_happened_at: datetime | None, *, now: datetime) -> datetime:
    """The moment the invitation to somebody whose use was then may go; `now` itself for at once."""
    organisation = mailing.organisation
    due = now
    if mailing.not_before_days and use_happened_at:
        # In the organisation's zone, so that "two days after" is the same hour also where a clock was put forward.
        after_use = use_happened_at.astimezone(organisation.zone) + timedelta(days=mailing.not_before_days)
        due = max(now, after_use.astimezone(UTC))
    if mailing.is_by_hand and due == now:
        return now
    return quiet_hours.allowed_from(organisation, due)


def may_go_from(delivery: EmailDelivery, *, now: datetime) -> datetime:
    """`now`, or the end of the quiet hours that hold this mail now. What a person sends now is never held."""
    mailing = delivery.invitation.mailing
    sent_now = delivery.kind == EmailDelivery.Kind.INVITATION and mailing.is_by_hand and delivery.send_after is None
    return now if sent_now else quiet_hours.allowed_from(delivery.organisation, now)

"""Quiet hours: no mail of the machine's own accord while people sleep."""

from datetime import UTC, datetime, timedelta

from accounts.models import Organisation


def allowed_from(organisation: Organisation, moment: datetime) -> datetime:
    """When a mail due at `moment` may go: at that moment, or when the quiet hours it lies in are over.

    A demo mails nobody, so nothing holds it.
    """
    begins, ends = organisation.quiet_from, organisation.quiet_until
    if organisation.is_demo or begins == ends:
        return moment
    local = moment.astimezone(organisation.zone)
    at, day = local.time(), local.date()
    if begins < ends:
        is_quiet = begins <= at < ends
    else:  # over midnight
        is_quiet = at >= begins or at < ends
        day += timedelta(days=1 if at >= begins else 0)
    if not is_quiet:
        return moment
    return datetime.combine(day, ends, tzinfo=organisation.zone).astimezone(UTC)

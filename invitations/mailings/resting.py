"""The contact rule: how seldom one person is asked, over all surveys of the organisation, and no means no.

Days are days where the organisation lives: whoever was asked on the third may be asked again thirty days later from
the first minute on. Contacts are counted by a keyed hash, so the rule also holds for somebody who was forgotten,
erased, and imported again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Organisation
from common import clock
from invitations.models import Contact, Customer, EmailDelivery, Spared, Suppression
from invitations.stopping.suppressing import address_hash

Kind, Reason = EmailDelivery.Kind, Spared.Reason
YEAR = timedelta(days=365)
KEPT = YEAR + timedelta(days=1)  # a day is longer than its hours in UTC


@dataclass(frozen=True)
class Verdict:
    """Why somebody is not asked now. `until` is the first moment of the day from which we may ask; None is never."""

    reason: Reason
    until: datetime | None = None
    since: datetime | None = None  # when they were asked last; known where the reason is that they rest


def verdicts(
    organisation: Organisation, customers: Iterable[Customer], *, now: datetime, kind: str = Kind.INVITATION
) -> dict[int, Verdict]:
    """Those of the customers who are not to get this kind of mail now, by their keys. Two queries however many."""
    return by_address(organisation, {customer.pk: customer.email for customer in customers}, now=now, kind=kind)


def by_address(
    organisation: Organisation,
    addresses: Mapping[int, str],
    *,
    now: datetime,
    kind: str,
    besides: Collection[int] = (),
    gone_only: bool = False,
) -> dict[int, Verdict]:
    """The same for addresses, by whatever keys they have.

    `besides` are deliveries whose own contacts do not count; with `gone_only` none that still waits does.
    """
    if not addresses:
        return {}
    hashes = {key: address_hash(organisation, address) for key, address in addresses.items()}
    stops = _stops(organisation, set(hashes.values()), now)
    contacts = _contacts(organisation, set(hashes.values()), now, besides, gone_only)
    found = {}
    for key, value in hashes.items():
        if verdict := stops.get(value) or _by_the_rule(organisation, contacts.get(value, []), now, kind):
            found[key] = verdict
    return found


def verdict_on_sending(delivery: EmailDelivery, *, now: datetime) -> Verdict | None:
    """Why this mail, about to go, must not go any more; None where it may.

    An invitation has its place in the rule since it was written, but one that waited long may meet another that went
    meanwhile; a reminder needs room among this year's mails still.
    """
    key, kind = delivery.pk, delivery.kind
    whom = {"besides": [key], "gone_only": kind == Kind.INVITATION}
    return by_address(delivery.organisation, {key: delivery.to_address}, now=now, kind=kind, **whom).get(key)


def words_for(verdict: Verdict | Spared, *, zone: ZoneInfo | None = None) -> str:
    """Why this person is not asked, in the reader's words. A stored row needs the organisation's `zone`.

    Mails enough are said as asked often enough, and neither with its day: reminders make the difference, and go to who
    has not answered. The day would be that of a mail, a year later.
    """
    if verdict.reason == Reason.BOUNCED:
        return _("Mails to this address come back")
    days = {"day": verdict.until and _in_words(verdict.until, zone)}
    if verdict.reason == Reason.STOPPED and verdict.until:
        return _("Is to get no questions until %(day)s, as they or a colleague said") % days
    if verdict.reason == Reason.STOPPED:
        return _("Is to get no questions, as they or a colleague said")
    if verdict.reason in (Reason.OFTEN, Reason.MAILS):
        return _("Has been asked often enough this year")
    if since := getattr(verdict, "since", None):
        return _("Was asked on %(since)s; may be asked again from %(day)s") % {**days, "since": _in_words(since, zone)}
    return _("Was asked a short time ago; may be asked again from %(day)s") % days


def forget_old_contacts() -> int:
    """Delete contacts the rule no longer counts; returns how many. Said by the clock."""
    return Contact.objects.filter(at__lt=clock.now() - KEPT).delete()[0]


def give_back(deliveries: Iterable[int]) -> None:
    """These mails never went: they count for nobody."""
    Contact.objects.filter(delivery__in=deliveries).delete()


def count_from(deliveries: Iterable[int], moment: datetime) -> None:
    """These mails went at that moment, perhaps long after they were written."""
    Contact.objects.filter(delivery__in=deliveries).update(at=moment)


def _stops(organisation: Organisation, hashes: set[str], now: datetime) -> dict[str, Verdict]:
    living = Suppression.objects.for_organisation(organisation).filter(Q(until__isnull=True) | Q(until__gt=now))
    found: dict[str, Verdict] = {}
    for address, reason, until in living.filter(address_hash__in=hashes).values_list("address_hash", "reason", "until"):
        bounced = reason == Suppression.Reason.BOUNCED
        until = until and until.astimezone(organisation.zone)
        verdict = Verdict(Reason.BOUNCED if bounced else Reason.STOPPED, until)
        found[address] = max(found.get(address, verdict), verdict, key=_weight_of_a_stop)
    return found


def _weight_of_a_stop(verdict: Verdict) -> tuple:
    """What a person said weighs more than what a server said; for ever weighs more than for a while."""
    return (verdict.reason == Reason.STOPPED, verdict.until is None, verdict.until and verdict.until.timestamp())


def _contacts(
    organisation: Organisation, hashes: set[str], now: datetime, besides: Collection[int], gone_only: bool
) -> dict[str, list[tuple[date, str]]]:
    """Day and kind of each contact that counts, the earliest first, by address."""
    zone = organisation.zone
    first_day = now.astimezone(zone).date() - YEAR + timedelta(days=1)
    rows = Contact.objects.for_organisation(organisation).filter(
        address_hash__in=hashes, at__gte=datetime.combine(first_day, time.min, tzinfo=zone)
    )
    if besides:
        rows = rows.exclude(delivery__in=besides)
    if gone_only:
        rows = rows.exclude(delivery__state__in=[EmailDelivery.State.WAITING, EmailDelivery.State.OUTBOX])
    found = defaultdict(list)
    for address, at, kind in rows.order_by("at", "id").values_list("address_hash", "at", "kind"):
        found[address].append((at.astimezone(zone).date(), kind))
    return found


def _by_the_rule(
    organisation: Organisation, contacts: list[tuple[date, str]], now: datetime, kind: str
) -> Verdict | None:
    """The rule that holds longest, if any does. A reminder belongs to its invitation: only mails are counted for it."""
    zone = organisation.zone
    today = now.astimezone(zone).date()
    mails = [day for day, _kind in contacts]
    asked = [day for day, its_kind in contacts if its_kind == Kind.INVITATION]
    held = [(Reason.MAILS, _room_again(mails, organisation.mails_a_year))]
    if kind == Kind.INVITATION:
        held.append((Reason.OFTEN, _room_again(asked, organisation.invitations_a_year)))
        held.append((Reason.RESTING, asked[-1] + timedelta(days=organisation.rest_days) if asked else None))
    held = [(until, reason) for reason, until in held if until and until > today]
    if not held:
        return None
    until, reason = max(held, key=lambda one: one[0])
    since = _begin_of(asked[-1], zone) if asked else None
    return Verdict(reason, _begin_of(until, zone), since)


def _room_again(days: list[date], at_most: int) -> date | None:
    """The day from which there is room for one more within a year; None where there is room now."""
    return days[-at_most] + YEAR if len(days) >= at_most else None


def _begin_of(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _in_words(moment: datetime, zone: ZoneInfo | None) -> str:
    return date_format(moment.astimezone(zone) if zone else moment, "DATE_FORMAT")

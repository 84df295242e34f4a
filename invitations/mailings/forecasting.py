"""What a standing send will do on a day to come: who is asked, who is held and why. Asks what the sending asks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, Q, QuerySet

from common import clock
from invitations.mailings import quiet_hours, resting, standing
from invitations.mailings.resting import Verdict
from invitations.models import Customer, Mailing, Spared, StandingSend
from surveys.definitions import published_definition

DAYS_AHEAD = 7
SILENCE = timedelta(days=2)  # so long without a new visit, and the list may have stopped


@dataclass(frozen=True)
class Forecast:
    """`rests` says why nothing goes that day; `mailing` is there when the day's mailing was made already."""

    day: date
    moment: datetime  # when the mailing is made
    goes_at: datetime  # when its mails go: not in quiet hours
    rests: str
    mailing: Mailing | None
    asked: list[int]  # customers' ids
    held: dict[int, Verdict]
    languages: list[tuple[str, int]]  # of the mails, the most frequent first
    late: int  # of both, how many a late list brought

    @property
    def count(self) -> int:
        return len(self.asked)


def forecast(one: StandingSend, day: date) -> Forecast:
    """The mailing of that day, from what is known now: today, or a day to come."""
    moment = standing.moment_of(one, day)
    customers = list(_newly_on(one, day))
    at = max(moment, clock.now())
    verdicts = resting.verdicts(one.organisation, customers, now=at) if customers else {}
    verdicts = _asked_by_others_before(one, day, [c.pk for c in customers if c.pk not in verdicts]) | verdicts
    asked = [customer for customer in customers if customer.pk not in verdicts]
    languages = Counter(_language_for(one, customer) for customer in asked)
    usual = day - timedelta(days=one.days_after)
    return Forecast(
        day=day,
        moment=moment,
        goes_at=quiet_hours.allowed_from(one.organisation, at),
        rests=standing.reason_to_rest(one, at),
        mailing=standing.mailing_of(one, day),
        asked=[customer.pk for customer in asked],
        held=verdicts,
        languages=sorted(languages.items(), key=lambda one: (-one[1], one[0])),
        late=sum(customer.use_day < usual for customer in customers),
    )


def _language_for(one: StandingSend, customer: Customer) -> str:
    """The language of the mail, as the sending chooses it; a survey that is not published yet has none but its own."""
    version = one.survey.published_version_id
    return published_definition(version).language_or_main(customer.language) if version else one.survey.language


def next_day(one: StandingSend) -> date:
    """The day of the next mailing: today until today's is made. Its hour may have passed and nobody have been there."""
    today = standing.day_at(one.organisation, clock.now())
    return today + timedelta(days=1) if standing.mailing_of(one, today) else today


def last_use(one: StandingSend) -> date | None:
    """The day of the latest visit a list told of, up to now; None when there is none at all."""
    known = standing.chosen_of(one).filter(use_happened_at__lte=clock.now())
    latest = known.aggregate(latest=Max("use_happened_at"))["latest"]
    return standing.day_at(one.organisation, latest) if latest else None


def is_list_silent(one: StandingSend, latest: date | None) -> bool:
    """Whether no new visit has come for more than two days; no visit at all is another matter."""
    today = standing.day_at(one.organisation, clock.now())
    return latest is not None and today - latest > SILENCE


def _newly_on(one: StandingSend, day: date) -> QuerySet[Customer]:
    """The recipients of that day whom no mailing before it takes."""
    chosen = standing.recipients_on(one, day)
    first = next_day(one)
    if day < first:
        return chosen.none()
    for before in _days_before(first, day):
        if not standing.reason_to_rest(one, standing.moment_of(one, before)):
            usual = before - timedelta(days=one.days_after)
            taken = Q(use_day__lte=usual, use_happened_at__lte=standing.moment_of(one, before))
            return chosen.exclude(taken)
    return chosen


def _days_before(first: date, day: date) -> Iterator[date]:
    """The days from `first` to the one before `day`, the last one first."""
    for back in range(1, (day - first).days + 1):
        yield day - timedelta(days=back)


def _asked_by_others_before(one: StandingSend, day: date, free: list[int]) -> dict[int, Verdict]:
    """Those of the free customers whom another standing send asks before this one's hour comes."""
    found: dict[int, Verdict] = {}
    for at, other, other_day in _sendings_before(one, day) if free else ():
        customers = list(_newly_on(other, other_day).filter(pk__in=set(free) - found.keys()))
        held = resting.verdicts(one.organisation, customers, now=at) if customers else {}
        asked = {customer.pk for customer in customers} - held.keys()
        free_again = standing.day_at(one.organisation, at) + timedelta(days=one.organisation.rest_days)
        until = datetime.combine(free_again, time.min, tzinfo=one.organisation.zone)
        found |= dict.fromkeys(asked, Verdict(reason=Spared.Reason.RESTING, until=until, since=at))
    return found


def _sendings_before(one: StandingSend, day: date) -> list[tuple[datetime, StandingSend, date]]:
    """What other standing sends for the same people make before, in the order the clock makes it."""
    path = one.unit.path
    same_people = Q(unit__path__startswith=path) | Q(unit_id__in=[int(part) for part in path.strip("/").split("/")])
    rows = StandingSend.objects.for_organisation(one.organisation).sending().filter(same_people).exclude(pk=one.pk)
    now, limit = clock.now(), (standing.moment_of(one, day), one.pk)
    found = []
    for other in rows.select_related("organisation", "survey"):
        for before in [*_days_before(next_day(other), day), day]:
            at = standing.moment_of(other, before)
            goes = before >= next_day(other) and not standing.reason_to_rest(other, at)
            if goes and (at, other.pk) < limit:
                found.append((max(at, now), other, before))
    return sorted(found, key=lambda sending: (sending[0], sending[1].pk))

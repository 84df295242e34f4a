"""How far a mailing has come, in as many statements for ten thousand people as for one."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q

from accounts.models import Membership
from common import clock
from common.models import Work
from invitations import seeing
from invitations.mailings import expanding, mailing_work, recipients, sparing_words, waits
from invitations.mailings.expanding import EXPAND, SEND_MAIL
from invitations.models import EmailDelivery, Mailing

Kind, State = EmailDelivery.Kind, EmailDelivery.State
SPARED_OVER = timedelta(days=30)
OWN_REASONS = {
    *(expanding.RESTS, expanding.NOT_OPEN_YET, expanding.NO_LONGER_OPEN, expanding.PAUSED, expanding.MORE),
    *(expanding.NOT_YET, mailing_work.QUIET),
}


@dataclass(frozen=True)
class Trouble:
    """Why mails that could go do not go yet, and when it is tried again; `words` may be the mail server's own."""

    words: str
    again_at: datetime

    @property
    def is_of_server(self) -> bool:
        """Whether it is the mail server that says no; else the words are our own."""
        return self.words not in OWN_REASONS


@dataclass(frozen=True)
class Progress:
    """Numbers of one mailing as this reader may see them. `people` get or got a mail; `spared` do not."""

    mailing: Mailing
    people: int = 0
    states: Counter = field(default_factory=Counter)  # of the first mails
    answered: int = 0
    reminded: int = 0
    later: int = 0  # of the waiting, those whose time has not come
    later_from: datetime | None = None
    spared: Counter = field(default_factory=Counter)  # by reason
    expected: int | None = None  # how many are chosen, while not all of them have been turned into mails
    trouble: Trouble | None = None
    stands_still: str = ""  # why no more mails are made of it, though not everybody has one

    @property
    def waiting(self) -> int:
        return self.states[State.WAITING]

    @property
    def waiting_now(self) -> int:
        return self.waiting - self.later

    @property
    def first_goes(self) -> datetime | None:
        """When the first of those whose time has not come goes; None where nothing goes by itself."""
        return self.later_from if self.mailing.state == Mailing.State.SENDING else None

    @property
    def done(self) -> int:
        return self.people - self.waiting

    @property
    def has_answers(self) -> bool:
        """Whether there is anything that tells of answers: some came, or some were asked for once more."""
        return bool(self.answered or self.reminded)

    @property
    def looked_at(self) -> int:
        return self.people + self.spared_count

    @property
    def spared_count(self) -> int:
        return self.spared.total()

    @property
    def failed(self) -> int:
        return self.states[State.FAILED]

    @property
    def is_expanding(self) -> bool:
        is_going = self.mailing.state == Mailing.State.SENDING and self.mailing.expanded_at is None
        return is_going and not self.stands_still

    @property
    def is_moving(self) -> bool:
        """Whether the numbers change by themselves just now."""
        return self.mailing.state == Mailing.State.SENDING and (self.is_expanding or self.waiting_now > 0)

    @property
    def is_unfinished(self) -> bool:
        """Whether there is anything left to pause or to stop."""
        is_alive = self.mailing.state != Mailing.State.STOPPED
        return is_alive and (self.mailing.expanded_at is None or self.waiting > 0)

    @property
    def spared_words(self) -> str:
        return sparing_words.people(self.spared_count)

    @property
    def reasons(self) -> list[str]:
        return sparing_words.reasons(self.spared, self.mailing.organisation)


def progress(mailing: Mailing, *, by: Membership) -> Progress:
    now = clock.now()
    first, reminders = _mails(mailing, by, now)
    spared = seeing.spared_of(by).filter(mailing=mailing).order_by()
    counted = Progress(
        mailing=mailing,
        people=sum(row["count"] for row in first),
        states=Counter({row["state"]: row["count"] for row in first}),
        answered=sum(row["answered"] for row in first),
        reminded=reminders,
        later=sum(row["later"] for row in first if row["state"] == State.WAITING),
        later_from=_later_from(mailing, first),
        spared=Counter(dict(spared.values_list("reason").annotate(Count("pk")))),
        expected=_expected(mailing, by),
        stands_still=_stands_still(mailing),
    )
    if not counted.is_moving:
        return counted
    return Progress(**{**counted.__dict__, "trouble": _trouble(mailing, now)})


def with_counts(mailings: list[Mailing], *, by: Membership) -> list[Mailing]:
    """The same rows with `people`, `spared_count` and `waiting_count`, asked for all of them together.

    The waiting are `going_count`, whose turn it is now, and `held_count`: their day has not come, or all of it rests.

    Reminders are left out of the waiting: in a small mailing they would tell who has not answered.
    """
    ids = [mailing.pk for mailing in mailings]
    people = _by_mailing(seeing.invitations_of(by).filter(mailing__in=ids), "mailing")
    spared = _by_mailing(seeing.spared_of(by).filter(mailing__in=ids), "mailing")
    now = clock.now()
    mails = seeing.deliveries_of(by).waiting().filter(invitation__mailing__in=ids, kind=Kind.INVITATION)
    waiting = _by_mailing(mails, "invitation__mailing")
    going = _by_mailing(mails.exclude(waits.held(now)), "invitation__mailing")
    for mailing in mailings:
        mailing.people = people.get(mailing.pk, 0)
        mailing.spared_count = spared.get(mailing.pk, 0)
        mailing.waiting_count = waiting.get(mailing.pk, 0)
        mailing.going_count = going.get(mailing.pk, 0)
        mailing.held_count = mailing.waiting_count - mailing.going_count
    return mailings


def spared_lately(by: Membership) -> Counter:
    """How many were spared in the last 30 days, by reason."""
    rows = seeing.spared_of(by).filter(at__gt=clock.now() - SPARED_OVER).order_by()
    return Counter(dict(rows.values_list("reason").annotate(Count("pk"))))


def _by_mailing(rows, name: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(name).annotate(Count("pk")))


def _mails(mailing: Mailing, by: Membership, now: datetime) -> tuple[list[dict], int]:
    """The first mails by state, and how many reminders went."""
    mails = seeing.deliveries_of(by).filter(invitation__mailing=mailing).order_by()
    is_later = Q(send_after__gt=now)
    rows = list(
        mails.values("kind", "state").annotate(
            count=Count("pk"),
            answered=Count("pk", filter=Q(invitation__answered_at__isnull=False)),
            later=Count("pk", filter=is_later),
            first=Min("send_after", filter=is_later),
        )
    )
    went = {State.SENT, State.BOUNCED}
    reminders = sum(row["count"] for row in rows if row["kind"] == Kind.REMINDER and row["state"] in went)
    return [row for row in rows if row["kind"] == Kind.INVITATION], reminders


def _later_from(mailing: Mailing, first: list[dict]) -> datetime | None:
    """When the first of those whose time has not come goes; not while its survey rests."""
    times = [row["first"] for row in first if row["state"] == State.WAITING and row["first"]]
    return max(filter(None, [min(times), mailing.survey.paused_until])) if times else None


def _expected(mailing: Mailing, by: Membership) -> int | None:
    if mailing.expanded_at or mailing.state == Mailing.State.STOPPED:
        return None
    customers = recipients.chosen(mailing.organisation, mailing.recipients)
    return (customers if by.sees_everything else customers.filter(unit__in=by.visible_units())).count()


def _stands_still(mailing: Mailing) -> str:
    if mailing.state != Mailing.State.SENDING or mailing.expanded_at:
        return ""
    work = Work.objects.set_aside().filter(kind=EXPAND, object_id=mailing.pk).first()
    return work.error if work else ""


def _trouble(mailing: Mailing, now: datetime) -> Trouble | None:
    """What the work that is tried again soonest wrote down."""
    tried = Work.objects.unfinished().filter(due__gt=now).exclude(error="").order_by("due")
    if mailing.expanded_at is None:
        work = tried.filter(kind=EXPAND, object_id=mailing.pk).first()
        return work and _told(mailing, work)
    waiting = EmailDelivery.objects.waiting().filter(invitation__mailing=mailing)
    work = tried.filter(kind=SEND_MAIL, object_id__in=waiting.values("pk")).first()
    return work and _told(mailing, work)


def _told(mailing: Mailing, work: Work) -> Trouble:
    """While its survey rests it is looked at now and then, and goes on when that is over."""
    rests_until = mailing.survey.paused_until
    return Trouble(
        work.error, max(work.due, rests_until) if work.error == expanding.RESTS and rests_until else work.due
    )

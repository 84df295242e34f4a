"""Seven days of three houses: 300 departures a day, lists laid in folders again and again, guests who stop or return.

Counted a second time here, by other means: nobody is asked twice, the contact rule is kept, each house has its own.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from accounts import arranging_units
from accounts.models import MailServer, Membership
from accounts.models.membership import Role
from common import clock, working
from invitations import seeing
from invitations.customers import folders_on_disk, watching_folders
from invitations.mailings import forecasting, keeping_standing, letters, mailing_work, standing
from invitations.mailings.expanding import EXPAND
from invitations.mails import delivering, writing
from invitations.models import Customer, EmailDelivery, Invitation, Mailing, Spared, StandingSend
from invitations.stopping import suppressing
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAYS, HOUSES = 7, ("Fjället", "Havet", "Skogen")
LANGUAGES = ("sv", "en", "da", "fi")  # the survey speaks the first two
REAL_COMPOSE = writing.compose


@dataclass
class House:
    """What really happened there, told by the test alone."""

    name: str
    standing: StandingSend
    folder: object
    departures: dict[date, list[str]] = field(default_factory=dict)  # addresses by the day they left
    names: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def import_dir(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "import"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.EMAIL_URL = "memory"


@pytest.fixture
def by_memory(hotel, monkeypatch):
    """The hotel's mails go to django.core.mail.outbox, one by one, as they would go to a server."""
    MailServer.objects.create(
        organisation=hotel, host="127.0.0.1", port=25, security="none", from_address="hej@hotel.example"
    )

    def keep(message, organisation, *, envelope_sender="") -> str:
        mail.outbox.append(message)
        return ""

    monkeypatch.setattr(delivering, "hand_over", keep)
    # Two thousand mails are not drawn to be counted; some of them are, at the end.
    monkeypatch.setattr(writing, "compose", lambda delivery: EmailMessage(to=[delivery.to_address]))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=STOCKHOLM)


def list_of(house: House, days: list[date], chance: random.Random, *, left_out: float = 0.0) -> str:
    """A list as a booking system writes it: some lines twice, some without a sense, in no order."""
    lines = []
    for day in days:
        for address in house.departures.get(day, []):
            if chance.random() < left_out:
                continue
            language = LANGUAGES[int(re.search(r"\d+", address)[0]) % len(LANGUAGES)]
            line = f"{address};{house.names[address]};{language};{day:%Y-%m-%d} {chance.randrange(6, 12):02}:30"
            lines += [line] * (2 if chance.random() < 0.02 else 1)
    chance.shuffle(lines)
    return "\n".join(["E-post;Namn;Språk;Avresa", *lines, "ingen adress;Okänd;sv;"]) + "\n"


def lay(house: House, name: str, content: str) -> None:
    (folders_on_disk.path_of(house.folder) / name).write_text(content, encoding="utf-8")


def clock_strikes(moment: datetime) -> None:
    """What the schedule does each minute, and the worker after it; the second stroke reads what lies still."""
    for seconds in (0, 30):
        with clock.at(moment + timedelta(seconds=seconds)):
            watching_folders.look_into_all()
            standing.send_due()
            standing.send_due()  # a second scheduler
            working.do_waiting(EXPAND)
            carry_the_mail()


def carry_the_mail() -> None:
    """The worker's own two steps for each mail, without its claims and leases: they have tests of their own."""
    for pk in EmailDelivery.objects.waiting().order_by("pk").values_list("pk", flat=True):
        mailing_work.settle(pk, 1, mailing_work.compute(pk, 1))


@pytest.fixture
def houses(hotel, agnes, import_dir, by_memory):
    def open_house(name: str, first: date) -> House:
        with clock.at(at(first, 6)):
            unit = arranging_units.add(parent=cast.root_unit(hotel), name=name, by=agnes)
            wish = {"unit": unit, "recipients": {}, "days_after": 1, "send_at": time(10)}
            survey = cast.published_survey(hotel, name=name)
            one = keeping_standing.start(survey, **wish, letter=letters.default_for(survey), by=agnes)
            folder = watching_folders.watch(unit, name=name.lower().replace("ä", "a"), language="sv", by=agnes)
        return House(name, one, folder)

    return open_house


@pytest.mark.parametrize(
    ("first", "a_day"),
    [(date(2026, 11, 16), 100), (date(2027, 3, 25), 12), (date(2026, 10, 21), 12)],
    ids=["an ordinary week", "the clock is put forward", "the clock is put back"],
)
def test_seven_days_of_three_houses(hotel, houses, first, a_day):
    chance = random.Random(16)
    all_houses = [houses(name, first) for name in HOUSES]
    stopped: dict[str, datetime] = {}
    asked_on: dict[str, date] = {}  # by the test's own count: address -> day of the mail
    spared: Counter = Counter()

    for number in range(DAYS + 1):
        day = first + timedelta(days=number)
        for house in all_houses:  # the morning's list holds the days before once more, and yesterday's missing ones
            lay(house, "list.csv", list_of(house, [day - timedelta(days=back) for back in (1, 2, 3)], chance))
            lay(house, "again.csv", list_of(house, [day - timedelta(days=1)], chance))
        clock_strikes(at(day, 8))
        told = sum(forecast(house, day).count for house in all_houses)
        before = len(mail.outbox)
        clock_strikes(at(day, 10))
        clock_strikes(at(day, 15))  # nothing more today
        expected = expected_on(all_houses, day, asked_on, stopped, spared)
        assert Counter(one.to[0] for one in mail.outbox[before:]) == Counter(expected)
        assert told == len(expected) == len(set(expected))
        asked_on |= dict.fromkeys(expected, day)
        if number < DAYS:
            a_day_passes(hotel, all_houses, day, a_day, asked_on, stopped, chance)

    gone = {address for house in all_houses for left in house.departures.values() for address in left}
    assert set(Customer.objects.values_list("email", flat=True)) == gone
    assert {one.email: one.name for one in Customer.objects.all()} == {
        address: name for house in all_houses for address, name in house.names.items()
    }
    nobody_twice(all_houses, asked_on, spared, a_day)
    each_house_its_own(hotel, all_houses)


def a_day_passes(hotel, all_houses, day, a_day, asked_on, stopped, chance) -> None:
    """People leave, some of them for the second time this week; a name is corrected; some ask for no more questions."""
    for place, house in enumerate(all_houses):
        back = sorted(address for address in asked_on if address in house.names)
        returning = chance.sample(back, min(a_day // 12, len(back)))
        fresh = [f"g{day:%d}{place}{guest:03}@guest.example" for guest in range(a_day - len(returning))]
        house.departures[day] = fresh + returning
        for address in fresh:
            house.names[address] = f"Gäst {address.split('@')[0]}"
        house.names[chance.choice(house.departures[day])] += " Rättad"
        evening = list_of(house, [day], chance, left_out=0.2)
        lay(house, "evening.csv", evening)
        lay(house, "evening-copy.csv", evening)
    clock_strikes(at(day, 21))
    for house in all_houses:
        for address in chance.sample(house.departures[day], 3):
            with clock.at(at(day, 22)):
                suppressing.suppress(hotel, address)
            stopped.setdefault(address, at(day, 22))


def forecast(house: House, day: date):
    one = StandingSend.objects.select_related("organisation", "unit", "survey").get(pk=house.standing.pk)
    with clock.at(at(day, 9)):
        return forecasting.forecast(one, day)


def expected_on(all_houses, day, asked_on, stopped, spared) -> list[str]:
    """Who must get a mail that day, from the departures alone: left yesterday, never stopped, not asked this week."""
    expected = []
    for house in all_houses:
        for address in house.departures.get(day - timedelta(days=1), []):
            if address in stopped:
                spared["stopped"] += 1
            elif address in asked_on:
                spared["resting"] += 1
            else:
                expected.append(address)
    return expected


def nobody_twice(all_houses, asked_on, spared, a_day) -> None:
    addresses = [one.to[0] for one in mail.outbox]
    assert len(addresses) == len(set(addresses)) == len(asked_on) > 0.7 * DAYS * a_day * len(HOUSES)
    assert Invitation.objects.count() == len(addresses)
    assert set(EmailDelivery.objects.values_list("state", flat=True)) == {"sent"}
    assert Counter(Spared.objects.values_list("reason", flat=True)) == spared
    assert min(spared["resting"], spared["stopped"]) > 0
    for house in all_houses:
        made = Mailing.objects.filter(standing=house.standing).order_by("standing_day")
        assert [one.standing_day for one in made] == [day + timedelta(days=1) for day in sorted(house.departures)]


def each_house_its_own(hotel, all_houses) -> None:
    """Each house's manager sees its guests, mails and spared, and nobody else's; the mails name the house."""
    names = {house.name for house in all_houses}
    for house in all_houses:
        person = cast.person(f"manager-{house.standing.pk}", hotel, Role.MANAGER)
        member = Membership.objects.get(user=person)
        member.units.add(house.standing.unit)
        assert set(seeing.customers_of(member).values_list("email", flat=True)) == set(house.names)
        assert set(seeing.standing_sends_of(member)) == {house.standing}
        assert set(seeing.watched_folders_of(member)) == {house.folder}
        theirs = seeing.deliveries_of(member)
        assert set(theirs.values_list("to_address", flat=True)) <= set(house.names)
        assert set(seeing.mailings_of(member)) == set(Mailing.objects.filter(standing=house.standing))
        mails = [REAL_COMPOSE(one).body for one in theirs.select_related(*writing.RELATED)[:5]]
        assert [sorted(name for name in names if name in words) for words in mails] == [[house.name]] * 5

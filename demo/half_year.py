"""Half a year of one organisation of the demo, from its founding until now."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from accounts.models import Membership, Organisation
from common import clock
from demo import asking, peopling, retelling, standing_sends
from demo.acting import Colleagues
from demo.guests import Guest, Guestbook
from demo.stories import Story
from invitations.models import Customer, Invitation, Mailing
from invitations.stopping import suppressing
from responses import reading
from responses.models import Response

ITS_LENGTH = timedelta(days=190)
SEED = 1  # the same demo every time
ANSWERED_AFTER_HOURS = (6, 70)
ASKED_LAST = 24  # people
ASKED_LAST_AGO = timedelta(hours=20)
GONE_HOME, GONE_HOME_AGO = 12, timedelta(hours=4)
HOUSES = ("kammen", "backen")  # of the hotel; the clinic asks in its own way
STOPPED_FOR = timedelta(days=90)
UNREAD_SINCE = timedelta(days=9)
SAY_EVERY = 100


class HalfYear:
    def __init__(self, told: dict, *, names: dict, password: str, now: datetime) -> None:
        self.told, self.now, self.chance, self.numbers = told, now, Random(SEED), count()
        begun = now - ITS_LENGTH
        with clock.at(begun):
            self.organisation, self.units, self.people = peopling.settle_in(told, password=password)
            self.manager = next(self.people[key] for key in ("maria", "olga") if key in self.people)
            self.surveys = asking.surveys_of(self.organisation, told, self.units, by=self.manager)
        # The database stamps these two itself, with the real moment.
        Organisation.objects.filter(pk=self.organisation.pk).update(created_at=begun)
        Membership.objects.filter(organisation=self.organisation).update(joined_at=begun)
        noted = {self.units[unit["key"]]: unit.get("attributes", {}) for unit in told["units"]}
        self.guests = Guestbook(told.get("customers", []), names=names, attributes=noted, chance=self.chance)
        self.colleagues = Colleagues(self.organisation, self.people)

    def happen(self, told: list[Story], *, acts: list[dict], say: Callable[[str], None]) -> None:
        """Let every answer and every act happen at its moment."""
        planned = [(story, *self._plan(story)) for story in told]
        customers = self.guests.store(self.organisation)
        invitations = asking.links_for(
            [
                (self.surveys[story.survey], customers[guest], story.language, asked_at)
                for story, guest, asked_at, _ in planned
            ]
        )
        events = [
            self._event(answered_at, self._answering(story, invitation))
            for (story, _, _, answered_at), invitation in zip(planned, invitations, strict=True)
        ]
        events += [self._event(self._moment(act["days_ago"], act["hour"]), self._acting(act)) for act in acts]
        for done, event in enumerate(sorted(events), start=1):
            with clock.at(event.at):
                event.happen()
            if done % SAY_EVERY == 0:
                say(f"  {done} of {len(events)} answers and acts")

    def ask_last(self) -> Mailing:
        """A mailing of yesterday, which will remind, that nobody has answered yet; its mails lie in the outbox."""
        at = self.now - ASKED_LAST_AGO
        customers = self._of_both_houses(ASKED_LAST, self.guests.newcomer, at)
        return asking.ask(self.surveys["hotel"], customers, by=self.manager, at=at)

    def go_home(self) -> None:
        """Guests who left today: the standing sends will ask them tomorrow, all but one who is to get no questions."""
        at = self.now - GONE_HOME_AGO
        gone = self._of_both_houses(GONE_HOME, self.guests.gone_home, at)
        houses = [self.units[name] for name in HOUSES]
        standing_sends.every_day(self.surveys["hotel"], units=houses, by=self.manager, at=at)
        with clock.at(at):
            suppressing.suppress(self.organisation, gone[0].email, until=self.now + STOPPED_FOR)

    def _of_both_houses(self, count: int, note: Callable, at: datetime) -> list[Customer]:
        languages = list(self.guests.names)
        before = len(self.guests.guests)
        for number in range(count):
            unit = self.units[HOUSES[number % len(HOUSES)]]
            note(unit=unit, language=languages[number % len(languages)], at=at)
        return list(self.guests.store(self.organisation, since=before).values())

    def look_through(self) -> None:
        """The manager has just put the machine's findings right; only those of the last hours are as it left them."""
        with clock.at(self.now):
            self.colleagues.look_through(by=self.manager)

    def mark_read(self) -> None:
        """The manager has read what came before the last days."""
        older = Response.objects.for_organisation(self.organisation).filter(submitted_at__lt=self.now - UNREAD_SINCE)
        for response in older.order_by("id"):
            reading.mark_read(response, by=self.manager)

    def _plan(self, story: Story) -> tuple[Guest, datetime, datetime]:
        """Who tells it, when they were asked, and when they answered."""
        answered_at = self._moment(story.days_ago)
        asked_at = answered_at - timedelta(hours=self.chance.uniform(*ANSWERED_AFTER_HOURS))
        guest = self.guests.somebody(unit=self.units[story.house], language=story.language, at=asked_at)
        return guest, asked_at, answered_at

    def _moment(self, days_ago: int, hour: int | None = None) -> datetime:
        return retelling.moment(days_ago, now=self.now, zone=self.organisation.zone, chance=self.chance, hour=hour)

    def _event(self, at: datetime, happen: Callable[[], None]) -> retelling.Event:
        return retelling.Event(at, next(self.numbers), happen)

    def _answering(self, story: Story, invitation: Invitation) -> Callable[[], None]:
        slugs = asking.slugs_of(self.told, story.survey)
        form_number = UUID(int=self.chance.getrandbits(128), version=4)

        def happen() -> None:
            response = retelling.answer(invitation, story.answers, slugs=slugs, form_number=form_number)
            self.colleagues.heard(story, response.pk)

        return happen

    def _acting(self, act: dict) -> Callable[[], None]:
        return lambda: self.colleagues.act(act)

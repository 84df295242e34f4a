"""Who is asked in the demo, and when: enough people to keep the contact rule."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from random import Random

from accounts.models import Organisation, Unit
from common.casefolding import normalise_email
from invitations.models import Customer

BETWEEN_INVITATIONS = timedelta(days=31)
INVITATIONS_A_YEAR = 4
ASKED_AFTER = timedelta(hours=20)
COMES_BACK = 0.35  # how often a guest is one who has been here before


@dataclass(eq=False)
class Guest:
    """Somebody asked once or more, not stored yet."""

    name: str
    email: str
    unit: Unit
    language: str
    attributes: dict[str, str]
    asked: list[datetime] = field(default_factory=list)
    left_at: datetime | None = None  # when somebody nobody has asked yet went home

    @property
    def use_happened_at(self) -> datetime:
        """The latest visit: they are asked some hours after it."""
        return self.left_at or max(self.asked) - ASKED_AFTER

    @property
    def known_since(self) -> datetime:
        return min(self.asked, default=self.left_at)

    def may_be_asked(self, at: datetime) -> bool:
        far_enough = all(abs(at - before) >= BETWEEN_INVITATIONS for before in self.asked)
        return far_enough and len(self.asked) < INVITATIONS_A_YEAR


class Guestbook:
    """Nobody is asked more often than the contact rule allows; some are asked again after a while."""

    def __init__(self, known: list[dict], *, names: dict, attributes: dict[Unit, dict], chance: Random) -> None:
        """`known` come first, in their order; then people made of `names`, {language: {"first", "last"}}.

        `attributes` is what the houses note of their guests, {heading: [what may stand there]}.
        """
        self.chance, self.attributes = chance, attributes
        self.guests: list[Guest] = []
        self.known = list(known)
        self.names = {language: self._shuffled(names) for language, names in names.items()}
        self.addresses = {normalise_email(customer["email"]) for customer in self.known}

    def somebody(self, *, unit: Unit, language: str, at: datetime) -> Guest:
        """A guest of the unit who may be asked at that moment: an earlier one, or a new one."""
        earlier = [
            guest
            for guest in self.guests
            if (guest.unit, guest.language) == (unit, language) and guest.may_be_asked(at)
        ]
        if earlier and self.chance.random() < COMES_BACK:
            guest = self.chance.choice(earlier)
            guest.asked.append(at)
            return guest
        return self.newcomer(unit=unit, language=language, at=at)

    def newcomer(self, *, unit: Unit, language: str, at: datetime) -> Guest:
        """A guest nobody has asked before."""
        return self._noted(unit=unit, language=language, asked=[at])

    def gone_home(self, *, unit: Unit, language: str, at: datetime) -> Guest:
        """A guest whose visit was over at that moment, and whom nobody has asked about it yet."""
        return self._noted(unit=unit, language=language, left_at=at)

    def store(self, organisation: Organisation, *, since: int = 0) -> dict[Guest, Customer]:
        """Everybody in the book, from place `since` on, as a customer known from the first asking on."""
        guests = self.guests[since:]
        customers = Customer.objects.bulk_create(
            [
                Customer(
                    organisation=organisation,
                    unit=guest.unit,
                    email=guest.email,
                    name=guest.name,
                    language=guest.language,
                    use_happened_at=guest.use_happened_at,
                    attributes=guest.attributes,
                    created_at=guest.known_since,
                )
                for guest in guests
            ]
        )
        return dict(zip(guests, customers, strict=True))

    def _noted(self, *, unit: Unit, language: str, **moments) -> Guest:
        name, email = self._name_and_address(language)
        number = len(self.guests)  # no chance is used up for it, so that the stories stay where they are
        noted = {heading: words[number % len(words)] for heading, words in self.attributes.get(unit, {}).items()}
        guest = Guest(name, email, unit=unit, language=language, attributes=noted, **moments)
        self.guests.append(guest)
        return guest

    def _name_and_address(self, language: str) -> tuple[str, str]:
        for known in self.known:
            if known["language"] == language:
                self.known.remove(known)
                return f"{known['first_name']} {known['last_name']}", known["email"]
        while True:
            first, last = self.names[language].pop()
            email = f"{_plain(first)}.{_plain(last)}@guest.example"
            if email not in self.addresses:
                self.addresses.add(email)
                return f"{first} {last}", email

    def _shuffled(self, names: dict) -> list[tuple[str, str]]:
        pairs = list(product(names["first"], names["last"]))
        self.chance.shuffle(pairs)
        return pairs


def _plain(name: str) -> str:
    """A name as it stands in an address: å is a, æ is ae, ø is o."""
    name = name.casefold().replace("æ", "ae").replace("ø", "o").replace("-", "")
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()

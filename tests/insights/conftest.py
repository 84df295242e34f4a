"""A listener in the engine's place that hears what a test says it hears, and people who tell."""

import numpy
import pytest
from django.core.cache import cache

from accounts.models import Membership
from common import working
from insights import analysing, reanalysing
from insights.engine import Analysis, Unit
from insights.models import Incident
from tests import cast
from tests.insights import telling
from tests.insights.asked import ALSO_EAST, EAST


class Listener:
    """Finds the sentences it was taught, each as one unit; any other words are no incident."""

    def __init__(self) -> None:
        self.known: dict[str, dict] = {}
        self.heard: list[tuple[str, str, int | None]] = []

    def knows(self, sentence: str, category: str = "waiting", severity: int = 2, polarity: str = "negative") -> str:
        self.known[sentence] = {"category": category, "severity": severity, "polarity": polarity}
        return sentence

    def __call__(self, words: str, *, language: str, rating: int | None, **_whose) -> Analysis:
        self.heard.append((words, language, rating))
        units = tuple(
            Unit(
                start=words.index(sentence),
                end=words.index(sentence) + len(sentence),
                text=sentence,
                incident=True,
                confidence=0.9,
                flags=(),
                why=(sentence.split()[0],),
                **meaning,
            )
            for sentence, meaning in self.known.items()
            if sentence in words
        )
        return Analysis(language, bool(units), "neutral", None, None, units, (), (), analysing.engine_version())


class Numbers:
    """Each text is a row of its own, unless a test says what it is like."""

    def __init__(self) -> None:
        self.name, self.known = "listener", {}

    def likens(self, sentence: str, *row: float) -> str:
        self.known[sentence] = row
        return sentence

    def __call__(self, texts, *, languages) -> tuple[str, list[bytes]]:
        return self.name, [self.row(text) for text in texts]

    def row(self, text: str) -> bytes:
        row = numpy.zeros(8)
        given = self.known.get(text, ())
        row[: len(given)] = given
        return row.astype(numpy.float16).tobytes()


@pytest.fixture
def numbers(monkeypatch) -> Numbers:
    numbers = Numbers()
    monkeypatch.setattr(analysing, "rows_of", numbers)
    return numbers


@pytest.fixture
def engine(monkeypatch, numbers) -> Listener:
    listener = Listener()
    monkeypatch.setattr(analysing, "analyse_words", listener)
    monkeypatch.setattr(analysing, "engine_version", lambda: "listener 1")
    return listener


@pytest.fixture
def night(hotel):
    """An open survey: did you sleep well (yes, no, both, and why), and how were you treated (own words)."""
    return cast.published_survey(hotel)


@pytest.fixture
def told(night, engine, rung):
    """told("Fläkten tjöt.", severity=4) lets a new customer tell that, and the worker analyse it."""

    def tell(
        words: str, category: str = "waiting", severity: int = 2, polarity: str = "negative", **fields
    ) -> Incident:
        engine.knows(words, category, severity, polarity)
        response = telling.tells(fields.pop("survey", night), words, **fields)
        assert working.do_waiting(analysing.KIND) == 1
        return Incident.objects.get(answer__response=response)

    return tell


@pytest.fixture(autouse=True)
def nothing_remembered():
    cache.clear()


@pytest.fixture
def read(night, engine, rung):
    """read(3) lets so many customers tell, and the engine of the time read it."""

    def tell(count: int = 1, words: str = "Fläkten tjöt hela natten.", **fields) -> list:
        survey = fields.pop("survey", night)
        responses = [telling.tells(survey, words, **fields) for _ in range(count)]
        working.do_waiting(analysing.KIND)
        return responses

    return tell


@pytest.fixture
def newer(monkeypatch):
    """newer() lets the program come with another engine."""
    monkeypatch.setattr(reanalysing, "LOOKED_THROUGH", 10**9)  # one look reaches whatever numbers the rows have
    return lambda version="listener 2": monkeypatch.setattr(analysing, "engine_version", lambda: version)


@pytest.fixture
def maria_reviews(logged_in, maria, agnes):
    """The only one who could look through: the owner has left."""
    Membership.objects.filter(user=agnes).delete()
    return logged_in(maria)


@pytest.fixture
def said(told, numbers):
    """Somebody tells this, and its words lie in that direction: said("The queue.", *EAST)."""

    def say(words: str, *row: float, **fields) -> Incident:
        return told(numbers.likens(words, *row), **fields)

    return say


@pytest.fixture
def four(said) -> list[Incident]:
    """Four people tell of the same queue."""
    return [said(f"Kön ringlade, dag {number}.", *(EAST if number % 2 else ALSO_EAST)) for number in range(4)]


@pytest.fixture
def marias(logged_in, maria):
    return logged_in(maria)

"""What every test may ask for: the cast, logged-in clients, and caches that forget."""

import os

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import naming
from accounts.models.membership import Role
from common import catalogues, doorbell
from surveys import definitions
from tests import cast
from tests.world import world  # noqa: F401  # a fixture of its own file, for every test

os.environ.setdefault("ENMIL_EMBEDDER", "tfidf")  # tests read with what every installation has
os.environ.setdefault("OMP_NUM_THREADS", "1")  # as the workers run; a test run a core, none with threads for all cores

# Those that wait for processes, for minutes: begun first, so that no core stands idle at the end.
LONGEST_FIRST = (
    "tests/journeys/",
    "tests/invitations/test_standing_week.py",
    "tests/processes/",
    "tests/browser/test_every_page",
)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST_FIRST))


def pytest_sessionstart():
    """Pages are tested in the languages people read them in."""
    catalogues.compile_stale()


@pytest.fixture(autouse=True)
def forgetful():
    """No test sees another's cached definitions, counters or resting doorbell."""
    definitions.forget_definitions()
    naming.forget()
    cache.clear()
    doorbell._resting_until = 0.0
    doorbell._ringer = None  # a test that loads the web's way in must not change the next


@pytest.fixture
def rung(monkeypatch) -> list[str]:
    """The kinds of work the doorbell was rung for, instead of a broker."""
    kinds: list[str] = []
    monkeypatch.setattr(doorbell, "ring", lambda kind: bool(kinds.append(kind)) or True)
    return kinds


@pytest.fixture
def agnes(db):
    return cast.person("Agnes")


@pytest.fixture
def hotel(agnes):
    return cast.organisation(owner=agnes)


@pytest.fixture
def maria(hotel):
    return cast.person("Maria", hotel, Role.MANAGER)


@pytest.fixture
def stefan(hotel):
    return cast.person("Stefan", hotel, Role.STAFF)


@pytest.fixture
def petra(hotel):
    return cast.person("Petra", hotel, Role.STAFF, privacy=True)


@pytest.fixture
def library(db):
    """Another organisation in the same installation."""
    return cast.organisation("Biblioteket")


@pytest.fixture
def olga(library):
    return cast.person("Olga", library, Role.MANAGER)


@pytest.fixture
def carl(hotel):
    return cast.customer(hotel)


@pytest.fixture
def logged_in():
    """A client logged in as somebody: logged_in(maria).get(...)"""

    def log_in(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return log_in

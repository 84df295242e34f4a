"""The engine is no worse than what docs/engine.md says, with some room, on answers it never learned from."""

import pytest

from insights.engine import LANGUAGES
from insights.engine.learning import Lesson
from insights.engine.measuring import COLUMNS, figures, read
from insights.engine.reading import shared_reader

FLOORS = {"incident F1": 0.85, "polarity": 0.75, "category": 0.5, "treat. recall": 0.8, "sev. +-1": 0.8}


@pytest.fixture(scope="module")
def pairs(examples):
    lessons = [Lesson(**row) for row in examples]
    return list(zip(lessons, read(shared_reader(), lessons), strict=True))


def test_floors_hold_over_all_languages(pairs):
    measured = dict(zip(COLUMNS, figures(pairs), strict=True))
    assert {name: measured[name] for name in FLOORS if measured[name] < FLOORS[name]} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_is_left_behind(pairs, language):
    own = dict(zip(COLUMNS, figures([pair for pair in pairs if pair[0].language == language]), strict=True))
    assert {name: own[name] for name in ("incident F1", "category") if own[name] < FLOORS[name] - 0.1} == {}

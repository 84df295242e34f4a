"""What an organisation taught is remembered: of what is like it, and without hiding ill-treatment."""

from pathlib import Path

import numpy
import pytest

from insights.engine import Lesson, remembering
from insights.engine.learning import CORRECTION_WEIGHT
from insights.engine.reading import taught_reader
from insights.engine.remembering import NEAREST, Memory
from insights.engine.simulating import MEASURED_FROM, answers_of, lessons_of, read

TRADES = Path(__file__).parent / "trades"
WORDS = ("vinschen", "kärvade", "bagaren", "log")
CAUSES = ["core_outcome", "technology", "treatment"]
TEXT = "Vinschen kärvade."


def by_words(texts, *, languages):
    """Sentences as numbers, by four words that are easily counted."""
    rows = numpy.array([[float(word in text.casefold()) for word in WORDS] for text in texts])
    return rows / numpy.maximum(numpy.linalg.norm(rows, axis=1, keepdims=True), 1)


@pytest.fixture(autouse=True)
def sentences(monkeypatch, request):
    if "trade" not in request.node.name:
        monkeypatch.setattr(remembering.vectors, "has_sentences", lambda: True)
        monkeypatch.setattr(remembering.vectors, "vectors_of", by_words)


def lesson(text, category):
    return Lesson(text, "sv", incident=True, polarity="negative", category=category, weight=CORRECTION_WEIGHT)


def scores():
    """As heads that cannot tell: incident, polarity, category, treatment, grave, kind."""
    rows = ([0.2, 0.8], [0.6, 0.1, 0.3], [0.3, 0.3, 0.4], [0.5, 0.5], [0.5, 0.5], [0.5, 0.5])
    return [numpy.array([row]) for row in rows]


def recalled(*lessons):
    told = Memory(lessons).recalled(scores(), [TEXT], languages=["sv"], causes=CAUSES)
    return [one[0].tolist() for one in told]


UNTOLD = [one[0].tolist() for one in scores()]


def test_who_has_taught_no_cause_is_answered_by_the_heads_alone():
    assert (recalled(), recalled(Lesson(TEXT, "sv", rating=1))) == (UNTOLD, UNTOLD)


def test_words_alone_are_not_asked(monkeypatch):
    monkeypatch.setattr(remembering.vectors, "has_sentences", lambda: False)
    assert recalled(lesson(TEXT, "technology")) == UNTOLD


def test_what_is_like_a_lesson_takes_its_cause():
    taught = recalled(lesson("Vinschen kärvade hela resan.", "technology"))
    assert CAUSES[taught[2].index(max(taught[2]))] == "technology"
    assert [sum(one) for one in taught] == [pytest.approx(1)] * 6
    assert [taught[n] for n in (0, 1, 4, 5)] == [UNTOLD[n] for n in (0, 1, 4, 5)]


def test_what_is_unlike_everything_taught_is_left_to_the_heads():
    assert recalled(lesson("Bagaren log.", "core_outcome")) == [pytest.approx(one) for one in UNTOLD]


def test_a_lesson_speaks_louder_for_ill_treatment_than_against_it():
    said_no, said_yes = recalled(lesson(TEXT, "technology"))[3][1], recalled(lesson(TEXT, "treatment"))[3][1]
    assert 0 < 0.5 - said_no < said_yes - 0.5


def test_only_the_nearest_are_asked_however_many_were_taught():
    near = [lesson(TEXT, "technology")] * NEAREST
    far = [lesson("Vinschen log.", "core_outcome")] * 1000
    assert recalled(*near, *far) == recalled(*near)


def right_causes(name, *, judged):
    """Of the last answers of the organisation, after it has judged so many of the first."""
    answers = answers_of(TRADES / f"{name}.jsonl")
    reader = taught_reader(lessons_of(answers[:judged]))
    pairs = read(reader, answers[MEASURED_FROM:])
    return sum(answer.category == found.category for answer, found in pairs if answer.incident)


def test_fifty_judged_answers_help_in_a_trade():
    """Of later stories more are of the right cause, in the first organisation of each language: docs/teaching.md."""
    first = {path.stem[:2]: path.stem for path in sorted(TRADES.glob("*.jsonl"), reverse=True)}
    before, after = (sum(right_causes(name, judged=judged) for name in first.values()) for judged in (0, 50))
    assert (len(first), after > before) == (5, True)

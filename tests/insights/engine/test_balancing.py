"""What an organisation taught counts as much as it would have foretold: more where the trade is unlike the seeds."""

from pathlib import Path

import numpy
import pytest

from insights.engine import Lesson
from insights.engine.balancing import AS_SHIPPED, MOST, OwnHead, Voices, best_lean, best_weights
from insights.engine.learning import CORRECTION_WEIGHT
from insights.engine.reading import shared_reader, taught_reader
from insights.engine.remembering import Memory
from insights.engine.shapes import TREATMENT_GROUP
from insights.engine.simulating import answers_of

HERE = Path(__file__).parent
RIGHT, WRONG = numpy.log([0.9, 0.05, 0.05]), numpy.log([0.05, 0.9, 0.05])
SILENT = numpy.zeros(3)
BOATYARD = {
    "responsibility": ("Kranen", "Vi fick vänta på kranen i {} timmar.", "Sjösättningen blev {} dagar försenad."),
    "technology": ("Vinschen", "Vinschen kärvade för {}:e gången.", "Vinschen gick sönder efter {} dagar."),
    "price_billing": (
        "Räkningen",
        "Räkningen blev {} tusen dyrare än vi fått veta.",
        "Vi debiterades {} timmar för mycket.",
    ),
}


def lesson(text, category="waiting", *, incident=True):
    return Lesson(
        text,
        "sv",
        incident=incident,
        polarity="negative" if incident else "neutral",
        category=category if incident else None,
        weight=CORRECTION_WEIGHT,
    )


def boatyard():
    """Where every delay is called a matter of who takes responsibility, which the seeds do not."""
    return [
        lesson(pattern.format(number), cause)
        for number in range(2, 9)
        for cause, (_what, *patterns) in BOATYARD.items()
        for pattern in patterns
    ]


def weights(heads, own, nearest, *, lessons):
    return best_weights(*(numpy.array([one] * lessons) for one in (heads, own, nearest)), [0] * lessons)


def test_heads_that_foretell_well_go_on_as_shipped():
    assert weights(RIGHT, WRONG, SILENT, lessons=50) == AS_SHIPPED


def test_lessons_that_foretell_better_than_the_heads_are_heard_instead():
    of_heads, of_own, _of_nearest = weights(WRONG, RIGHT, SILENT, lessons=50)
    assert of_heads < of_own


def test_a_handful_of_lessons_does_not_decide():
    assert weights(SILENT, numpy.log([0.4, 0.3, 0.3]), SILENT, lessons=5) == AS_SHIPPED


def test_neighbours_that_mislead_are_not_asked():
    assert weights(RIGHT, RIGHT, WRONG * 3, lessons=50)[2] == 0.0


def test_an_own_head_takes_what_it_was_taught_and_leaves_the_rest_to_the_shipped():
    causes = [*BOATYARD, "other_customers"]
    level = numpy.full((2, 4), 0.25)
    found = OwnHead(boatyard(), causes=causes).likelihoods(
        ["Vinschen kärvade.", "Räkningen blev dyrare."], level, languages=["sv", "sv"]
    )
    assert found.argmax(axis=1).tolist() == [1, 2]
    assert found.sum(axis=1) == pytest.approx([1, 1])
    assert found[:, 3].min() > 0.03  # what it never heard of is as likely as the shipped heads have it, told less loud


class Heads:
    """Heads that read an incident only where something is shouted."""

    def incidents_of(self, texts, *, languages):
        return numpy.array([0.6 if "!" in text else 0.3 for text in texts])


@pytest.mark.parametrize(
    ("quiet", "shouted", "leans"),
    [(True, True, 1), (False, True, 0), (None, True, 0)],
    ids=["missed ones are found", "right ones ask for nothing", "no quiet ones"],
)
def test_it_leans_to_where_the_lessons_come_out_right(quiet, shouted, leans):
    lessons = [lesson("Så var det!", incident=shouted)] * 10
    if quiet is not None:
        lessons += [lesson("Så var det.", incident=quiet)] * 10
    assert numpy.sign(best_lean(lessons, Heads())) == leans


@pytest.mark.parametrize(("dismissed", "lean"), [(10, -0.5), (1, 0.0)])
def test_many_dismissed_ones_lean_the_other_way(dismissed, lean):
    assert best_lean([lesson("Så var det!", incident=False)] * dismissed, Heads()) == lean


def test_what_is_taught_in_a_new_way_is_followed():
    text = "Vi fick vänta på kranen i två dagar."
    [found] = taught_reader(tuple(boatyard())).analyse_many([(text, "sv", None)])
    [cold] = shared_reader().analyse_many([(text, "sv", None)])
    assert (cold.category, found.category) == ("waiting", "responsibility")


def test_lessons_of_one_cause_leave_other_stories_as_they_were():
    """People judge in the order of a list: the first ten may well be of one cause."""
    told = [answer for answer in answers_of(HERE / "trades" / "sv-swimming-hall.jsonl") if answer.incident]
    one_cause = [answer for answer in told if answer.category == "environment"][:10]
    rest = [answer for answer in told if answer not in one_cause]
    rows = [(answer.text, answer.language, None) for answer in rest]
    cold, taught = shared_reader().analyse_many(rows), taught_reader(tuple(one_cause)).analyse_many(rows)

    def right(found):
        return sum(one.category == answer.category for one, answer in zip(found, rest, strict=True))

    assert (len(one_cause) >= 6, right(taught) >= right(cold) - 2) == (True, True)


@pytest.mark.parametrize("causes", [["waiting"], ["waiting", "technology", "price_billing"]])
def test_ill_treatment_is_not_taught_away(causes):
    stories = [one for one in answers_of(HERE / "treatment_stories.jsonl") if one.polarity == "negative"]
    about = ["Vi stod i kö i {} timmar.", "Skärmen slocknade {} gånger.", "Det kostade {} kronor för mycket."]
    lessons = [lesson(about[n % len(causes)].format(n), causes[n % len(causes)]) for n in range(2, 32)]
    rows = [(one.text, one.language, None) for one in stories]
    cold, taught = (reader.analyse_many(rows) for reader in (shared_reader(), taught_reader(tuple(lessons))))

    def found(analyses):
        return sum(one.category in TREATMENT_GROUP or one.category == "safety" for one in analyses)

    assert found(taught) >= found(cold) - 1


def test_as_shipped_only_the_nearest_are_asked_besides():
    few, text = [lesson("Kön var lång."), lesson("Kön stod stilla.")], ["Kön var lång och stod stilla."]
    heads = shared_reader().heads
    asked = {"languages": ["sv"], "causes": heads.category.labels}
    scores = heads.likelihoods(text, languages=["sv"])
    voices = Voices(few, shipped=heads)
    assert (voices.weights, voices.lean) == (AS_SHIPPED, 0.0)
    recalled = Memory(few).recalled(scores, text, **asked)
    assert all(map(numpy.array_equal, voices.heard(scores, text, **asked), recalled))


def test_a_cause_that_is_no_longer_known_is_passed_over():
    lessons = [*boatyard(), *[lesson(f"Hamnen var full dag {day}.", "berths") for day in range(9)]]
    assert Voices(lessons, shipped=shared_reader().heads).weights != AS_SHIPPED


def test_ratings_behind_the_decisions_push_none_out():
    rated = [Lesson(f"Bra {number}", "sv", rating=5) for number in range(MOST)]
    heads = shared_reader().heads
    assert Voices([*boatyard(), *rated], shipped=heads).weights == Voices(boatyard(), shipped=heads).weights

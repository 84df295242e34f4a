"""What an organisation taught counts as much as it would have foretold: more where the trade is unlike the seeds."""

import numpy
import pytest

from insights.engine import Lesson, balancing
from insights.engine.balancing import FEWEST, OwnHead, Voices, best_lean, best_weights
from insights.engine.learning import CORRECTION_WEIGHT
from insights.engine.reading import shared_reader, taught_reader

CAUSES = ["core_outcome", "technology", "treatment"]
RIGHT, WRONG = numpy.log([0.9, 0.05, 0.05]), numpy.log([0.05, 0.9, 0.05])
SILENT = numpy.zeros(3)


def lesson(text, category="waiting", *, incident=True):
    return Lesson(
        text,
        "sv",
        incident=incident,
        polarity="negative" if incident else "neutral",
        category=category if incident else None,
        weight=CORRECTION_WEIGHT,
    )


def weights(heads, own, nearest, *, lessons):
    rows = [numpy.array([one] * lessons) for one in (heads, own, nearest)]
    return best_weights(*rows, truths=[0] * lessons)


def test_heads_that_foretell_well_go_on_as_shipped():
    assert weights(RIGHT, WRONG, SILENT, lessons=50) == (1.0, 0.0, 1.0)


def test_lessons_that_foretell_better_than_the_heads_are_heard_instead():
    of_heads, of_own, _of_nearest = weights(WRONG, RIGHT, SILENT, lessons=50)
    assert of_heads < 1 < of_own


def test_a_handful_of_lessons_does_not_decide():
    assert weights(SILENT, numpy.log([0.4, 0.3, 0.3]), SILENT, lessons=5) == (1.0, 0.0, 1.0)


def test_neighbours_that_mislead_are_not_asked():
    assert weights(RIGHT, RIGHT, WRONG * 3, lessons=50)[2] == 0.0


def test_an_own_head_that_knows_one_cause_says_that_one():
    found = OwnHead([lesson("Kön var lång.")] * 3, causes=[*CAUSES, "waiting"]).likelihoods(["Vad?"], languages=["sv"])
    assert found.argmax() == 3
    assert found.min() == balancing.HEARD_OUT


def test_an_own_head_takes_what_it_was_taught():
    lessons = [lesson("Båten var sen igen.", "waiting"), lesson("Vinschen kärvade igen.", "technology")] * 5
    head = OwnHead(lessons, causes=[*CAUSES, "waiting"])
    found = head.likelihoods(["Båten kom sent.", "Vinschen kärvade."], languages=["sv", "sv"])
    assert found.argmax(axis=1).tolist() == [3, 1]


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


def test_dismissed_ones_lean_the_other_way():
    assert best_lean([lesson("Så var det!", incident=False)] * 10, Heads()) == -0.5


def test_a_few_dismissed_ones_do_not():
    assert best_lean([lesson("Så var det!", incident=False)], Heads()) == 0.0


def test_lessons_without_a_word_on_incidents_do_not_lean():
    assert best_lean([Lesson("Så var det!", "sv", rating=1)], Heads()) == 0.0


def test_fewer_than_a_few_lessons_leave_the_heads_as_they_are():
    few = Voices([lesson("Kön var lång.")] * (FEWEST - 1), shipped=shared_reader().heads)
    scores = shared_reader().heads.likelihoods(["Skruven föll ur."], languages=["sv"])
    asked = {"languages": ["sv"], "causes": shared_reader().heads.category.labels}
    heard = few.heard(scores, ["Skruven föll ur."], **asked)
    assert all(map(numpy.allclose, heard, scores))


def test_a_trade_that_sorts_by_other_causes_is_followed():
    """Of a boatyard, where every delay is called a matter of who takes responsibility."""
    told = [
        "Vi fick vänta i fyra timmar på kranen.",
        "Båten blev klar tre veckor för sent.",
        "Ingen tid hölls i år heller.",
    ]
    told += ["Sjösättningen drog ut på hela dagen.", "Kranen kom aldrig i tid.", "Vi väntade länge vid bryggan."]
    reader = taught_reader(tuple(lesson(text, "responsibility") for text in told * 3))
    [found] = reader.analyse_many([("Vi fick vänta i två dagar på kranen.", "sv", None)])
    [cold] = shared_reader().analyse_many([("Vi fick vänta i två dagar på kranen.", "sv", None)])
    assert (cold.category, found.category) == ("waiting", "responsibility")

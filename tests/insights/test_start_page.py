"""Which of an answer's incidents the start page tells, and that it says how many it leaves out."""

import pytest

from common import working
from insights import analysing
from tests.insights import telling
from tests.insights.test_pages import words_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def tell(night, rung, engine):
    """tell(("Kön var lång.", "waiting", 2), ...) is one answer that tells of each, in that order."""

    def in_one_answer(*sentences):
        for sentence in sentences:
            engine.knows(*sentence)
        telling.tells(night, " ".join(words for words, *_meaning in sentences) + " Hej då.")
        working.do_waiting(analysing.KIND)

    return in_one_answer


@pytest.fixture
def start_page(logged_in, stefan):
    return lambda: logged_in(stefan).get("/")


@pytest.mark.parametrize(
    ("sentences", "shown"),
    [
        ([("Kön var lång.", "waiting", 2), ("De fnös.", "treatment", 4)], "De fnös."),
        ([("Kallt i rummet.", "environment", 3), ("De fnös.", "treatment", 3)], "De fnös."),
        ([("Kallt i rummet.", "environment", 3), ("Ingen frågade.", "individual_needs", 3)], "Ingen frågade."),
        ([("Kallt i rummet.", "environment", 4), ("De fnös.", "treatment", 3)], "Kallt i rummet."),
        (
            [("De fnös.", "treatment", 4), ("Dörren till taket stod öppen.", "safety", 3)],
            "Dörren till taket stod öppen.",
        ),
        ([("Kallt i rummet.", "environment", 3), ("Kön var lång.", "waiting", 3)], "Kallt i rummet."),
    ],
    ids=["the gravest", "of two alike how they were met", "or not met", "graver things first", "danger", "told first"],
)
def test_one_answer_is_one_story(tell, start_page, sentences, shown):
    tell(*sentences)
    assert [one.words for one in start_page().context["stories"]] == [shown]


def test_what_the_same_answer_tells_besides_is_counted(tell, start_page):
    tell(("De fnös.", "treatment", 3), ("Kallt i rummet.", "environment", 3), ("Kön var lång.", "waiting", 2))
    assert "2 more things in the same answer" in words_on(start_page())


def test_an_answer_that_tells_one_thing_promises_no_more(tell, start_page):
    tell(("De fnös.", "treatment", 3))
    assert "in the same answer" not in words_on(start_page())

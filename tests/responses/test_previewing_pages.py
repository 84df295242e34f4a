"""A longer survey in the preview: the same pages as customers meet, and not a row stored on the way."""

import pytest

from responses.models import Answer, Response
from surveys import building, walking
from surveys.models import Question
from tests import cast
from tests.responses.conftest import when
from tests.responses.walking import Walker

pytestmark = pytest.mark.django_db


class Colleague(Walker):
    """Maria at the preview's page, logged in."""

    def __init__(self, client, survey) -> None:
        self.client, self.link = client, f"/surveys/{survey.pk}/preview/page/"
        self.look(self.link, language="en")

    @property
    def is_done(self) -> bool:
        return "You have now walked the mile." in self.html


@pytest.fixture
def draft(hotel):
    survey = cast.survey(hotel)
    slept, _treated = survey.draft.questions.all()
    why = cast.question(survey.draft, "number", {"sv": "Hur många?", "en": "How many nights?"}, prompt={})
    cast.question(survey.draft, "open_text", {"sv": "Mer?", "en": "What else?"})
    Question.objects.filter(pk=why.pk).update(show_if=when(slept))
    return survey


def test_the_way_is_the_customers_and_only_the_walk_is_noted(logged_in, maria, draft):
    slept, treated, many, else_ = draft.draft.questions.all()
    walker = Colleague(logged_in(maria), draft)
    assert (walker.asked, walker.place, walker.button) == ("Did you sleep well?", "Question 1 of at most 4", "Continue")
    walker.answer(slept, "no", "Noise.")
    assert (walker.asked, walker.place) == ("How were you treated?", "Question 2 of 4")
    walker.answer(treated, words="Kindly.").answer(many, "three")
    assert (walker.page.status_code, walker.words) == (422, ["three"])
    walker.answer(many, "3")
    assert (walker.asked, walker.button, "I would like a reply" in walker.html) == ("What else?", "Send", True)
    walker.go_back()
    assert (walker.asked, walker.words) == ("How many nights?", ["3"])
    walker.go_back().go_back()
    assert (walker.chosen, walker.words) == (["no"], ["Noise."])
    walker.answer(slept, "yes")
    assert (walker.asked, walker.words, walker.place) == ("How were you treated?", ["Kindly."], "Question 2 of 3")
    walker.answer()
    assert (walker.asked, walker.place) == ("What else?", "Question 3 of 3")
    assert not walking.is_walked(draft.draft)
    walker.answer(else_, reply="1")
    assert (walker.is_done, walking.is_walked(draft.draft)) == (True, True)
    assert (Response.objects.count(), Answer.objects.count()) == (0, 0)


def test_a_question_that_came_meanwhile_has_not_been_walked_past(logged_in, maria, draft):
    slept, treated, _many, else_ = draft.draft.questions.all()
    walker = Colleague(logged_in(maria), draft)
    walker.answer(slept, "yes").answer(treated, words="Kindly.")
    form = walker.form() | {"send": ["1"]}
    building.add_question(draft.draft, kind="open_text", by=maria, texts={"sv": "Sist?", "en": "And last?"})
    walker.post(form)
    assert (walker.asked, walking.is_walked(draft.draft)) == ("And last?", False)
    walker.answer()
    assert walker.is_done


def test_another_language_keeps_what_was_answered(logged_in, maria, draft):
    slept, treated, *_rest = draft.draft.questions.all()
    walker = Colleague(logged_in(maria), draft).answer(slept, "yes", "Tyst.")
    walker.post(walker.form() | {f"w-{treated.key}": ["Vänligt."], "switch": ["sv"]})
    assert (walker.asked, walker.words) == ("Hur blev du bemött?", ["Vänligt."])
    walker.go_back()
    assert walker.words == ["Tyst."]


def test_saying_nothing_at_all_is_told(logged_in, maria, draft):
    walker = Colleague(logged_in(maria), draft)
    for _page in range(3):
        walker.answer()
    assert (walker.page.status_code, walking.is_walked(draft.draft)) == (422, False)
    assert "Write a word or choose an answer first." in walker.html

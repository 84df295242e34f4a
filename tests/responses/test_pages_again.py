"""Page by page a second time: another answer pressed in the mail, and back and forward by one's own buttons."""

import pytest

from responses.models import Answer, Response
from tests import cast
from tests.responses.conftest import published, statements
from tests.responses.walking import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def night(hotel):
    asked = (("yes_no", "Slept?"), ("single_choice", "Came by?"), ("number", "Nights?"), ("open_text", "Treated?"))
    return published(hotel, *({"kind": kind, "text": text} for kind, text in asked))


@pytest.fixture
def link(night, carl) -> str:
    return f"/a/{cast.invitation(night[0], carl).token}/"


def first_answer() -> tuple[str, str]:
    return Answer.objects.order_by("id").values_list("value_choice", "motivation")[0]


class TestAnotherAnswerFromTheMail:
    def test_it_stands_chosen_on_its_question_and_counts_once_one_goes_on(self, link, night):
        _survey, [slept, *_rest] = night
        Walker(link, a="no").answer(slept, "no", "Fläkten tjöt.")
        carl = Walker(link, a="yes")
        assert (carl.asked, carl.chosen, carl.words, carl.button) == ("Slept?", ["yes"], [""], "Continue")
        assert "You have been at this question before." in carl.html
        assert "Fläkten" not in carl.html
        assert first_answer() == ("no", "Fläkten tjöt.")  # looking changes nothing
        carl.answer()
        assert (carl.sent.status_code, carl.asked) == (303, "Came by?")
        assert (first_answer(), Response.objects.count()) == (("yes", ""), 1)

    def test_one_goes_on_at_the_first_question_left(self, link, night):
        _survey, [slept, came, *_rest] = night
        Walker(link).answer(slept, "no").answer(came, "bus")
        assert Walker(link, a="yes").answer().asked == "Nights?"

    def test_the_same_answer_again_keeps_the_words_beside_it(self, link, night):
        _survey, [slept, *_rest] = night
        Walker(link).answer(slept, "no", "Fläkten tjöt.")
        assert Walker(link, a="no").answer().asked == "Came by?"
        assert first_answer() == ("no", "Fläkten tjöt.")
        Walker(link, a="no").answer(slept, "no", "Och kallt.")
        assert first_answer() == ("no", "Och kallt.")

    @pytest.mark.parametrize("passed_by", [True, False])
    def test_the_page_is_the_same_whatever_was_answered(self, link, night, passed_by):
        _survey, [slept, *_rest] = night
        Walker(link).answer(slept, *(() if passed_by else ("no", "Fläkten tjöt.")))
        carl = Walker(link, a="yes")
        assert (carl.asked, carl.chosen, "been at this question before" in carl.html) == ("Slept?", ["yes"], True)
        assert carl.answer().asked == "Came by?"
        assert first_answer() == ("yes", "")

    def test_another_language_keeps_it_and_asking_for_the_old_answer_does_not_write_over_it(self, link, night):
        _survey, [slept, *_rest] = night
        Walker(link).answer(slept, "no", "Fläkten tjöt.")
        carl = Walker(link, a="yes")
        carl.post(carl.form() | {"switch": ["sv"]})
        assert (carl.page["Content-Language"], carl.chosen) == ("sv", ["yes"])
        carl.show_answer()
        assert (carl.chosen, carl.words) == (["no"], ["Fläkten tjöt."])
        assert first_answer() == ("no", "Fläkten tjöt.")

    def test_a_browser_that_answered_meanwhile_is_told_of(self, link, night):
        _survey, [slept, *_rest] = night
        one = Walker(link).answer(slept, "no")
        other = Walker(link, a="yes")
        one.go_back().answer(slept, "neither", "Både och.")
        other.answer()
        assert (other.sent.status_code, first_answer()) == (409, ("neither", "Både och."))
        other.answer()
        assert first_answer() == ("yes", "")

    @pytest.mark.parametrize("answer", ["maybe", ""])
    def test_what_is_no_answer_is_a_look_as_any_other(self, link, night, answer):
        _survey, [slept, *_rest] = night
        Walker(link).answer(slept, "no")
        assert Walker(link, a=answer).asked == "Came by?"

    def test_it_costs_what_any_page_costs(self, link, night):
        _survey, [slept, *_rest] = night
        Walker(link).answer(slept, "no")
        carl = Walker(link, a="yes")
        with statements(2):
            carl.look(link, a="yes", language="en")
        with statements(8):  # six, with the look that follows
            carl.answer()


class TestForwardAsBack:
    def test_each_page_is_met_again_with_its_answer(self, link, night):
        _survey, [slept, came, nights, treated] = night
        carl = Walker(link).answer(slept, "no").answer(came, "bus").answer(nights, "3")
        met = [carl.go_back().asked for _page in range(3)]
        met += [carl.answer().asked for _page in range(3)]
        assert met == ["Nights?", "Came by?", "Slept?", "Came by?", "Nights?", "Treated?"]
        assert (carl.sent.status_code, carl.button) == (303, "Send")  # not passed yet: it has an address of its own
        carl.go_back().answer().answer(treated, words="Bra.")
        assert carl.is_thanked

    def test_who_only_has_the_link_still_goes_to_the_first_question_left(self, link, night):
        _survey, [slept, came, *_rest] = night
        Walker(link).answer(slept, "no").answer(came, "bus").go_back().go_back()
        assert Walker(link).asked == "Nights?"

    def test_another_language_in_between_is_no_way_out(self, link, night):
        _survey, [slept, came, *_rest] = night
        carl = Walker(link).answer(slept, "no").answer(came, "bus").go_back().go_back()
        carl.post(carl.form() | {"switch": ["sv"]})
        assert carl.answer().chosen == ["bus"]

    def test_telling_of_another_browser_shows_nothing_of_its_answers(self, link, night):
        _survey, [slept, came, *_rest] = night
        one, other = Walker(link), Walker(link)
        one.answer(slept, "no").answer(came, "bus")
        assert other.answer(slept, "yes").sent.status_code == 409
        assert other.answer().asked == "Nights?"

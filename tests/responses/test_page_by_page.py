"""A survey of four questions or more: one question a page, each saved, gone on with by the same link."""

import re

import pytest

from common import clock
from common.models import Work
from responses.models import Answer, Response
from surveys.models import Question, Survey, SurveyVersion
from tests import cast
from tests.responses.conftest import OPTIONS, published, when
from tests.responses.walking import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]


@pytest.fixture
def night(hotel):
    """Four questions for everybody."""
    return published(
        hotel,
        {"kind": "yes_no", "text": "Slept?"},
        {"kind": "single_choice", "text": "Came by?", "required": True, "options": OPTIONS},
        {"kind": "number", "text": "Nights?"},
        {"kind": "open_text", "text": "Treated?"},
    )


@pytest.fixture
def conditional(hotel):
    """The second is asked after a no, the fourth after yes to the third."""
    survey, asked = published(
        hotel,
        {"kind": "yes_no", "text": "Slept?"},
        {"kind": "open_text", "text": "Why not?"},
        {"kind": "yes_no", "text": "Breakfast?"},
        {"kind": "open_text", "text": "Which?"},
    )
    Question._base_manager.filter(pk=asked[1].pk).update(show_if=when(asked[0]))
    Question._base_manager.filter(pk=asked[3].pk).update(show_if=when(asked[2], value="yes"))
    return survey, asked


@pytest.fixture
def link(night, carl) -> str:
    return f"/a/{cast.invitation(night[0], carl).token}/"


def stored() -> dict[str, tuple]:
    rows = Answer.objects.select_related("question").order_by("id")
    said = {row.question.texts["en"]: (row.value_choice, row.value_decimal, row.words) for row in rows}
    return {text: tuple(part for part in parts if part not in ("", None)) for text, parts in said.items()}


def test_from_the_first_page_to_the_thanks(link, night):
    survey, [slept, came, nights, treated] = night
    carl = Walker(link)
    assert (carl.asked, carl.place, carl.button) == ("Slept?", "Question 1 of 4", "Continue")
    assert "Takes about" in carl.html or "Takes less" in carl.html
    carl.answer(slept, "no", "Fläkten tjöt.")
    assert carl.sent.status_code == 303
    assert (carl.asked, carl.place, carl.button) == ("Came by?", "Question 2 of 4", "Continue")
    assert "Takes about" not in carl.html
    response = Response.objects.get()
    assert (response.submitted_at, response.version, Work.objects.count()) == (None, survey.published_version, 0)
    carl.answer(came, "bus").answer(nights)  # the third is passed by
    assert (carl.asked, carl.place, carl.button) == ("Treated?", "Question 4 of 4", "Send")
    carl.answer(treated, words="Bra.")
    assert carl.is_thanked
    response.refresh_from_db()
    assert stored() == {"Slept?": ("no", "Fläkten tjöt."), "Came by?": ("bus",), "Nights?": (), "Treated?": ("Bra.",)}
    assert (response.submitted_at is not None, response.revision) == (True, 1)
    assert response.search_text == "fläkten tjöt. bra."
    assert response.invitation.answered_at == response.submitted_at
    assert list(Work.objects.values_list("kind", "object_id", "revision")) == [("analyse response", response.pk, 1)]


def test_the_pages_have_addresses_of_their_own_and_looking_again_sends_nothing(link, night):
    _survey, [slept, *_rest] = night
    carl = Walker(link).answer(slept, "no", "Fläkten tjöt.")
    address = carl.sent.url
    assert re.fullmatch(rf"{link}\?language=en&mine=[0-9a-f-]{{36}}&page=2", address)
    before = list(Answer.objects.values())
    assert [carl.look(address).asked for _again in range(3)] == ["Came by?"] * 3
    assert list(Answer.objects.values()) == before


def test_the_same_link_goes_on_at_the_first_question_left_and_shows_nothing(link, night):
    _survey, [slept, came, *_rest] = night
    Walker(link).answer(slept, "no", "Fläkten tjöt.").answer(came, "bus")
    forwarded = Walker(link)
    assert (forwarded.asked, forwarded.place) == ("Nights?", "Question 3 of 4")
    assert "What you answered before is kept." in forwarded.html
    assert ("Fläkten" in forwarded.html, forwarded.chosen) == (False, [])
    for page in ("1", "2", "9", "x", "²"):
        assert Walker(link, page=page).asked == "Nights?"


def test_going_back_shows_what_was_answered_and_keeps_what_is_typed(link, night):
    _survey, [slept, came, nights, treated] = night
    carl = Walker(link).answer(slept, "no", "Fläkten tjöt.").answer(came, "bus")
    carl.go_back(nights, "3")
    assert (carl.page.status_code, carl.asked, carl.chosen) == (200, "Came by?", ["bus"])
    carl.go_back()
    assert (carl.asked, carl.chosen, carl.words) == ("Slept?", ["no"], ["Fläkten tjöt."])
    carl.answer(slept, "yes", "Den tystnade.")
    assert (carl.asked, carl.chosen) == ("Came by?", ["bus"])  # forward as back, a page at a time
    assert carl.answer().answer().asked == "Treated?"
    assert stored()["Slept?"] == ("yes", "Den tystnade.")
    assert [str(part) for part in stored()["Nights?"]] == ["3.0000"]


def test_words_without_an_answer_are_met_again_on_the_way_forward(link, night):
    _survey, [slept, came, *_rest] = night
    carl = Walker(link)
    carl.answer(slept, "no").go_back(came, words="Jag gick.").answer(slept, "no")
    assert (carl.asked, carl.words, carl.chosen) == ("Came by?", ["Jag gick."], [])
    carl.answer(came, "foot", "Jag gick.")
    assert carl.asked == "Nights?"


def test_an_unanswered_question_that_one_goes_back_from_is_not_passed_by(link, night):
    _survey, [slept, came, *_rest] = night
    carl = Walker(link).answer(slept, "no").answer(came, "bus").go_back()
    assert Walker(link).asked == "Nights?"
    assert carl.asked == "Came by?"


def test_the_browsers_own_back_shows_the_question_and_its_answer_only_when_asked(link, night):
    _survey, [slept, came, *_rest] = night
    carl = Walker(link).answer(slept, "no", "Fläkten tjöt.").answer(came, "bus")
    earlier = carl.address.replace("page=3", "page=1")
    carl.look(earlier)
    assert (carl.asked, carl.chosen, carl.words) == ("Slept?", [], [""])
    assert "You have been at this question before." in carl.html
    assert carl.answer(slept).asked == "Nights?"  # nothing typed, nothing changed
    assert stored()["Slept?"] == ("no", "Fläkten tjöt.")
    carl.look(earlier).show_answer()
    assert (carl.asked, carl.chosen, carl.words) == ("Slept?", ["no"], ["Fläkten tjöt."])
    carl.look(earlier).answer(slept, "yes", "Ändå bra.")
    assert stored()["Slept?"] == ("yes", "Ändå bra.")


def test_what_is_missing_or_wrong_is_told_on_its_page(link, night):
    _survey, [slept, came, nights, _treated] = night
    carl = Walker(link).answer(slept, "no").answer(came)
    assert (carl.sent.status_code, carl.asked) == (422, "Came by?")
    assert carl.html.count("Please choose an answer.") == 2
    carl.answer(came, "bus").answer(nights, "tre")
    assert (carl.sent.status_code, carl.asked, carl.words) == (422, "Nights?", ["tre"])
    carl.go_back(nights, "tre")  # a number that cannot be kept is told, not lost
    assert (carl.sent.status_code, carl.words) == (422, ["tre"])
    assert carl.answer(nights, "3").asked == "Treated?"


def test_another_language_keeps_what_is_typed_and_the_pages_so_far(link, night):
    _survey, [slept, came, *_rest] = night
    carl = Walker(link).answer(slept, "no", "Fläkten tjöt.")
    carl.post(carl.form() | {f"q-{came.key}": ["bus"], "switch": ["sv"]})
    assert (carl.page.status_code, carl.page["Content-Language"], carl.chosen) == (200, "sv", ["bus"])
    assert stored() == {"Slept?": ("no", "Fläkten tjöt.")}
    carl.post(carl.form())
    assert (carl.page["Content-Language"], "language=sv" in carl.sent.url) == ("sv", True)
    assert carl.client.get(link).headers["Content-Language"] == "sv"


def test_conditions_are_followed_and_the_count_is_honest(conditional, carl):
    survey, [slept, why, breakfast, which] = conditional
    walker = Walker(f"/a/{cast.invitation(survey, carl).token}/")
    assert walker.place == "Question 1 of at most 4"
    walker.answer(slept, "yes")
    assert (walker.asked, walker.place, walker.button) == ("Breakfast?", "Question 2 of at most 3", "Continue")
    walker.answer(breakfast, "no")
    assert (walker.asked, walker.place, walker.button) == ("", "", "Send")
    assert "Nothing is sent until you press Send." in walker.html
    walker.go_back()
    assert (walker.asked, walker.chosen) == ("Breakfast?", ["no"])
    walker.answer(breakfast, "yes")
    assert (walker.asked, walker.place, walker.button) == ("Which?", "Question 3 of 3", "Send")
    walker.go_back().go_back()
    assert walker.answer(slept, "no").asked == "Why not?"  # asked now, and not answered yet
    walker.answer(why, words="Noise.")
    assert (walker.asked, walker.place) == ("Which?", "Question 4 of 4")
    assert walker.answer(which, words="Eggs.").is_thanked
    assert stored() == {"Slept?": ("no",), "Breakfast?": ("yes",), "Which?": ("Eggs.",), "Why not?": ("Noise.",)}


def test_an_answer_to_a_question_that_is_not_asked_any_more_is_dropped(conditional, carl):
    survey, [slept, why, breakfast, _which] = conditional
    walker = Walker(f"/a/{cast.invitation(survey, carl).token}/").answer(slept, "no").answer(why, words="Noise.")
    walker.go_back().go_back().answer(slept, "yes").answer(breakfast, "no").answer()
    assert walker.is_thanked
    assert stored() == {"Slept?": ("yes",), "Why not?": (), "Breakfast?": ("no",), "Which?": ()}
    assert Response.objects.get().search_text == ""


def test_what_was_answered_stands_in_the_next_question_only_on_ones_own_way(hotel, carl):
    from surveys import inserting

    survey, [came, how, *_rest] = published(
        hotel,
        {"kind": "single_choice", "text": "Came by?"},
        {"kind": "open_text", "text": "How was it?"},
        {"kind": "open_text", "text": "And then?"},
        {"kind": "open_text", "text": "More?"},
    )
    text = {"en": f"How was the {{answer:{inserting.code_for(came.key)}|journey}}?", "sv": "?"}
    Question._base_manager.filter(pk=how.pk).update(texts=text)
    link = f"/a/{cast.invitation(survey, carl).token}/"
    assert Walker(link).answer(came, "bus").asked == "How was the Bus?"
    assert Walker(link).asked == "How was the journey?"


def test_all_passed_by_sends_nothing(hotel, carl):
    survey, asked = published(hotel, *({"kind": "open_text", "text": f"{number}?"} for number in range(4)))
    walker = Walker(f"/a/{cast.invitation(survey, carl).token}/")
    for question in asked:
        walker.answer(question)
    assert (walker.sent.status_code, walker.asked) == (422, "3?")
    assert "Write a word or choose an answer first." in walker.html
    assert walker.answer(asked[3], words="Bra.").is_thanked


def test_the_version_that_was_begun_is_kept(link, night):
    survey, [slept, came, *_rest] = night
    carl = Walker(link).answer(slept, "no")
    newer = SurveyVersion.objects.create(
        organisation=survey.organisation, survey=survey, number=2, languages=["en"], created_at=clock.now()
    )
    cast.question(newer, "yes_no", {"en": "Anything else?"})
    newer.published_at = clock.now()
    newer.save()
    Survey.objects.filter(pk=survey.pk).update(published_version=newer)
    assert Walker(link).asked == "Came by?"
    carl.answer(came, "bus")
    assert carl.asked == "Nights?"


def test_the_survey_closes_half_way_and_the_words_can_be_copied(link, night):
    survey, [slept, *_rest, treated] = night
    carl = Walker(link).answer(slept, "no")
    Survey.objects.filter(pk=survey.pk).update(closed_at=clock.now())
    carl.post(carl.form() | {"asked": [str(treated.key)], f"w-{treated.key}": ["Hon log."]})
    assert (carl.sent.status_code, "Hon log." in carl.html) == (410, True)
    assert "This survey is closed" in carl.html


def test_sent_twice_is_sent_once(link, night):
    _survey, asked = night
    carl = Walker(link).answer(asked[0], "no").answer(asked[1], "bus").answer(asked[2])
    last = carl.form() | {f"w-{asked[3].key}": ["Bra."], "send": ["1"]}
    first, second = (carl.client.post(link, last) for _press in range(2))
    assert (first.status_code, second.status_code, first.url) == (303, 303, second.url)
    assert (Work.objects.count(), Response.objects.get().revision) == (1, 1)


def test_a_page_from_before_the_sending_changes_nothing_and_loses_nothing(link, night):
    _survey, asked = night
    carl = Walker(link).answer(asked[0], "no")
    kept = carl.form()
    carl.answer(asked[1], "bus").answer(asked[2]).answer(asked[3], words="Bra.")
    late = carl.client.post(link, kept | {f"q-{asked[1].key}": ["car"], f"w-{asked[1].key}": ["Bilen stannade."]})
    assert (late.status_code, "Bilen stannade." in late.content.decode()) == (409, True)
    assert "Show what I wrote" in late.content.decode()
    assert stored()["Came by?"] == ("bus",)


def test_changing_shows_everything_on_one_page(link, night):
    _survey, asked = night
    carl = Walker(link).answer(asked[0], "no").answer(asked[1], "bus").answer(asked[2]).answer(asked[3], words="Bra.")
    shown = carl.client.post(f"{link}earlier/", {"language": "en"})
    carl.page = shown
    assert (carl.chosen, "Bra." in carl.html, carl.button) == (["no", "bus"], True, "Send again")
    answered = carl.client.post(link, carl.form() | {f"w-{asked[3].key}": ["Mycket bra."]})
    assert (answered.status_code, Response.objects.get().revision) == (303, 2)
    assert stored()["Treated?"] == ("Mycket bra.",)

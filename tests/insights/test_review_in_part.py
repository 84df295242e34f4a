"""One key in the review decides what it touched; the rest stays a guess until somebody confirms it."""

import pytest

from common import clock, working
from insights import analysing, reanalysing, settling
from insights.lessons import decisions_of
from insights.models import Coding
from tests.insights import telling
from tests.insights.test_review import press, shown, words_on

pytestmark = pytest.mark.django_db


def test_one_key_decides_what_it_touched_and_nothing_else(told, maria_reviews, maria):
    wrong = told("De fnös åt oss i kön.", "waiting", None, "positive", slept="no")
    told("Fläkten tjöt.", days_ago=2)
    page = press(maria_reviews, wrong, category="treatment")
    assert (page.context["incident"], page.redirect_chain[-1][0]) == (wrong, f"/review/{wrong.pk}/")
    assert "The rest is still a guess" in words_on(page)
    assert "Looked at by" not in words_on(page)
    wrong.refresh_from_db()
    assert (wrong.human_category, wrong.human_polarity, wrong.human_severity) == ("treatment", None, None)
    assert (wrong.category, wrong.polarity, wrong.theme.category) == ("treatment", "positive", "treatment")
    assert Coding.objects.values_list("category", "polarity", "severity").get() == ("treatment", "", None)
    lesson = decisions_of(wrong.organisation_id, until=clock.now())[0].lesson()
    assert (lesson.incident, lesson.category, lesson.polarity, lesson.severity) == (True, "treatment", None, None)


def test_two_values_are_corrected_by_two_keys_and_enter_confirms_the_rest(told, maria_reviews, maria):
    wrong = told("De fnös åt oss i kön.", "waiting", None, "positive", slept="no")
    press(maria_reviews, wrong, category="treatment")
    press(maria_reviews, wrong, polarity="negative")
    page = press(maria_reviews, wrong, severity="4")
    assert (page.context["incident"], "The rest is still a guess" in words_on(page)) == (wrong, False)
    assert press(maria_reviews, wrong, decision="right").context["incident"] is None
    wrong.refresh_from_db()
    assert (wrong.human_category, wrong.human_polarity, wrong.human_severity) == ("treatment", "negative", 4)
    half = told("Kön ringlade.", "waiting", 3)
    press(maria_reviews, half, category="recovery")
    assert press(maria_reviews, half, decision="right").context["incident"] is None
    half.refresh_from_db()
    assert (half.human_category, half.human_polarity, half.human_severity) == ("recovery", "negative", 3)


def test_a_habitual_enter_after_all_is_said_leaves_the_next_story_alone_and_the_way_back_open(told, maria_reviews):
    praise, following = told("Vi fick vänta.", "waiting", None, "positive"), told("Fläkten tjöt.", days_ago=2)
    press(maria_reviews, praise, category="treatment")
    press(maria_reviews, praise, polarity="mixed")
    press(maria_reviews, praise, severity="2")
    page = press(maria_reviews, praise)
    following.refresh_from_db()
    assert (page.context["incident"], following.settled_at) == (following, None)
    maria_reviews.post("/review/undoing/")
    praise.refresh_from_db()
    assert (praise.category, praise.polarity, praise.human_severity) == ("treatment", "mixed", None)


def test_what_is_judged_in_part_waits_for_the_rest_and_anybody_may_say_it(told, maria_reviews, logged_in, stefan):
    half = told("Kön ringlade.", "waiting", 3)
    press(maria_reviews, half, category="recovery")
    assert (shown(maria_reviews), "0 looked at today, 1 left" in words_on(maria_reviews.get("/review/"))) == (
        half,
        True,
    )
    stefans = logged_in(stefan)
    assert "Maria was quicker" in words_on(press(stefans, half, category="treatment"))
    assert "Maria was quicker" in words_on(press(stefans, half, decision="not_incident"))
    press(stefans, half, decision="right")
    half.refresh_from_db()
    assert (half.category, half.human_polarity, half.settled_by) == ("recovery", "negative", stefan)
    assert shown(maria_reviews) is None


def test_a_word_that_came_too_late_does_not_bring_the_same_story_back(told, maria_reviews, logged_in, stefan):
    half, other = told("Kön ringlade.", "waiting", 3), told("Fläkten tjöt.", "environment", 2)
    press(maria_reviews, half, category="recovery")
    stefans = logged_in(stefan)
    press(stefans, half, category="treatment")
    assert [shown(stefans) for _look in range(2)] == [other] * 2


def test_who_reads_blind_is_given_no_story_that_somebody_has_begun(told, maria_reviews, logged_in, stefan):
    half = told("Kön ringlade.", "waiting", 3)
    press(maria_reviews, half, category="recovery")
    stefans = logged_in(stefan)
    assert shown(stefans) == half
    stefans.post("/review/blindness/", {"blind": "on"})
    assert shown(stefans) is None
    maria_reviews.post("/review/blindness/", {"blind": "on"})
    assert shown(maria_reviews) == half  # her own


def test_a_guess_left_beside_a_correction_is_not_changed_by_reading_anew(told, engine, maria_reviews):
    half = told("Kön ringlade.", "waiting", 3)
    press(maria_reviews, half, category="recovery")
    engine.knows("Kön ringlade.", "treatment", None, "positive")
    working.put_again(reanalysing.KIND, object_id=half.answer.response_id, due=clock.now())
    assert working.do_waiting(reanalysing.KIND) == 1
    half.refresh_from_db()
    assert (half.category, half.polarity, half.severity) == ("recovery", "negative", 3)


def test_words_changed_since_stay_to_be_looked_at_until_all_is_confirmed(told, engine, maria_reviews, maria):
    settled = settling.correct(told("Kön ringlade."), by=maria)
    engine.knows("Kön var evig.")
    telling.tells_anew(settled.answer.response, "Kön var evig.")
    working.do_waiting(analysing.KIND)
    press(maria_reviews, settled, category="recovery")
    settled.refresh_from_db()
    assert settled.flags == ["look_again"]
    maria_reviews.post("/review/undoing/")
    settled.refresh_from_db()
    assert (settled.flags, settled.category) == (["look_again"], "waiting")
    press(maria_reviews, settled)
    settled.refresh_from_db()
    assert settled.flags == []

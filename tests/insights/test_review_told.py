"""What the review says of a press, where it asks for one more, and how presses are taken back one by one."""

import re

import pytest

from insights import settling
from insights.models import Coding
from tests.insights.test_review import press, shown, words_on

pytestmark = pytest.mark.django_db


def undo(client):
    return client.post("/review/undoing/", follow=True)


def judged(incident) -> tuple:
    incident.refresh_from_db()
    return incident.human_category, incident.human_polarity, incident.human_severity


def focused(page) -> list[str]:
    return re.findall(r'id="(\w+)" tabindex="-1" autofocus', page.content.decode())


@pytest.fixture
def praise(told):
    return told("Jo, jättekul kö.", "waiting", None, "positive", slept="yes")


def test_how_bad_it_was_is_asked_first_and_nothing_else_is_called_right_before_it_is_said(praise, maria_reviews):
    press(maria_reviews, praise, category="recovery")
    page = press(maria_reviews, praise, polarity="negative")
    assert [group["name"] for group in page.context["groups"]] == ["severity", "category", "polarity"]
    assert (focused(page), 'id="right"' in page.content.decode()) == (["id_severity"], False)
    assert ("say “That" in words_on(page), "Looked at by" in words_on(page)) == (False, False)
    assert 'class="toast toast' not in page.content.decode()
    page = press(maria_reviews, praise, severity="3")
    assert [group["name"] for group in page.context["groups"]] == ["category", "polarity", "severity"]
    assert (focused(page), 'id="right"' in page.content.decode()) == (["story"], True)
    assert "One more press" not in words_on(page)


def test_a_story_left_without_how_bad_it_was_comes_back_and_is_never_called_right(praise, told, maria_reviews):
    page = press(maria_reviews, praise, polarity="negative")
    page = press(maria_reviews, praise, polarity="negative")
    assert ("Kept as it was" in words_on(page), "Good or bad: it is “Bad” now." in words_on(page)) == (False, True)
    assert shown(maria_reviews) == praise
    assert press(maria_reviews, praise, category="recovery").context["incident"] == praise
    press(maria_reviews, praise, severity="3")
    assert (shown(maria_reviews), judged(praise)) == (None, ("recovery", "negative", 3))


def test_thats_right_from_an_older_page_decides_nothing_while_it_lacks_how_bad_it_was(praise, maria_reviews):
    press(maria_reviews, praise, polarity="mixed")
    page = press(maria_reviews, praise, decision="right")
    assert (page.context["incident"], judged(praise)) == (praise, (None, "mixed", None))
    assert ("Kept as it was" in words_on(page), focused(page)) == (False, ["id_severity"])


def test_an_error_beside_the_question_how_bad_has_the_focus_and_leads_to_it(praise, maria_reviews):
    press(maria_reviews, praise, polarity="negative")
    page = maria_reviews.post(f"/review/{praise.pk}/", {"nothing": "1"}).content.decode()
    assert (page.count("autofocus"), 'href="#id_severity"' in page, 'id="id_severity"' in page) == (1, True, True)


def test_presses_are_taken_back_one_by_one_until_nothing_is_left(told, maria_reviews):
    first, second = told("Kön ringlade."), told("Fläkten tjöt.", days_ago=2)
    press(maria_reviews, first, category="recovery")
    press(maria_reviews, first, polarity="mixed")
    press(maria_reviews, second, severity="4")
    page = undo(maria_reviews)
    assert (judged(second), page.context["incident"]) == ((None, None, None), second)
    assert re.findall(r'<q id="last-story" lang="sv">(.*?)</q>', page.content.decode()) == ["Kön ringlade."]
    assert "nothing more to take back" not in words_on(page)
    undo(maria_reviews)
    assert judged(first) == ("recovery", None, None)
    page = undo(maria_reviews)
    assert (judged(first), Coding.objects.count(), 'id="undo"' in page.content.decode()) == ((None,) * 3, 0, False)
    assert "There is nothing more to take back." in words_on(page)


def test_skipping_is_said_with_the_words_and_taken_back(told, maria_reviews):
    skipped, other = told("Kön ringlade."), told("Fläkten tjöt.", days_ago=2)
    press(maria_reviews, other, category="recovery")
    page = maria_reviews.post(f"/review/{skipped.pk}/skipping/", follow=True)
    assert "Kön ringlade. Skipped for now. Undo" in words_on(page)
    assert undo(maria_reviews).context["incident"] == skipped
    assert (shown(maria_reviews), judged(other)) == (skipped, ("recovery", None, None))


def test_the_story_on_the_page_is_not_quoted_beside_itself(told, maria_reviews):
    page = press(maria_reviews, told("Kön ringlade."), category="recovery")
    assert ('id="last-story"' in page.content.decode(), "What you press is told here" in words_on(page)) == (False,) * 2


def test_names_are_masked_in_the_story_before(told, maria_reviews):
    told("Fläkten tjöt.", days_ago=2)
    page = press(maria_reviews, told("Anna Svensson fnös åt mig."))
    assert ("Anna" in page.content.decode(), "fnös åt mig" in page.content.decode()) == (False, True)


def test_who_hides_a_guess_already_seen_is_told_from_where_on_it_is_hidden(told, maria_reviews):
    seen = told("Kön ringlade.", "waiting", 3)
    press(maria_reviews, seen, category="recovery")
    page = maria_reviews.post("/review/blindness/", {"blind": "on"}, follow=True)
    assert (page.context["incident"], "You have seen this guess already." in words_on(page)) == (seen, True)
    told("Fläkten tjöt.")
    press(maria_reviews, seen)
    page = maria_reviews.get("/review/")
    assert (page.context["hide_guess"], "You have seen this guess already." in words_on(page)) == (True, False)


def test_a_guess_that_stood_on_the_page_is_not_hidden_afterwards(told, maria_reviews):
    skipped, seen = told("Kön ringlade.", "waiting", 3), told("Dörren gnisslade.", days_ago=1)
    unseen = told("Fläkten tjöt.", days_ago=2)
    maria_reviews.post(f"/review/{skipped.pk}/skipping/")
    page = maria_reviews.get("/review/")
    stands = re.search(r'name="seen" value="(\d+)"', page.content.decode())[1]
    assert (page.context["incident"], stands) == (seen, str(seen.pk))
    page = maria_reviews.post("/review/blindness/", {"blind": "on", "seen": stands}, follow=True)
    assert (page.context["incident"], page.context["hide_guess"]) == (seen, False)
    assert not maria_reviews.get(f"/review/{skipped.pk}/").context["hide_guess"]
    press(maria_reviews, seen)
    page = maria_reviews.get("/review/")
    assert (page.context["incident"], page.context["hide_guess"]) == (unseen, True)
    assert 'name="seen"' not in page.content.decode()
    assert not Coding.objects.get().was_blind


def test_only_the_machines_own_reading_is_said_to_differ_from_the_choice(told, maria_reviews, maria):
    said = told("Sängen var hård.", "environment", None, "positive", slept="yes")
    page = press(maria_reviews, said, polarity="negative")
    assert "What the customer chose" not in words_on(page)
    assert "What the customer chose" not in words_on(maria_reviews.get(f"/incidents/{said.pk}/"))
    guessed = settling.correct(
        told("Kön ringlade.", "waiting", 2, "negative", slept="yes"), by=maria, category="recovery", rest_is_right=False
    )
    assert "What the customer chose" in words_on(maria_reviews.get(f"/review/{guessed.pk}/"))

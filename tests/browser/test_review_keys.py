"""Looking through with the keys: where the focus is after each press, and what is offered to whom."""

import pytest

from common import working
from insights import analysing
from insights.models import Incident
from tests import cast
from tests.browser.expecting import expect
from tests.insights import telling
from tests.insights.conftest import Listener, Numbers


@pytest.fixture
def stories(hotel, rung, monkeypatch) -> list[Incident]:
    listener = Listener()
    monkeypatch.setattr(analysing, "analyse_words", listener)
    monkeypatch.setattr(analysing, "rows_of", Numbers())
    survey = cast.published_survey(hotel)
    for number, words in enumerate(("De fnös åt oss.", "Fläkten tjöt.", "Kön ringlade.")):
        listener.knows(words, "waiting", 3)
        telling.tells(survey, words, days_ago=number)
    working.do_waiting(analysing.KIND)
    return list(Incident.objects.newest_first())


def test_a_key_corrects_and_stays_enter_goes_on_and_the_focus_follows(look, agnes, stories):
    page = look(user=agnes)
    page.goto(f"/review/{stories[0].pk}/")
    expect(page.locator("#story")).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("#review-last")).to_contain_text("The rest is still a guess")
    expect(page.locator("#story")).to_be_focused()
    assert page.url.endswith(f"/review/{stories[0].pk}/")
    page.keyboard.press("c")
    expect(page.locator("#review-last")).to_contain_text("Good or bad")
    expect(page.locator("#story")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    expect(page.locator("#story")).to_be_focused()
    stories[0].refresh_from_db()
    assert (stories[0].human_polarity, stories[0].is_half_judged) == ("positive", False)
    page.locator("#skip").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#story")).to_be_focused()


def test_a_finger_is_offered_no_keys_and_reaches_what_it_is_offered(look, agnes, stories):
    page = look(user=agnes, width=390, has_touch=True, is_mobile=True)
    page.goto("/review/")
    expect(page.locator("#keys")).to_be_hidden()
    assert page.locator("#blindness").bounding_box()["height"] >= 44
    narrow = look(user=agnes, width=700)
    narrow.goto("/review/")
    expect(narrow.locator("#keys")).to_be_visible()
    assert narrow.locator("#keys").bounding_box()["height"] >= 44


def test_boxes_stand_in_the_cards_while_stories_are_chosen(look, maria, stories):
    page = look(user=maria)
    page.goto(f"/themes/{stories[0].theme_id}/")
    box = page.locator(f"#tick-{stories[0].pk}")
    expect(box).to_be_hidden()
    page.click("#splitting-summary")
    box.check()
    assert page.url.endswith(f"/themes/{stories[0].theme_id}/")
    assert page.locator(f"#story-{stories[0].pk} .story-tick").count() == 1

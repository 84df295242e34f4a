"""Looking through: what a press brings stands where the eyes are, covers nothing and moves no button."""

import pytest

from tests import cast
from tests.browser.expecting import expect
from tests.browser.test_every_page import too_wide
from tests.insights.finding import found

WORDS = "Vi tackar för det varma mottagandet, och för att fläkten tjöt hela natten."


@pytest.fixture
def story(hotel, rung):
    return found(
        cast.published_survey(hotel), WORDS, machine_polarity="positive", machine_severity=None, machine_confidence=0.9
    )


def is_uncovered(page, selector: str) -> bool:
    """In the window, with nothing lying over its middle or its ends."""
    return page.locator(selector).evaluate(
        """one => { const box = one.getBoundingClientRect();
        return [box.left + 2, (box.left + box.right) / 2, box.right - 2].every((x) => {
          const top = document.elementFromPoint(x, (box.top + box.bottom) / 2);
          return one.contains(top) || Boolean(top && top.contains(one) && !top.closest(".toast")); }); }"""
    )


@pytest.mark.parametrize(("width", "dark", "javascript"), [(1280, False, True), (390, True, True), (390, False, False)])
def test_the_question_how_bad_comes_to_the_reader(look, story, stefan, axe_violations, width, dark, javascript):
    page = look(user=stefan, width=width, dark=dark, javascript=javascript)
    page.goto(f"/review/{story.pk}/")
    with page.expect_navigation():
        page.click("#polarity-negative")
    expect(page.locator("#id_severity")).to_be_focused()
    expect(page.locator("#right")).to_have_count(0)
    for value in range(1, 6):
        assert is_uncovered(page, f"#severity-{value}")
    assert is_uncovered(page, "#id_severity legend")
    if javascript:
        assert (axe_violations(page), too_wide(page)) == ([], 0)
    with page.expect_navigation():
        page.click("#severity-3")
    expect(page.locator("#right")).to_be_visible()
    story.refresh_from_db()
    assert (story.human_polarity, story.human_severity) == ("negative", 3)


def test_the_first_press_moves_no_button_that_stands_beside_the_story(look, story, stefan, axe_violations):
    page = look(user=stefan)
    page.goto(f"/review/{story.pk}/")
    page.evaluate("scrollTo(0, 0)")
    places = {one: page.locator(one).bounding_box() for one in ("#story", "#right", "#id_category")}
    with page.expect_navigation():
        page.click("#category-waiting")
    expect(page.locator("#review-last")).to_be_visible()
    page.evaluate("scrollTo(0, 0)")
    assert {one: page.locator(one).bounding_box()["y"] for one in places} == {
        one: place["y"] for one, place in places.items()
    }
    assert (axe_violations(page), too_wide(page)) == ([], 0)

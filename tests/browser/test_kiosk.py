"""A screen at the place: one person after the other, and nothing of the last one left on it."""

import pytest

from invitations.models import PublicLink
from invitations.ways_in import links
from responses.models import Answer, Response
from tests import cast
from tests.browser.expecting import expect
from tests.responses.conftest import published

WORDS = "Fläkten tjöt hela natten."
RETURNED_IN_MS = 15_000


@pytest.fixture
def screen(transactional_db, rung, hotel, maria) -> PublicLink:
    survey = cast.published_survey(hotel)
    return links.public_link(survey, survey.unit, kind=PublicLink.Kind.KIOSK, by=maria)


@pytest.fixture
def start(screen) -> str:
    return f"/a/{screen.token}/"


def begin(page) -> None:
    page.get_by_label("No", exact=True).check(force=True)
    page.get_by_label("Why?").fill(WORDS)


def is_empty(page) -> bool:
    typed = page.locator("textarea").evaluate_all("fields => fields.map((field) => field.value).join('')")
    return typed == "" and page.locator("input:checked").count() == 0


def go_quiet(page) -> None:
    """Let more than a minute pass. What the browser still reports of a press begins the minute anew, so wait again."""
    for _minute in range(3):
        page.clock.run_for(61_000)
        if page.locator("#idle").is_visible():
            return


def test_whoever_goes_quiet_is_asked_and_may_stay(look, axe_violations, start):
    page = look(width=390)
    page.clock.install()
    page.goto(start)
    begin(page)
    page.clock.run_for(59_000)
    assert not page.locator("#idle").is_visible()
    page.clock.run_for(2_000)
    assert page.get_by_role("alertdialog").is_visible()
    assert page.locator("#idle-stay").evaluate("button => button === document.activeElement")
    assert axe_violations(page) == []
    page.clock.run_for(15_000)
    page.locator("#idle-stay").click()
    page.clock.run_for(30_000)
    assert not page.locator("#idle").is_visible()
    assert page.get_by_label("Why?").input_value() == WORDS


def test_nobody_there_leads_to_the_start_without_a_trace(look, start):
    page = look(width=390)
    page.clock.install()
    page.goto(start)
    begin(page)
    go_quiet(page)
    assert page.locator("[data-left]").inner_text() in {"20", "19"}
    with page.expect_navigation():
        page.clock.run_for(21_000)
    assert page.url.endswith(start)
    assert is_empty(page)
    assert Response.objects.count() == 0


def test_a_screen_that_nobody_touched_asks_nothing(look, start):
    page = look(width=390)
    page.clock.install()
    page.goto(start)
    page.clock.run_for(600_000)
    assert not page.locator("#idle").is_visible()


def test_after_the_thanks_the_next_person_meets_an_empty_form(look, axe_violations, start):
    page = look(width=390, dark=True)
    page.goto(start)
    begin(page)
    page.get_by_role("button", name="Send").last.click()
    page.wait_for_url("**/thanks/**")
    assert Answer.objects.get().motivation == WORDS
    assert axe_violations(page) == []
    assert page.get_by_text("Change my answers").count() == 0
    page.get_by_role("link", name="Next person").click()
    page.wait_for_url(f"**{start}")
    assert is_empty(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_screen_returns_by_itself_with_and_without_a_script(look, start, javascript):
    page = look(width=390, javascript=javascript)
    page.goto(start)
    begin(page)
    page.locator("#send").click()
    page.wait_for_url("**/thanks/**")
    page.wait_for_url(f"**{start}", timeout=RETURNED_IN_MS)
    assert is_empty(page)
    assert Response.objects.count() == 1


def test_back_shows_nothing_of_the_last_person(look, start):
    page = look(width=390)
    page.goto(f"{start}?language=sv")  # somebody opened the link on the screen
    page.goto(start)
    begin(page)
    page.get_by_label("Why?").fill("x" * 20_001)  # too long: the page comes back with an error
    page.locator("#send").click()
    page.locator(".errors").wait_for()
    assert page.locator(".errors").evaluate("box => box === document.activeElement")
    assert page.locator(".errors").evaluate("box => getComputedStyle(box).borderTopWidth") == "2px"
    page.get_by_label("Why?").fill(WORDS)
    page.locator("#send").click()
    page.wait_for_url("**/thanks/**")
    page.go_back()
    page.wait_for_url(f"**{start}*")
    page.wait_for_load_state("networkidle")
    assert WORDS not in page.content()
    assert is_empty(page)
    assert Response.objects.count() == 1


def test_a_language_chosen_half_way_keeps_what_was_typed_and_the_next_person_has_ones_own(look, start):
    page = look(width=390)
    page.goto(start)
    begin(page)
    page.get_by_role("button", name="Svenska").click()
    page.get_by_text("Sov du gott?").wait_for()
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert page.locator("textarea").first.input_value() == WORDS
    assert page.evaluate("history.length") <= 2
    page.locator("#send").click()
    page.wait_for_url("**/thanks/**")
    page.locator("#next-person").click()
    page.wait_for_url(f"**{start}")
    assert page.get_by_text("Did you sleep well?").count() == 1


def test_two_presses_are_one_answer(look, start):
    page = look(width=390)
    page.goto(start)
    begin(page)
    page.locator("#send").dblclick()
    page.wait_for_url("**/thanks/**")
    assert Response.objects.count() == 1


def test_a_survey_of_many_pages_leaves_nothing_half_written(look, transactional_db, rung, hotel, maria):
    survey, _asked = published(hotel, *[{"kind": "open_text", "text": f"Question {number}"} for number in range(4)])
    link = links.public_link(survey, survey.unit, kind=PublicLink.Kind.KIOSK, by=maria)
    start = f"/a/{link.token}/"
    page = look(width=390)
    page.clock.install()
    page.goto(start)
    page.get_by_label("Question 0").fill(WORDS)
    page.locator("#send").click()
    page.get_by_label("Question 1").wait_for()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("history.length") <= 2  # nothing to go back to
    go_quiet(page)
    page.locator("#idle").wait_for()
    page.clock.run_for(21_000)
    page.wait_for_url(lambda address: address.endswith(start))
    expect(page.get_by_label("Question 0")).to_have_value("")
    page.go_back(wait_until="load")
    assert WORDS not in page.content()
    assert Response.objects.submitted().count() == 0

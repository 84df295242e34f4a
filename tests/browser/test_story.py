"""The main job by mouse: a manager asks, a customer answers without a script, staff take it up on a phone."""

import re

import pytest

from common import working
from tests import cast

STORY = "Mannen i receptionen suckade högt, vände ryggen till och sa att det inte var hans problem."


@pytest.fixture
def at_this_address(settings, live_server):
    """Links in mails lead to the running test server."""
    settings.SITE_URL = live_server.url


def work(*kinds: str) -> None:
    """What the worker would do now."""
    for kind in kinds:
        working.do_waiting(kind)


def log_in(page, user) -> None:
    page.goto("/")
    page.fill("#id_login", user.email)
    page.fill("#id_password", cast.PASSWORD)
    page.click("#log-in")
    page.wait_for_url(re.compile(r"/$"))


def test_from_a_new_survey_to_a_taken_improvement(look, at_this_address, maria, stefan, rung):
    manager = look()
    log_in(manager, maria)
    manager.get_by_role("link", name="Surveys").first.click()
    manager.locator("a[href*='start=hotel']").click()
    manager.click("#start-survey")
    manager.wait_for_url(re.compile(r"/build/"))
    manager.click("#publish")
    manager.wait_for_url(re.compile(r"/publication/$"))
    walk_the_mile(manager)
    manager.click("#publish")
    manager.wait_for_url(re.compile(r"/surveys/\d+/$"))
    manager.click("#invite")
    assert manager.input_value("#id_addresses") == maria.email
    manager.click("#send")
    manager.wait_for_url(re.compile(r"/mailings/\d+/"))
    work("expand mailing")
    work("send mail")
    manager.get_by_role("link", name="Outbox").first.click()
    manager.get_by_role("link", name=maria.email).click()
    link = manager.locator("#follow-link").get_attribute("href")

    customer = look(javascript=False, width=390, language="sv")
    customer.goto(link)
    customer.locator("input[value=no]").first.check(force=True)
    customer.locator("textarea").first.fill(STORY)
    customer.click("#send")
    customer.wait_for_url(re.compile(r"/thanks/"))
    assert customer.context.cookies() == []
    work("analyse response")

    phone = look(user=stefan, width=390, dark=True)
    phone.goto("/")
    assert phone.get_by_text(STORY).count() >= 1
    phone.get_by_role("button", name="I'll take this").first.click()
    phone.get_by_text("It is yours").first.wait_for()
    phone.get_by_text("Taken", exact=True).first.wait_for()


def walk_the_mile(page) -> None:
    """From the page before publishing to the preview, answer there, and back."""
    page.click("#next")
    phone = page.frame_locator("#preview-page")
    phone.locator("input[value=yes]").first.check(force=True)
    phone.locator("#send").click()
    phone.locator("#send").wait_for(state="detached")  # the thank-you page, in the customers' language
    page.click("#go-on")
    page.get_by_text("Everything is in place").wait_for()


def test_a_task_is_taken_and_finished_by_keyboard_alone(look, world, stefan):
    page = look(user=stefan)
    page.goto(f"/tasks/{world.ids['task_id']}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")  # the skip link comes first
    press_by_keyboard(page, "I'll take this")
    page.get_by_role("textbox", name=re.compile("What did you do")).focus()
    page.keyboard.type("Vi pratade om det på måndagsmötet.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Looking at the result").first.wait_for()


def press_by_keyboard(page, name: str) -> None:
    """Walk by Tab to the button of that name, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText || ''").strip() == name:
            page.keyboard.press("Enter")
            page.wait_for_load_state()
            return
    raise AssertionError(f"Tab never came to {name}")

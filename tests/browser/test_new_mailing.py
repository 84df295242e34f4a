"""A new mailing by mouse: the button says what happens, the letter is looked at as it is typed, nothing is lost."""

import pytest

from invitations.models import Mailing
from tests import cast

pytestmark = pytest.mark.usefixtures("rung")


@pytest.fixture
def survey(hotel, transactional_db):
    return cast.published_survey(hotel)


def test_the_button_says_what_happens_while_one_chooses(look, survey, hotel, maria, carl):
    cast.customer(hotel, "anna@guest.example")
    page = look(user=maria)
    page.goto(f"/surveys/{survey.pk}/mailings/new/")
    assert page.locator("#send").inner_text() == "Send to 1 person"
    page.check("[name=whom][value=all]")
    page.wait_for_selector("#send:has-text('Send to 2 people')")
    page.check("[name=when][value=later]")
    page.fill("[name=moment]", "2020-01-01T10:00")
    page.locator("[name=moment]").blur()
    page.wait_for_selector("#who-gets-it:has-text('That time has passed already.')")
    page.check("[name=when][value=now]")
    page.wait_for_selector("#send:has-text('Send to 2 people')")
    page.click("#send")
    page.wait_for_url("**/mailings/*/")
    assert Mailing.objects.get().recipients == {}


def test_what_is_wrong_stands_at_its_field_and_a_press_leads_to_the_summary(look, survey, maria, carl):
    page = look(user=maria)
    page.goto(f"/surveys/{survey.pk}/mailings/new/")
    page.fill("[name=addresses]", "not an address")
    page.wait_for_selector(".field-invalid:has(#id_addresses) #id_addresses_error")
    field = page.locator("#id_addresses")
    assert field.get_attribute("aria-invalid") == "true"
    assert "id_addresses_error" in field.get_attribute("aria-describedby").split()
    field.fill("anna@guest.example")
    page.wait_for_selector("#id_addresses:not([aria-invalid])")
    assert page.locator("#id_addresses_error").count() == 0
    field.fill("not an address")
    page.wait_for_selector("#id_addresses_error")
    page.click("#look")
    page.wait_for_selector(".error-summary:focus")
    assert page.locator(".error-summary a[href='#id_addresses']").count() == 1
    assert Mailing.objects.count() == 0


def test_nothing_is_red_before_one_has_come_to_it_and_a_press_shows_who_gets_it(look, survey, maria, carl):
    page = look(user=maria)
    page.goto(f"/surveys/{survey.pk}/mailings/new/")
    page.check("[name=whom][value=all]")
    page.wait_for_selector("#who-is-asked")
    assert not page.locator("li", has_text=carl.email).is_visible()
    with page.expect_response("**/mailings/new/") as redrawn:
        page.check("[name=when][value=later]")
    assert redrawn.value.status == 422
    page.wait_for_selector("[name=told][value=nothing]", state="attached")
    assert page.locator("#who-is-asked").is_visible()  # who gets it is told before the time is written
    assert page.locator(".field-invalid, [data-error-of], [aria-invalid]").count() == 0
    page.click("#look")
    page.wait_for_selector(".error-summary:focus a[href='#id_moment']")
    page.check("[name=when][value=now]")
    page.wait_for_selector("[name=told]:not([value=nothing])", state="attached")
    page.click("#look")
    page.wait_for_selector(f"details[open] li:has-text('{carl.email}')")


def test_the_letter_is_seen_as_it_is_typed_and_stays(look, survey, maria, carl):
    page = look(user=maria, width=390)
    page.goto(f"/surveys/{survey.pk}/mailings/new/")
    page.click("#letter")
    shown = page.locator("[name=preview][aria-current]")
    assert shown.get_attribute("id") == f"preview-{survey.language}"
    page.click("#words-en")
    page.fill("[name=message_en]", "Dear ")
    page.click("#insertions")
    page.click("#insert-1")
    assert page.input_value("[name=message_en]") == "Dear {first_name}"
    page.click("#preview-en")
    page.frame_locator("#mail-preview").get_by_text("Dear Kim").wait_for()
    assert shown.get_attribute("id") == "preview-en"
    page.click("#test-en")
    page.wait_for_selector(".toast")
    assert page.input_value("[name=message_en]") == "Dear {first_name}"
    page.frame_locator("#mail-preview").locator("p.frame-subject").wait_for()  # the frame speaks again by itself


def test_without_script_one_looks_first_and_a_button_that_said_something_else_asks_again(look, survey, maria, carl):
    page = look(user=maria, javascript=False)
    page.goto(f"/surveys/{survey.pk}/mailings/new/")
    page.fill("[name=addresses]", "anna@guest.example\nliisa@guest.example")
    page.click("#send")
    assert "Nothing has been sent yet" in page.inner_text("#who-gets-it")
    assert page.locator("#send").inner_text() == "Send to 2 people"
    assert page.input_value("[name=addresses]") == "anna@guest.example\nliisa@guest.example"
    page.click("#send")
    assert Mailing.objects.count() == 1

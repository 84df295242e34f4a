"""The log-in ends while somebody is writing: the page stays, and nothing is lost when they have logged in again."""

from django.contrib.sessions.models import Session

from surveys import building
from tests import cast
from tests.browser.expecting import expect


def test_words_written_after_the_log_in_has_ended_are_saved_when_one_is_back(look, hotel, maria):
    survey = building.start_from_library(hotel, "hotel", languages=["en"], by=maria)
    page = look(user=maria, refusals={403})  # with the form token of before the log-in, until it has a fresh one
    page.goto(f"/surveys/{survey.pk}/build/")
    key = survey.draft.questions.first().key.hex
    Session.objects.all().delete()
    page.fill(f"#id_q-{key}-text", "Did you wake rested?")
    expect(page.locator(".toast")).to_contain_text("no longer logged in")
    assert page.url.endswith("/build/")
    other = page.context.new_page()
    other.goto("/account/login/")
    other.fill("[name=login]", maria.email)
    other.fill("[name=password]", cast.PASSWORD)
    other.press("[name=password]", "Enter")
    other.wait_for_url(lambda address: "/account/login/" not in address)
    other.close()
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator("#save-state")).to_have_text("Saved")
    assert survey.draft.questions.first().texts["en"] == "Did you wake rested?"

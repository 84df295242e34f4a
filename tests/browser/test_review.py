"""Looking through with keys and thumbs, hiding words, tending themes: in a real browser, and without a script."""

import re

import pytest

from insights.models import Coding, Incident, Theme
from responses.models import HiddenSpan
from tests import cast
from tests.browser.expecting import expect
from tests.browser.test_every_page import too_wide
from tests.insights.finding import found

QUEUE, FAN, SIGH = "Kön ringlade ut på gatan.", "Fläkten tjöt hela natten.", "Mannen suckade åt oss."
WIDE, NARROW = {"width": 1280, "dark": False}, {"width": 390, "dark": True}


@pytest.fixture
def stories(hotel, rung) -> list[Incident]:
    """Three that wait to be looked through, taken for bad treatment."""
    survey = cast.published_survey(hotel)
    return [found(survey, words, machine_confidence=0.9) for words in (QUEUE, FAN, SIGH)]


@pytest.fixture
def two_themes(stories) -> list[Theme]:
    """One of each of the first two stories."""
    made = []
    for story, title in zip(stories, ("Queue", "Fan"), strict=False):
        default = story.theme
        fine = Theme(organisation=default.organisation, category=default.category, polarity=default.polarity)
        fine.title, fine.created_at = title, default.created_at
        fine.save()
        Incident.objects.filter(pk=story.pk).update(theme=fine)
        made.append(fine)
    return made


def judged(story: Incident) -> tuple:
    """What a person has said of it; all empty where nobody has."""
    story.refresh_from_db()
    return story.human_category, story.human_polarity, story.human_severity, story.dismissed


NOTHING = (None, None, None, False)
CATEGORY_KEYS = "123456789qwerty"


def press(page, key: str) -> None:
    """A key that takes the page to the next one."""
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_load_state()


def fits(page, axe_violations) -> None:
    assert (axe_violations(page), too_wide(page)) == ([], 0)


def test_every_key_does_what_stands_on_its_button(look, stories, stefan, axe_violations):
    page = look(user=stefan, **WIDE)
    story = stories[0]
    page.goto(f"/review/{story.pk}/")
    shown = page.locator("[data-key]").evaluate_all(
        "all => all.map(one => [one.dataset.key, one.querySelector('kbd').innerText, one.querySelector('kbd').hidden])"
    )
    assert {key for key, *_ in shown} == {*CATEGORY_KEYS, *"asdfg", *"zxc", "Enter", "n", "k"}
    assert [one for one in shown if one[0].casefold() != one[1].casefold() or one[2]] == []
    fits(page, axe_violations)
    wanted = {key: page.locator(f'[data-key="{key}"]').get_attribute("value") for key in "2gx"}
    press(page, "2")
    assert judged(story) == (wanted["2"], None, None, False)
    press(page, "u")
    assert judged(story) == NOTHING
    press(page, "g")  # after undoing, the same story stands there again
    assert judged(story) == (None, None, int(wanted["g"]), False)
    press(page, "u")
    press(page, "x")
    assert judged(story) == (None, wanted["x"], None, False)
    press(page, "u")
    press(page, "n")
    assert judged(story)[3]
    press(page, "u")
    press(page, "Enter")
    assert judged(story) == ("treatment", "negative", 3, False)


def test_skipping_by_key_shows_the_next_and_settles_nothing(look, stories, stefan):
    page = look(user=stefan, **WIDE)
    page.goto("/review/")
    seen = set()
    for _story in stories:
        seen.add(page.locator("form[data-keys]").get_attribute("action"))
        press(page, "k")
    assert len(seen) == len(stories)
    expect(page.locator("#unskip")).to_be_visible()
    assert {judged(story) for story in stories} == {NOTHING}


def test_keys_can_be_turned_off_and_never_act_with_ctrl(look, stories, stefan):
    page = look(user=stefan, **WIDE)
    page.goto(f"/review/{stories[0].pk}/")
    page.keyboard.press("Control+2")
    page.click("#keys")
    expect(page.locator("#keys")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("kbd.key").first).to_be_hidden()
    page.locator("body").press("2")
    page.reload()
    page.keyboard.press("n")  # remembered in this browser
    page.wait_for_timeout(300)
    assert {judged(story) for story in stories} == {NOTHING}


def test_reading_blind_by_keys(look, stories, stefan, axe_violations):
    page = look(user=stefan, **WIDE)
    page.goto(f"/review/{stories[2].pk}/")
    page.click("#blindness")
    expect(page.locator("#blindness")).to_have_text("Show the guess again")
    page.goto(f"/review/{stories[0].pk}/")  # whose guess nobody has seen
    expect(page.locator("#right")).to_have_count(0)
    fits(page, axe_violations)
    for key in "2zd":
        page.keyboard.press(key)
    press(page, "Enter")
    coding = Coding.objects.get()
    assert (coding.was_blind, coding.polarity, coding.severity) == (True, "negative", 3)
    expect(page.locator("#review-last")).to_contain_text("The guess was")
    press(page, "u")
    expect(page.locator("#right")).to_be_visible()  # it has been seen: nothing is hidden any more


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_thumbs_do_the_same_on_a_phone(look, stories, stefan, axe_violations, javascript):
    page = look(user=stefan, javascript=javascript, **NARROW)
    story = stories[0]
    page.goto(f"/review/{story.pk}/")
    if javascript:
        fits(page, axe_violations)
    page.click("#category-waiting")
    expect(page.locator("#review-last")).to_contain_text("Waiting")
    assert judged(story) == ("waiting", None, None, False)
    page.click("#undo")
    page.locator("#right").wait_for()
    assert judged(story) == NOTHING
    page.click("#not-an-incident")
    page.locator("#review-last").wait_for()
    assert judged(story)[3]


@pytest.mark.parametrize(("shape", "javascript"), [(WIDE, True), (NARROW, True), (NARROW, False)])
def test_words_are_hidden_and_shown_again(look, stories, petra, axe_violations, shape, javascript):
    page = look(user=petra, javascript=javascript, **shape)
    page.goto(f"/answers/{stories[0].answer.response_id}/")
    main = page.locator("main")
    expect(main).to_contain_text(QUEUE)
    page.click("#hiding summary")
    page.fill("#id_hiding-words", "gatan")
    page.click("#hide-words")
    page.wait_for_load_state()
    expect(main).not_to_contain_text("gatan")
    page.click("#hiding summary")
    if javascript:
        fits(page, axe_violations)
    page.click(f"#show-again-{HiddenSpan.objects.get().pk}")
    page.wait_for_load_state()
    expect(main).to_contain_text(QUEUE)
    assert HiddenSpan.objects.count() == 0


@pytest.mark.parametrize(("shape", "javascript"), [(WIDE, True), (NARROW, True), (NARROW, False)])
def test_a_theme_is_named_and_two_are_merged(look, two_themes, stories, maria, axe_violations, shape, javascript):
    one, other = two_themes
    page = look(user=maria, javascript=javascript, **shape)
    page.goto(f"/themes/{one.pk}/")
    page.click("#title-summary")
    page.fill("#id_title-title", "The queue for breakfast")
    page.click("#title-submit")
    expect(page.locator("h1")).to_have_text("The queue for breakfast")
    page.click("#merging-summary")
    if javascript:
        fits(page, axe_violations)
    page.select_option("#id_merging-into", str(other.pk))
    page.click("#merging-submit")
    page.click("#merging-yes")
    page.wait_for_url(re.compile(rf"/themes/{other.pk}/$"))
    main = page.locator("main")
    expect(main).to_contain_text(QUEUE)
    expect(main).to_contain_text(FAN)
    stories[0].refresh_from_db()
    assert stories[0].theme == other


@pytest.mark.parametrize("shape", [WIDE, NARROW])
def test_the_pages_beside_the_review_break_no_rule(look, two_themes, maria, axe_violations, shape):
    page = look(user=maria, **shape)
    for address in ("/review/learning/", "/review/agreement/", "/review/comparing/", "/themes/", "/themes/questions/"):
        page.goto(address)
        fits(page, axe_violations)

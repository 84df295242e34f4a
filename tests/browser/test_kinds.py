"""Every kind of question as people meet it: kind to everybody, light, by keyboard, and without a script."""

import base64
import os
import re
from io import BytesIO

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from responses import stepping
from responses.models import Answer, Response
from surveys import question_kinds as kinds
from surveys.models import Question
from tests import cast
from tests.browser.kinds import QUESTIONS, survey_of
from tests.browser.test_every_page import too_wide

ALL = [kind for kind, *_rest in QUESTIONS]
MOST_BYTES = 10_000
LOGO_BYTES = 3 * 1024
STILL = {"reduced_motion": "reduce"}  # colours change at once, so that no look falls in between


@pytest.fixture
def on_one_page(monkeypatch):
    """All of them on one page, as they stand for whoever changes what was sent."""
    monkeypatch.setattr(stepping, "PAGED_FROM", 1_000)


def link_to(survey, customer) -> str:
    return f"/a/{cast.invitation(survey, customer).token}/?language=en"


def choose(page, value: str) -> None:
    page.locator(f".answer input[value='{value}']").check(force=True)


@pytest.fixture
def logo() -> str:
    """As many bytes as a logo may have, in which nothing repeats: the worst there is to send."""
    picture, noise = Image.frombytes("RGB", (24, 24), os.urandom(24 * 24 * 3)), PngInfo()
    noise.add(b"noIs", os.urandom(LOGO_BYTES - len(_png(picture)) - 12))
    written = _png(picture, pnginfo=noise)
    assert len(written) == LOGO_BYTES
    return base64.b64encode(written).decode()


def _png(picture: Image.Image, **more) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", **more)
    return written.getvalue()


@pytest.mark.usefixtures("on_one_page")
@pytest.mark.parametrize(("width", "dark"), [(390, False), (390, True), (1280, False), (1280, True)])
def test_every_kind_is_kind_to_everybody(look, axe_violations, hotel, carl, rung, width, dark):
    page = look(width=width, dark=dark, **STILL)
    page.goto(link_to(survey_of(hotel), carl))
    found = {"empty": axe_violations(page)}
    for value in ("no", "7", "bus", "bed", "quiet"):
        page.locator(f".answer input[value='{value}']").first.check(force=True)
    page.fill(".line-number", "three")
    page.fill(".line-short_text", "x" * 201)
    found["filled in"] = axe_violations(page)
    page.click("#send")
    page.locator(".errors").wait_for()
    found["with errors"] = axe_violations(page)
    assert (found, too_wide(page)) == ({name: [] for name in found}, 0)


@pytest.mark.usefixtures("on_one_page")
@pytest.mark.parametrize("javascript", [True, False])
def test_every_kind_is_answered_by_keyboard_alone(look, hotel, carl, rung, javascript):
    survey = survey_of(hotel)
    page = look(javascript=javascript, width=390)
    page.goto(link_to(survey, carl))
    typed = {
        kinds.YES_NO: ["Space", "Tab", "Fan"],
        kinds.SCALE: ["ArrowRight", "Tab", "Tired"],
        kinds.SCALE_1_5: ["ArrowRight", "Tab", "Signs"],
        kinds.NPS: ["Space", "Tab", "Quiet"],
        kinds.SINGLE_CHOICE: ["ArrowDown", "Tab", ""],
        kinds.MULTIPLE_CHOICE: ["Space", "Tab", "Space", "Tab", "Tab", "Tab", ""],
        kinds.OPEN_TEXT: ["Smiles"],
        kinds.ONE_TIME: ["Key", "Tab", "Sigh", "Tab", "Car"],
        kinds.SHORT_TEXT: ["Fell"],
        kinds.NUMBER: ["1.5"],
        kinds.DATE: ["05312026"],
    }
    page.locator(".answer input").first.focus()
    for kind in ALL:
        for press in typed[kind]:
            if press in {"Space", "Tab", "ArrowRight", "ArrowDown"}:
                page.keyboard.press(press)
            else:
                page.keyboard.type(press)
        if kind == kinds.DATE:
            page.locator("#send").focus()
        else:
            page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/thanks/"))
    stored = {answer.question.kind: answer for answer in Answer.objects.select_related("question")}
    said = {kind: (stored[kind].value_choice, stored[kind].value_number) for kind in (*kinds.SCALES, kinds.YES_NO)}
    assert said == {kinds.YES_NO: ("yes", None), kinds.SCALE: ("", 1), kinds.SCALE_1_5: ("", 2), kinds.NPS: ("", 0)}
    assert (stored[kinds.SINGLE_CHOICE].value_choice, stored[kinds.MULTIPLE_CHOICE].value_choices) == (
        "bus",
        ["bed", "quiet"],
    )
    assert stored[kinds.ONE_TIME].value_steps == {"happened": "Key", "met": "Sigh", "led_to": "Car"}
    assert (stored[kinds.SHORT_TEXT].value_text, str(stored[kinds.NUMBER].value_decimal)) == ("Fell", "1.5000")
    assert stored[kinds.DATE].value_date.isoformat() == "2026-05-31"


def test_the_prompt_follows_the_answer_on_every_scale(look, hotel, carl, rung):
    page = look(javascript=False)
    page.goto(link_to(survey_of(hotel, kinds.SCALE, kinds.SCALE_1_5), carl))
    shown = []
    for fieldset, value in ((0, "2"), (0, "5"), (0, "9"), (1, "1"), (1, "3"), (1, "5")):
        question = page.locator(".question").nth(fieldset)
        question.locator(f"input[value='{value}']").check(force=True)
        shown.append(question.locator(".words label").inner_text())
    bad, neutral, good = "What disturbed your sleep?", "What made it so?", "What made the night good?"
    assert shown == [bad, neutral, good, bad, neutral, good]


def test_a_question_that_comes_up_is_where_one_looks(look, axe_violations, hotel, carl, rung):
    survey = survey_of(hotel, kinds.YES_NO, kinds.OPEN_TEXT, kinds.ONE_TIME)
    slept, treated, one_time = survey.published_version.questions.all()
    condition = {"question": str(slept.key), "operator": "is", "value": "no"}
    Question._base_manager.filter(pk=one_time.pk).update(show_if=condition)
    page = look(javascript=False, width=390)
    page.goto(link_to(survey, carl))
    choose(page, "no")
    page.locator("textarea").last.fill("Kindly.")
    page.get_by_role("button", name="Continue").click()
    page.locator("#more").wait_for()
    assert page.locator("#more").inner_text() == "One more question, after what you answered."
    assert page.evaluate("document.activeElement.id") == "more"
    box = page.locator("#more").bounding_box()
    assert 0 <= box["y"] < 844
    assert page.get_by_label("How were you treated?").input_value() == "Kindly."
    assert axe_violations(look_alike(look, page)) == []
    page.get_by_label("What happened?").fill("The key broke.")
    page.locator("#send").click()
    page.wait_for_url(re.compile(r"/thanks/"))
    assert Response.objects.get().answers.get(question=one_time).value_steps["happened"] == "The key broke."


def look_alike(look, page):
    """The same page where scripts run, for axe, which is one."""
    other = look(width=390)
    other.set_content(page.content())
    return other


def test_the_page_is_one_small_request_with_a_logo(look, hotel, carl, rung, logo):
    hotel.logo, hotel.colour, hotel.sender_name = logo, "#b3261e", "Fjällets vänner"
    hotel.save()
    survey = survey_of(hotel, kinds.YES_NO, kinds.SCALE, kinds.ONE_TIME)
    page = look(width=390)
    asked_for = []
    page.on("request", lambda request: asked_for.append(request.url))
    answer = page.goto(link_to(survey, carl))
    wire = answer.request.sizes()["responseBodySize"]
    print(f"{wire} bytes with a logo of {LOGO_BYTES}")
    assert ([url for url in asked_for if not url.startswith("data:")], page.context.cookies()) == ([answer.url], [])
    assert page.locator("script").count() == 0
    assert page.get_by_alt_text("Fjällhotellet").evaluate("image => image.naturalWidth") == 24
    assert page.locator(".asker strong").inner_text() == "Fjällets vänner"
    assert wire <= MOST_BYTES, wire


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", ["#ffff00", "#000000", "#ffffff", "#808080", "#b3261e"])
def test_any_colour_of_the_organisations_can_be_read(look, axe_violations, hotel, carl, rung, dark, colour):
    hotel.colour = colour
    hotel.save()
    page = look(dark=dark, **STILL)
    page.goto(link_to(survey_of(hotel, kinds.YES_NO, kinds.MULTIPLE_CHOICE), carl))
    choose(page, "yes")
    choose(page, "bed")
    assert axe_violations(page) == []


@pytest.mark.usefixtures("on_one_page")
def test_every_kind_fits_a_narrow_screen_with_enlarged_words(look, hotel, carl, rung):
    page = look(width=320)
    page.goto(link_to(survey_of(hotel), carl))
    assert too_wide(page) == 0
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert too_wide(page) == 0


def test_what_is_chosen_is_seen_in_forced_colours(look, hotel, carl, rung):
    page = look(forced_colors="active", **STILL)
    page.goto(link_to(survey_of(hotel, kinds.YES_NO, kinds.SCALE_1_5, kinds.MULTIPLE_CHOICE), carl))
    for value in ("no", "4", "bed"):
        choose(page, value)
    colours = "card => getComputedStyle(card).backgroundColor"
    chosen = page.locator(".answer input:checked + span").evaluate_all(f"cards => cards.map({colours})")
    left = page.locator(".answer input:not(:checked) + span").evaluate_all(f"cards => cards.map({colours})")
    assert (len(chosen), len(set(chosen)), len(set(left)), set(chosen) & set(left)) == (3, 1, 1, set())


@pytest.mark.usefixtures("on_one_page")
def test_the_preview_is_tried_in_its_frame_and_the_walk_is_noted(look, axe_violations, hotel, maria, rung):
    survey = survey_of(hotel)
    page = look(user=maria)
    page.goto(f"/surveys/{survey.pk}/preview/?language=en")
    frame = page.frame_locator("#preview-page")
    frame.locator("input[value=no]").check(force=True)
    frame.locator("#send").click()
    frame.get_by_text("This was only a try: nothing was stored. You have now walked the mile.").wait_for()
    assert (Response.objects.count(), survey.published_version.walks.get().user) == (0, maria)
    page.fill("#look-words", "Ask about the bed first.")
    page.click("#look-read")
    page.get_by_role("heading", name="What your colleagues say").wait_for()
    assert axe_violations(page) == []

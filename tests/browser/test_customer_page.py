"""The customer's page as an old person meets it: big text, no script, one step at a time, nothing lost."""

import re

import pytest

from common import clock
from invitations.mailings import sending
from invitations.mails import answer_links
from responses.models import Answer, Response
from surveys import question_kinds as kinds
from surveys.definitions import published_definition
from tests import cast
from tests.browser.kinds import survey_of
from tests.browser.test_every_page import too_wide
from tests.responses.scanning import dump, links_in, path_of

STILL = {"reduced_motion": "reduce"}
FOUR_LINES = "Fläkten tjöt hela natten.\nVi ringde ner.\nIngen kom.\nVi sov i bilen."
TWICE_AS_BIG = "document.documentElement.style.fontSize = '200%'"


@pytest.fixture
def short(hotel):
    return survey_of(hotel, kinds.YES_NO, kinds.OPEN_TEXT)


@pytest.fixture
def long(hotel):
    return survey_of(hotel, kinds.YES_NO, kinds.SINGLE_CHOICE, kinds.NUMBER, kinds.OPEN_TEXT)


def answer_in_mail(survey, invitation, label: str) -> str:
    """The address of the mail's link with this word."""
    links = answer_links.links(invitation, published_definition(survey.published_version_id), "sv")
    return path_of({str(one): link for one, link in links}[label])


def bottom(page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    return box["y"] + box["height"]


def alike(look, page, **how):
    """The same page where scripts run, for axe, which is one."""
    other = look(width=390, **how, **STILL)
    other.set_content(page.content())
    return other


@pytest.mark.parametrize("width", [390, 320])
def test_no_in_the_mail_one_step_left_four_lines_and_send(look, short, carl, rung, width):
    page = look(javascript=False, width=width, language="sv")
    page.goto(answer_in_mail(short, cast.invitation(short, carl), "No"))
    page.evaluate(TWICE_AS_BIG)
    assert Response.objects.count() == 0
    assert page.locator(".answer input:checked").get_attribute("value") == "no"
    assert (page.locator("#send-now").inner_text(), too_wide(page)) == ("Skicka", 0)
    assert bottom(page, "#send-now") <= 844
    page.locator(".chosen textarea").fill(FOUR_LINES)
    page.evaluate("scrollTo(0, 0)")
    assert bottom(page, "#send-now") <= 844
    page.locator("#send-now").click()
    page.wait_for_url(re.compile(r"/thanks/"))
    answer = Answer.objects.get()
    assert (answer.value_choice, answer.motivation, Response.objects.count()) == ("no", FOUR_LINES, 1)


def test_an_empty_answer_is_led_to_the_first_question_which_stands_close(look, short, carl, rung):
    page = look(javascript=False, width=390)
    page.set_viewport_size({"width": 390, "height": 664})
    page.goto(f"/a/{cast.invitation(short, carl).token}/?language=en")
    page.locator("#send").click()
    assert "Everything you wrote" not in page.inner_text(".errors")
    assert bottom(page, ".question legend") < 664
    page.click(".errors a")
    assert page.evaluate("document.activeElement.type") == "radio"
    assert page.locator(".about").count() == 1


def test_another_answer_from_the_mail_is_one_press_from_counting(look, long, carl, rung):
    page = look(javascript=False, width=390)
    link = f"/a/{cast.invitation(long, carl).token}/?language=sv"
    page.goto(f"{link}&a=no")
    page.click("#send")
    page.wait_for_url(re.compile("page=2"))
    page.goto(f"{link}&a=yes")
    page.evaluate(TWICE_AS_BIG)
    assert (page.locator(".answer input:checked").get_attribute("value"), too_wide(page)) == ("yes", 0)
    assert bottom(page, "#send") <= 844
    page.click("#send")
    page.wait_for_url(re.compile("page=2"))
    assert Answer.objects.get().value_choice == "yes"


def test_another_answer_is_one_press_away(look, short, carl, rung):
    page = look(javascript=False, width=390)
    page.goto(f"/a/{cast.invitation(short, carl).token}/?a=no&language=en")
    page.locator("#other-answers").click()
    page.locator("input[value=yes]").check(force=True)
    assert page.locator(".answer input:checked").get_attribute("value") == "yes"
    assert page.locator(".words label").inner_text() == "What made the night good?"
    page.locator("#send-now").click()
    page.wait_for_url(re.compile(r"/thanks/"))
    assert Answer.objects.get().value_choice == "yes"


def test_closing_the_page_instead_stores_nothing(look, short, carl, rung):
    page = look(width=390)
    page.goto(f"/a/{cast.invitation(short, carl).token}/?a=no")
    before = dump()
    page.locator(".chosen textarea").fill(FOUR_LINES)
    page.close(run_before_unload=True)
    assert [table for table, digest in dump().items() if digest != before[table]] == []


@pytest.mark.parametrize("javascript", [True, False])
def test_page_by_page_with_keys_and_the_browsers_own_buttons(look, long, carl, rung, javascript):
    page = look(javascript=javascript, width=390)
    page.goto(f"/a/{cast.invitation(long, carl).token}/?language=en")
    page.locator("input[value=no]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("The fan howled.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Question 2 of 4").wait_for()
    page.locator("input[value=bus]").check(force=True)
    page.locator("#send").click()
    page.get_by_text("Question 3 of 4").wait_for()
    page.reload()  # a press of nothing: a browser would ask before it sent anything twice
    page.locator("textarea").fill("Rudely.")
    page.locator("#send").click()
    page.get_by_text("Question 4 of 4").wait_for()
    page.go_back()
    page.get_by_text("Question 3 of 4").wait_for()
    page.go_forward()
    page.get_by_text("Question 4 of 4").wait_for()
    page.locator("#back").click()
    page.get_by_text("Question 3 of 4").wait_for()
    assert page.locator("textarea").input_value() == "Rudely."
    page.locator("textarea").fill("Kindly.")
    page.locator("#send").click()
    page.locator(".line-number").fill("3")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/thanks/"))
    said = Answer.objects.order_by("id").values_list("value_choice", "motivation", "value_text", "value_decimal")
    told = [("no", "The fan howled.", "", None), ("bus", "", "", None), ("", "", "Kindly.", None), ("", "", "", 3)]
    assert list(said) == told
    assert (page.context.cookies(), Response.objects.get().submitted_at is not None) == ([], True)


@pytest.mark.parametrize("dark", [False, True])
def test_every_state_is_kind_to_everybody(look, axe_violations, hotel, short, long, carl, rung, dark):
    hotel.help_lines = {"en": "Call 112.\n\nA person to talk to: 116 123."}
    hotel.save()
    type(short).objects.update(shows_help_lines=True)
    page, found, wide = look(width=390, dark=dark, **STILL), {}, {}

    def check(name: str) -> None:
        found[name], wide[name] = axe_violations(page), too_wide(page)

    link = f"/a/{cast.invitation(short, carl).token}/"
    page.goto(f"{link}?a=no&language=en")
    check("one step left")
    page.locator("#other-answers").click()
    page.locator("#reply").check()
    check("everything unfolded")
    page.fill("#contact", "hello")
    page.click("#send")
    page.locator(".errors").wait_for()
    check("a contact that cannot be used")
    page.fill("#contact", "070-123 45 67")
    page.click("#send")
    page.get_by_text("116 123").wait_for()
    check("thanks with help lines")
    Response.objects.update(flagged=True)
    page.goto(f"{link}?language=en")
    check("answered, perhaps by a program")
    guest = cast.customer(hotel, "anna@guest.example")
    mailed = f"/a/{cast.invitation(long, guest).token}/?language=en"
    page.goto(f"{mailed}&a=no")
    check("page by page, from the mail")
    page.click("#send")
    page.get_by_text("Question 2 of 4").wait_for()
    check("second page")
    second = page.url
    page.goto(f"{mailed}&a=yes")
    check("another answer from the mail")
    page.goto(second.replace("page=2", "page=1"))
    page.locator("#show-answer").wait_for()
    check("answered before")
    page.click("#show-answer")
    for place in ("Question 2 of 4", "Question 3 of 4", "Question 4 of 4"):
        page.click("#send")
        page.get_by_text(place).wait_for()
    check("last page")
    page.locator(".line-number").fill("three")
    page.click("#send")
    page.locator(".errors").wait_for()
    check("wrong")
    assert (found, set(wide.values())) == ({name: [] for name in found}, {0})


def test_the_last_page_without_a_question(look, axe_violations, hotel, carl, rung):
    survey = survey_of(hotel, kinds.YES_NO, kinds.SINGLE_CHOICE, kinds.NUMBER, kinds.OPEN_TEXT)
    first, *_rest, last = survey.published_version.questions.all()
    condition = {"question": str(first.key), "operator": "is", "value": "no"}
    type(last)._base_manager.filter(pk=last.pk).update(show_if=condition)
    page = look(width=390)
    page.goto(f"/a/{cast.invitation(survey, carl).token}/?language=en")
    assert page.locator(".progress label").inner_text() == "Question 1 of at most 4"
    page.locator("input[value=yes]").check(force=True)
    for place in ("Question 2 of 3", "Question 3 of 3"):
        page.click("#send")
        page.get_by_text(place).wait_for()
    assert page.locator("#send").inner_text() == "Send"


def test_enlarged_on_a_narrow_screen_nothing_is_cut(look, long, carl, rung):
    page = look(width=320)
    link = f"/a/{cast.invitation(long, carl).token}/?language=sv"
    page.goto(link)
    for _page in range(4):
        page.evaluate(TWICE_AS_BIG)
        assert too_wide(page) == 0
        page.locator("#send").click()
        page.wait_for_load_state()


def test_forced_colours_show_where_one_is_and_what_is_chosen(look, long, carl, rung):
    page = look(width=390, forced_colors="active", **STILL)
    page.goto(f"/a/{cast.invitation(long, carl).token}/?language=en&a=no")
    colours = "card => getComputedStyle(card).backgroundColor"
    page.locator("#other-answers").click()
    chosen = page.locator(".answer input:checked + span").evaluate(colours)
    assert chosen not in page.locator(".answer input:not(:checked) + span").evaluate_all(f"all => all.map({colours})")
    page.click("#send")
    assert page.locator("progress").bounding_box()["height"] > 4


def test_a_danish_customer_of_a_swedish_survey(look, hotel, rung):
    survey = cast.published_survey(hotel, languages=("sv", "da"))
    hans = cast.customer(hotel, "hans@guest.example", language="da")
    page = look(javascript=False, width=390, language="sv-SE")
    page.goto(f"/a/{cast.invitation(survey, hans).token}/")
    said = [page.locator("html").get_attribute("lang")]
    assert page.get_by_text("Svarene læses af dem, der kan gøre noget ved sagen.").count() == 1
    page.locator("input[value=no]").check(force=True)
    page.locator("#send").click()
    page.wait_for_url(re.compile(r"/thanks/"))
    said.append(page.locator("html").get_attribute("lang"))
    assert (said, Response.objects.get().language) == (["da", "da"], "da")
    assert page.get_by_text("Ret mine svar").count() == 1


def test_a_scanner_with_a_browser_that_runs_scripts_leaves_no_trace(look, short, long, carl, maria, rung, live_server):
    from invitations.mails import writing
    from invitations.models import EmailDelivery

    for survey, guest in ((short, carl), (long, cast.customer(short.organisation, "anna@guest.example"))):
        sending.invite(survey, [guest], by=maria)
    EmailDelivery.objects.update(state="sent", sent_at=clock.now())
    mails = [writing.compose(one) for one in EmailDelivery.objects.select_related(*writing.RELATED)]
    before = dump()
    page = look(width=1280)
    for link in [link for mail in mails for link in links_in(mail)] * 2:
        page.goto(path_of(link))
        page.wait_for_load_state("networkidle")
        page.evaluate("window.dispatchEvent(new Event('beforeunload'))")
    assert [table for table, digest in dump().items() if digest != before[table]] == []

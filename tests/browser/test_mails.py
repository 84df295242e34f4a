"""A mail on the screen, and the page that says whether a mail is ours: looked at as customers do, and by axe."""

from urllib.parse import urlsplit

import pytest

from accounts.models import Organisation
from invitations.mailings import sending
from invitations.models import EmailDelivery
from surveys.models import Survey
from tests import cast
from tests.browser.expecting import expect

pytestmark = pytest.mark.usefixtures("rung")
LOOKS = [(390, False), (390, True), (1280, False), (1280, True)]


@pytest.fixture
def delivery(hotel, maria, carl, live_server, settings):
    settings.SITE_URL = live_server.url
    Organisation.objects.update(is_demo=True)  # else a personal link is shown to nobody but the customer
    survey = cast.published_survey(hotel, anonymity=Survey.Anonymity.NAMED)  # else nobody is shown a reminder
    sending.invite(survey, [carl], by=maria)
    EmailDelivery.objects.update(state=EmailDelivery.State.OUTBOX)
    return EmailDelivery.objects.select_related("invitation").get()


def test_an_answer_pressed_in_a_mail_on_the_screen_opens_the_customers_page(look, delivery, maria):
    page = look(user=maria)
    page.goto(f"/outbox/{delivery.pk}/")
    mail = page.frame_locator("#mail-body")
    with page.context.expect_page() as opened:
        mail.get_by_role("link", name="Ja", exact=True).click()
    customers = opened.value
    customers.wait_for_load_state()
    link = urlsplit(delivery.invitation.link)
    assert (urlsplit(customers.url).path, urlsplit(customers.url).query) == (link.path, "a=yes")
    expect(customers.locator("h1")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), LOOKS)
@pytest.mark.parametrize("kind", EmailDelivery.Kind)
def test_the_mail_can_be_read_by_everybody(look, axe_violations, delivery, maria, width, dark, kind):
    EmailDelivery.objects.update(kind=kind)
    page = look(user=maria, width=width, dark=dark)
    page.goto(f"/outbox/{delivery.pk}/body/")
    # The frame runs no script, so axe is given the same words on a page of its own.
    html = page.content()
    alone = page.context.new_page()
    alone.set_content(html)
    assert axe_violations(alone) == []
    assert alone.evaluate("document.documentElement.scrollWidth") <= width
    stop = alone.locator(f'a[href="{delivery.invitation.stop_link}"]').first
    assert stop.bounding_box()["y"] < 200
    cells = [cell.bounding_box() for cell in alone.locator(".answer").all()]
    assert len({(round(cell["width"]), round(cell["height"])) for cell in cells}) == 1
    assert min(min(cell["width"], cell["height"]) for cell in cells) >= 44
    text = alone.locator("h1").bounding_box()
    edges = (min(cell["x"] for cell in cells), max(cell["x"] + cell["width"] for cell in cells))
    assert [round(edge) for edge in edges] == [round(text["x"]), round(text["x"] + text["width"])]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_frame_in_the_outbox_shows_the_whole_mail(look, delivery, maria, width):
    page = look(user=maria, width=width)
    page.goto(f"/outbox/{delivery.pk}/")
    frame = page.frame_locator("#mail-body")
    frame.locator("h1").wait_for()
    heights = frame.locator("html").evaluate("html => [html.scrollHeight, html.clientHeight]")
    assert heights[0] <= heights[1]


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_whether_a_mail_is_ours_can_be_seen_by_everybody(look, axe_violations, delivery, hotel, width, dark):
    page = look(width=width, dark=dark, language="sv")
    page.goto(f"/asks/{hotel.asks_key}/")
    assert axe_violations(page) == []
    for pasted, said in ((delivery.invitation.link, "ours"), ("http://evil.example/", "unknown"), ("", "missing")):
        page.goto(f"/asks/{hotel.asks_key}/?language=en")
        page.fill("#pasted", pasted)
        page.click("#check")
        words = {"ours": "Yes, this link is ours", "unknown": "We do not know it", "missing": "There is no link"}[said]
        expect(page.get_by_text(words)).to_be_visible()
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_needs_no_script_and_stores_nothing_in_the_browser(look, delivery, hotel):
    page = look(width=390, javascript=False, language="en")
    page.goto(f"/asks/{hotel.asks_key}/?language=fi")
    page.fill("#pasted", "maria@example.org")
    page.press("#pasted", "Enter")
    assert urlsplit(page.url).query == "language=fi"
    assert page.locator("#verdict").is_visible()
    assert page.context.cookies() == []

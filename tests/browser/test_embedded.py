"""An embedded link in a real frame: on its own site it is answered, on any other it is not shown."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from invitations.models import PublicLink
from invitations.ways_in import framing, links
from responses.models import Response
from tests import cast


class Site:
    """Somebody's web site on this machine: one page, whatever is asked for."""

    def __init__(self) -> None:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(site.page.encode())

            def log_message(self, *words):
                pass

        self.page = ""
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def sites():
    """Two of them: the one that may show the link, and another."""
    both = Site(), Site()
    yield both
    for site in both:
        site.server.shutdown()
        site.server.server_close()


@pytest.fixture
def snippet(transactional_db, rung, hotel, maria, settings, live_server, sites) -> str:
    settings.SITE_URL = live_server.url
    survey = cast.published_survey(hotel)
    allowed = [sites[0].origin]
    link = links.public_link(survey, survey.unit, kind=PublicLink.Kind.EMBED, by=maria, frame_origins=allowed)
    return framing.snippet(link, title="Your night with us")


def page_of(context, site: Site, snippet: str):
    """A page of the web site with the snippet in it."""
    site.page = f'<!doctype html><title>Hotel</title><link rel="icon" href="data:,"><h1>Welcome</h1>{snippet}'
    page = context.new_page()
    page.goto(site.origin)
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("javascript", [True, False])
def test_a_visitor_answers_in_the_frame_of_the_site_it_names(browser, snippet, sites, javascript):
    viewport = {"width": 320, "height": 700}
    context = browser.new_context(viewport=viewport, locale="en", java_script_enabled=javascript)
    page = page_of(context, sites[0], snippet)
    frame = page.frame_locator("iframe")
    frame.get_by_label("No", exact=True).check(force=True)
    frame.get_by_role("button", name="Send").last.click()
    frame.get_by_role("heading", name="Thank you!").wait_for()
    assert Response.objects.count() == 1
    assert context.cookies() == []
    context.close()


def test_it_is_not_wider_than_a_small_frame(browser, snippet, sites):
    context = browser.new_context(viewport={"width": 340, "height": 700}, locale="en")
    page = page_of(context, sites[0], snippet.replace('width="100%"', 'width="320"'))
    inside = page.frames[1]
    assert inside.get_by_text("Did you sleep well?").count() == 1
    assert inside.evaluate("innerWidth") == 320
    assert inside.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    context.close()


def test_another_site_shows_nothing_of_it(browser, snippet, sites):
    context = browser.new_context(locale="en")
    complaints = []
    context.on("console", lambda message: complaints.append(message.text))
    page = page_of(context, sites[1], snippet)
    assert page.frames[1].url.startswith("chrome-error:")
    assert any("frame-ancestors" in words for words in complaints)
    assert page.frame_locator("iframe").get_by_text("Did you sleep well?").count() == 0
    context.close()

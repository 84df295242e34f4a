"""A real browser. On a newcomer's machine without one these tests are left out with a sentence; in CI they must run."""

import os
import shutil
from importlib.util import find_spec

import pytest
from django.test import Client

CHROME = os.environ.get("CHROME") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# Playwright's loop runs in this thread, and Django would refuse its database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

MISSING = "needs chromium and bin/setup --browser" if not CHROME or find_spec("pytest_playwright") is None else ""


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in str(item.path).replace(os.sep, "/"):
            item.add_marker(pytest.mark.browser)
            if MISSING and not os.environ.get("CI"):
                item.add_marker(pytest.mark.skip(reason=f"A browser test {MISSING}."))


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": CHROME, "args": ARGUMENTS}


@pytest.fixture
def look(browser, live_server, transactional_db):
    """Opens pages: look(user=maria, width=390, dark=True).goto("/surveys/"). A console error fails the test.

    So does anything a page asks for and is refused, but for the statuses in `refusals`.
    """
    contexts, complaints = [], []

    def note(message):
        # Chromium itself writes this line for a form that comes back with an error (422), which is no fault.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def noting_missing(refusals):
        def note_missing(response):
            is_known = response.status in {422, *refusals} or response.request.resource_type == "document"
            if response.status >= 400 and not is_known:
                complaints.append(f"{response.status} {response.url}")

        return note_missing

    def open_page(
        *, user=None, width=1280, dark=False, javascript=True, language="en", refusals=frozenset(), **context
    ):
        opened = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 844 if width < 500 else 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            bypass_csp=False,
            locale=language,
            **context,
        )
        opened.set_default_timeout(20_000)
        contexts.append(opened)
        if user:
            client = Client()
            client.force_login(user)
            cookie = client.cookies["sessionid"].value
            opened.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = opened.new_page()
        page.on("console", note)
        page.on("response", noting_missing(refusals))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def axe_violations():
    """The accessibility rules a page breaks, as short lines; [] is what every page must give."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page) -> list[str]:
        # What fades in is looked at when it has come, not on its way.
        page.evaluate("Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)")
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        results = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in results.response["violations"]
            for node in violation["nodes"]
        ]

    return check

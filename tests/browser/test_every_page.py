"""Every page a person can open: no accessibility rule broken, nothing wider than the screen, in light and dark."""

import pytest
from django.urls import reverse

from tests.access_table import TABLE
from tests.addresses import every_address
from tests.world import World

# A page's address, and who looks at it. POST-only addresses and files have no page; a frame's body is seen in its page.
NO_PAGE = {
    "account_logout",
    "account_reset_password_from_key",
    "account_set_password",
    "accounts:purpose_hint",
    "accounts:settings",
    "insights:health",
    "invitations:mail_body",
    "invitations:mailing_preview",
    "invitations:public_link_qr",
    "invitations:standing_preview",
    "responses:following_table",
    "responses:preview_page",
    "surveys:file",
    "surveys:texts_sheet",
}
PAGES = [address for address in every_address() if address.name not in NO_PAGE]
AS_VISITOR = {name for name, mark in TABLE.items() if mark == "anonymous"}


def too_wide(page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False)])
@pytest.mark.parametrize("part", range(4))
def test_pages_are_kind_to_everybody(look, axe_violations, world: World, live_server, settings, width, dark, part):
    settings.SITE_URL = live_server.url
    broken, looked_at = {}, 0
    visitor, owner = (look(user=user, width=width, dark=dark) for user in (None, world.people["owner"]))
    for address in PAGES[part::4]:
        page = visitor if address.name in AS_VISITOR else owner
        url = world.url(address)
        if page.request.get(url).status != 200:
            continue
        page.goto(url)
        page.wait_for_load_state("networkidle")
        looked_at += 1
        problems = axe_violations(page)
        if excess := too_wide(page):
            problems.append(f"{excess} px too wide")
        if problems:
            broken[address.name] = problems
    assert broken == {}
    assert looked_at > 3


def test_the_start_page_of_a_visitor_is_the_log_in(look, world):
    page = look()
    page.goto(reverse("insights:home"))
    assert page.url.split("?")[0].endswith(reverse("account_login"))

"""A telephone of 320 px with its text at twice the size: a page is read downwards, never sideways."""

import pytest

from tests.addresses import every_address
from tests.browser.test_every_page import too_wide
from tests.world import World

PAGES = ("insights:home", "insights:tasks", "invitations:standing_send", "responses:entering")
ADDRESSES = {address.name: address for address in every_address()}


@pytest.mark.parametrize("language", ["da", "fi"])
def test_nothing_is_wider_than_a_small_telephone_with_large_text(look, world: World, language):
    owner = world.people["owner"]
    owner.language = language
    owner.save()
    page = look(user=owner, width=320)
    wider = {}
    for name in PAGES:
        page.goto(world.url(ADDRESSES[name]))
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if excess := too_wide(page):
            wider[name] = excess
    assert wider == {}

"""The pages about sending, bounces and stops when something is kept: whole at every width, light and dark."""

import os
from pathlib import Path

import pytest

from accounts import keeping_mail_server
from common import clock
from invitations.mails import keeping_bounce_mailbox
from invitations.models import BounceMailbox
from invitations.stopping import holding_back, suppressing
from tests import cast
from tests.browser.test_every_page import too_wide

SHOTS = os.environ.get("ENMIL_SHOTS", "")  # a folder for pictures, where somebody wants to look
PROVIDERS = ("brevo", "mailgun", "mailjet", "postmark", "sendgrid")


@pytest.fixture
def seen(look, axe_violations):
    """Opens a page and looks at it as everybody would; what is broken comes back by the page's name."""
    broken = {}

    def see(page, name: str, width: int) -> None:
        page.wait_for_load_state("networkidle")
        problems = axe_violations(page) + ([f"{too_wide(page)} px too wide"] if too_wide(page) else [])
        if problems:
            broken[name] = problems
        if SHOTS:
            page.screenshot(path=Path(SHOTS) / f"{name}-{width}.png", full_page=True)

    see.broken = broken
    return see


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False), (1280, True), (390, False)])
def test_the_ways_of_sending(look, seen, hotel, agnes, width, dark):
    page, shade = look(user=agnes, width=width, dark=dark), "dark" if dark else "light"
    page.goto("/settings/mail/")
    seen(page, f"none-{shade}", width)
    keeping_mail_server.keep(hotel, by=agnes, host="smtp.hotel.example", port=587, from_address="hej@hotel.example")
    page.goto("/settings/mail/")
    seen(page, f"smtp-{shade}", width)
    for provider in PROVIDERS if width == 390 else PROVIDERS[:2]:
        keeping_mail_server.keep(
            hotel, by=agnes, provider=provider, username="u", password="key", from_address="hej@hotel.example"
        )
        page.goto("/settings/mail/")
        seen(page, f"{provider}-{shade}", width)
    keeping_mail_server.keep(hotel, by=agnes, provider="postmark", password="k", from_address="hej@hotel.example")
    page.goto("/settings/mail/")
    page.click("#make-news")
    seen(page, f"news-{shade}", width)
    page.goto("/settings/mail/?way=mailgun")
    page.click("#save-mail")
    seen(page, f"errors-{shade}", width)
    assert seen.broken == {}


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1280, False), (1280, True), (390, False)])
def test_what_comes_back_and_who_is_held_back(look, seen, hotel, agnes, carl, width, dark):
    page, shade = look(user=agnes, width=width, dark=dark), "dark" if dark else "light"
    fields = {"host": "imap.hotel.example", "port": 993, "security": "tls", "username": "bounces", "password": "x"}
    keeping_bounce_mailbox.keep(hotel, by=agnes, address="bounces@hotel.example", **fields)
    BounceMailbox.objects.update(
        checked_at=clock.now(), problem="The server does not answer at imap.hotel.example:993."
    )
    page.goto("/settings/mail/bounces/")
    seen(page, f"mailbox-{shade}", width)
    page.goto(f"/customers/{carl.pk}/stop/")
    seen(page, f"hold-{shade}", width)
    suppressing.suppress(hotel, carl.email)
    suppressing.suppress(hotel, carl.email, reason="bounced")
    holding_back.hold(carl, reason="open_complaint", until=cast.today(hotel), by=agnes)
    page.goto(f"/customers/{carl.pk}/")
    seen(page, f"customer-{shade}", width)
    page.click("#lift-open_complaint")
    assert page.locator("#lift-open_complaint").count() == 0
    customer = look(width=width, dark=dark, javascript=False)
    customer.goto(f"/stop/{cast.invitation(cast.published_survey(hotel), carl).stop_token}/")
    if SHOTS:
        customer.screenshot(path=Path(SHOTS) / f"stopped-{shade}-{width}.png", full_page=True)
    assert customer.locator("#stop-all").count() == 0  # it is so already
    customer.click("#by-mistake")
    if SHOTS:
        customer.screenshot(path=Path(SHOTS) / f"taken-back-{shade}-{width}.png", full_page=True)
    assert customer.locator("form").count() == 0
    assert seen.broken == {}

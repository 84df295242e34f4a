"""Trying a way of sending: what came of the last trial is gone while the next one runs, and one press is one trial."""

from threading import Event

import pytest

from accounts import mail_servers


@pytest.fixture
def server(monkeypatch):
    """Refuses the first trial at once, and answers the second when it is told to."""
    server = {"trials": 0, "answers": Event()}

    def refuse(*_args) -> None:
        server["trials"] += 1
        if server["trials"] > 1:
            server["answers"].wait(20)
        raise mail_servers.MailServerProblem(f"No luck {server['trials']}")

    monkeypatch.setattr(mail_servers, "test", refuse)
    yield server
    server["answers"].set()


def test_a_second_trial_begins_with_a_clean_page(look, server, agnes, hotel):
    page = look(user=agnes)
    page.goto("/settings/mail/?way=smtp")
    page.fill("[name=host]", "mail.example.org")
    page.fill("[name=from_address]", "us@example.org")
    assert not page.locator(".mail-trying").is_visible()
    page.click("#test-mail")
    page.wait_for_selector("#mail-outcome:has-text('No luck 1')")
    page.click("#test-mail")
    page.wait_for_selector(".mail-trying:visible")
    assert not page.get_by_text("No luck 1").is_visible()
    page.click("#test-mail")  # nothing more happens
    server["answers"].set()
    page.wait_for_selector("#mail-outcome:has-text('No luck 2')")
    assert not page.locator(".mail-trying").is_visible()
    page.wait_for_timeout(300)
    assert server["trials"] == 2

"""What the operator's log says of a refusal: one line, where a fault of the program is told with all its lines."""

import logging

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(caplog):
    """What was said of requests: the words, and whether a trace came with them."""
    logger = logging.getLogger("django.request")
    logger.addHandler(caplog.handler)
    yield lambda: [(one.levelname, one.getMessage(), bool(one.exc_info)) for one in caplog.records]
    logger.removeHandler(caplog.handler)


def test_who_may_not_see_a_page_is_refused_in_one_line(logged_in, stefan, told):
    page = reverse("invitations:customers")
    assert logged_in(stefan).get(page).status_code == 403
    assert set(told()) == {("WARNING", f"Forbidden (Permission denied): {page}", False)}


def test_a_fault_is_told_with_its_trace(logged_in, stefan, told, monkeypatch):
    monkeypatch.setattr("insights.views.home.incidents_for", lambda request: 1 / 0)
    client = logged_in(stefan)
    client.raise_request_exception = False
    assert client.get("/").status_code == 500
    assert set(told()) == {("ERROR", "Internal Server Error: /", True)}

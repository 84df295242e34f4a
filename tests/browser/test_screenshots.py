"""The README's pictures, taken of the demo company. SCREENSHOTS=docs/images keeps them; a test only looks at them."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from accounts.models import User
from demo.founding_demo import found_demo
from insights.models import ImprovementTask
from invitations.ways_in import links
from surveys import building
from surveys.models import Survey

WIDE, PHONE = 1280, 390


@pytest.fixture
def folder(tmp_path) -> Path:
    kept = os.environ.get("SCREENSHOTS")
    folder = Path(kept) if kept else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def demo(transactional_db, rung, settings, live_server):
    settings.SITE_URL = live_server.url
    found_demo(password="en mil i andras skor", limit=None if os.environ.get("SCREENSHOTS") else 40)
    User.objects.update(language="en")


def test_the_readmes_pictures(look, demo, folder):
    stefan, maria = (User.objects.get(email=f"{name}@demo.example") for name in ("stefan", "maria"))
    survey = Survey.objects.order_by("id").first()
    task = ImprovementTask.objects.filter(organisation=survey.organisation, owner=stefan).first()
    [invitation] = links.make_links(survey, 1, by=maria)
    draft = building.start_from_library(survey.organisation, "hotel", languages=["en", "sv"], by=maria)
    pictures = [
        ("stories", stefan, WIDE, False, reverse("insights:home")),
        ("improvements-phone", stefan, PHONE, True, reverse("insights:tasks")),
        ("improvement", stefan, WIDE, False, reverse("insights:task", args=[task.pk])),
        ("survey", maria, WIDE, False, reverse("surveys:detail", args=[survey.pk])),
        ("builder", maria, WIDE, False, reverse("surveys:build", args=[draft.pk])),
        ("answers", maria, WIDE, True, reverse("responses:answers", args=[survey.pk])),
        ("customer-phone", None, PHONE, False, f"/a/{invitation.token}/?language=en"),
    ]
    for name, user, width, dark, address in pictures:
        page = look(user=user, width=width, dark=dark)
        assert page.goto(address).status == 200
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{name}.png")
    sizes = {path.name: path.stat().st_size for path in folder.glob("*.png")}
    assert sorted(sizes) == sorted(f"{name}.png" for name, *_ in pictures)
    assert min(sizes.values()) > 8_000  # an empty page is smaller

"""The pages of a screen at the place: what only they carry, and what no other page does."""

import re

import pytest

from common import clock
from invitations.models import PublicLink
from invitations.ways_in import kiosks, links
from surveys.models import Survey
from tests.responses.conftest import answering

pytestmark = pytest.mark.django_db
Kind = PublicLink.Kind


@pytest.fixture
def screen(survey, maria) -> str:
    return f"/a/{links.public_link(survey, survey.unit, kind=Kind.KIOSK, by=maria).token}/"


@pytest.fixture
def poster(survey, maria) -> str:
    return f"/a/{links.public_link(survey, survey.unit, by=maria).token}/"


def sent(client, link, slept):
    return client.post(link, answering(client.get(link), (slept, "no", "Fläkten.")), follow=True)


def test_the_thanks_return_to_the_start_by_header_and_by_button(client, screen, slept, rung):
    page = sent(client, screen, slept)
    assert page["Refresh"] == f"{kiosks.THANKED_S}; url={screen}"
    assert f'id="next-person" href="{screen}"' in page.text
    assert "Change my answers" not in page.text
    assert "close this page" not in page.text


def test_no_link_opens_a_mail_program_on_a_screen(client, screen, poster, survey, slept, rung):
    Survey.objects.update(contact_email="maria@hotel.example", contact_name="Maria Stolt")
    thanked = sent(client, screen, slept)
    assert "mailto:" not in client.get(screen).text + thanked.text
    assert "Maria Stolt maria@hotel.example" in thanked.text
    assert "mailto:maria@hotel.example" in client.get(poster).text
    Survey.objects.update(closed_at=clock.now())
    closed = client.get(screen)
    assert closed.status_code == 410
    assert ("mailto:" in closed.text, "maria@hotel.example" in closed.text) == (False, True)


def test_help_numbers_stay_long_enough_to_be_written_down(client, screen, slept, survey, rung):
    Survey.objects.update(shows_help_lines=True)
    survey.organisation.help_lines = {"sv": "Ring 112.", "en": "Call 112."}
    survey.organisation.save()
    page = sent(client, screen, slept)
    assert "Call 112." in page.text or "Ring 112." in page.text  # in words: a screen that many use calls nobody
    assert int(page["Refresh"].split(";")[0]) >= 30


def test_only_a_screen_has_scripts_and_only_our_own(client, screen, poster, slept, rung):
    for page in (client.get(screen), sent(client, screen, slept)):
        scripts = re.findall(r'<script type="module" src="([^"]+)"></script>', page.text)
        assert len(scripts) == page.text.count("<script") == 2
        assert all(address.startswith("/static/") for address in scripts)
        assert f'data-start="{screen}"' in page.text
    for page in (client.get(poster), sent(client, poster, slept)):
        assert "<script" not in page.text
        assert "Refresh" not in page.headers
        assert 'id="idle"' not in page.text


def test_a_screen_keeps_nothing(client, screen, slept, rung):
    page = client.get(screen)
    assert page["Cache-Control"] == "no-store"
    assert re.search(r'<form [^>]*id="answers"[^>]* autocomplete="off"', page.text)
    assert "Set-Cookie" not in page.headers
    sent(client, screen, slept)
    assert "Fläkten." not in client.get(screen).text
    assert "No more questions from us?" not in page.text


def test_a_screen_speaks_every_language_of_the_survey(client, screen):
    page = client.get(screen, headers={"Accept-Language": "en"})
    assert re.findall(r'name="switch" value="(\w+)"', page.text) == ["sv", "en"]


def test_one_person_after_the_other_with_a_form_each(client, screen, slept, rung, survey):
    for _person in range(3):
        sent(client, screen, slept)
    assert survey.responses.count() == 3

"""When a mailing goes: by the clock where the organisation lives, never in the past, told before it is pressed."""

import uuid
from datetime import datetime, timedelta

import pytest

from common import clock
from invitations.models import Mailing
from surveys.models import Survey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rung")]

MORNING = datetime.fromisoformat("2026-11-23T09:00:00+00:00")


def plain(text: str) -> str:
    """The words with every kind of space made one."""
    return " ".join(text.split())


def later(moment: str, **fields) -> dict:
    words = {"whom": "all", "form_number": str(uuid.uuid4()), "send": "1"}
    return words | {"when": "later", "moment": moment, **fields}


def test_a_mailing_waits_for_its_time_where_the_organisation_lives(desk, url, carl):
    with clock.at(MORNING):
        looked = desk.post(url, later("2026-11-24T10:00", look="1") | {"send": ""} | {"told": "x"})
        assert "Send on 24 November at 10:00" in plain(looked.text)
        assert desk.post(url, later("2026-11-24T10:00")).status_code == 302
        mailing = Mailing.objects.get()
        page = desk.get(f"/mailings/{mailing.pk}/")
    assert (mailing.state, mailing.scheduled_at) == ("scheduled", datetime.fromisoformat("2026-11-24T09:00:00+00:00"))
    assert "Goes on 24 November at 10:00" in plain(page.text)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-23T09:59", "That time has passed already."),
        ("2028-01-01T10:00", "That is more than a year away."),
        ("2027-03-28T02:30", "The clock leaps over that hour this day."),
        ("2026-12-24T10:00", "The survey closes before that"),
        ("2026-11-24T10:00+05:00", "Write a date and a time"),
        ("0001-01-01T00:00", "Write a date and a time"),
    ],
)
def test_a_time_that_cannot_be_is_said_at_its_field(desk, url, survey, carl, moment, words):
    if "closes" in words:
        Survey.objects.update(closes_at=MORNING + timedelta(days=30))
    with clock.at(MORNING):
        page = desk.post(url, later(moment))
    assert (page.status_code, Mailing.objects.count()) == (422, 0)
    assert words in page.context["form"].errors["moment"][0]


def test_a_time_in_the_quiet_hours_says_when_the_mails_really_go(desk, url, carl):
    with clock.at(MORNING):
        page = desk.post(url, later("2026-11-24T22:00") | {"send": "", "told": "x"})
    assert "so the mails wait until 25 November 2026" in plain(page.text)


def test_without_its_time_yet_the_page_still_tells_who_gets_it(desk, url, carl):
    drawn_anew = {"hx-request": "true", "hx-target": "who-gets-it"}
    unfinished = later("", from_name="Fjällhotellet") | {"send": ""}
    while_choosing = plain(desk.post(url, unfinished, headers=drawn_anew).text)
    assert ("1 person gets a mail" in while_choosing, "Write a date and a time" in while_choosing) == (True, False)
    pressed = plain(desk.post(url, unfinished | {"look": "1"}).text)
    assert "1 person gets a mail" in pressed
    assert "Write a date and a time, for example 24 November at 10:00." in pressed
    assert "This field is required." not in pressed


def test_without_its_time_nothing_is_sent_nor_promised_by_the_button(desk, url, carl):
    page = desk.post(url, later("", from_name="Fjällhotellet"))
    assert (page.status_code, Mailing.objects.count(), page.context["choice"]) == (422, 0, None)
    assert 'name="told" value="nothing"' in page.text


def test_addresses_that_cannot_be_used_are_told_beside_a_missing_time(desk, url):
    page = desk.post(url, later("", whom="addresses", addresses="carl@guest", from_name="Fjällhotellet"))
    assert list(page.context["form"].errors) == ["moment", "addresses"]

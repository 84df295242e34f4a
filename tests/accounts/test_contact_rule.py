"""The contact rule: managers read it, owners change it within its bounds, and each change is noted once."""

from datetime import time

import pytest

from accounts.models import AuditEvent

pytestmark = pytest.mark.django_db

PAGE, CHANGE = "/settings/contact-rule/", "/settings/contact-rule/change/"


def rule(**fields) -> dict:
    return {
        "rest_days": "45",
        "invitations_a_year": "3",
        "mails_a_year": "5",
        "reminder_after_days": "0",
        "quiet_from": "21:30",
        "quiet_until": "07:00",
        **fields,
    }


def stored(hotel) -> tuple:
    hotel.refresh_from_db()
    counts = (hotel.rest_days, hotel.invitations_a_year, hotel.mails_a_year, hotel.reminder_after_days)
    return (*counts, hotel.quiet_from, hotel.quiet_until, hotel.help_lines)


FIRST = (30, 4, 6, 5, time(20), time(8), {})


def test_an_owner_changes_the_rule_and_it_is_noted_once(hotel, agnes, logged_in):
    client = logged_in(agnes)
    lines = {"help_sv": "  Ring 112.\r\nEller Jourhavande präst.  ", "help_en": "Call 112."}
    assert client.post(CHANGE, rule(**lines)).url == PAGE
    client.post(CHANGE, rule(**lines))
    told = {"sv": "Ring 112.\nEller Jourhavande präst.", "en": "Call 112."}
    assert stored(hotel) == (45, 3, 5, 0, time(21, 30), time(7), told)
    event = AuditEvent.objects.get(verb="organisation.contact_rule_changed")
    assert (event.by, event.detail["before"]["quiet_from"], event.detail["after"]["rest_days"]) == (agnes, "20:00", 45)


def test_what_does_not_differ_is_not_in_the_note(hotel, agnes, logged_in):
    logged_in(agnes).post(
        CHANGE, rule(invitations_a_year=4, mails_a_year=6, quiet_from="20:00", quiet_until="08:00", rest_days=30)
    )
    assert AuditEvent.objects.get(verb="organisation.contact_rule_changed").detail == {
        "before": {"reminder_after_days": 5},
        "after": {"reminder_after_days": 0},
    }


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"rest_days": "13"}, "Leave people alone for at least 14 days."),
        ({"rest_days": "366"}, "A year is the most that can be kept here."),
        ({"rest_days": "9" * 30}, "A year is the most that can be kept here."),
        ({"invitations_a_year": "0"}, "Write 1 to 6."),
        ({"invitations_a_year": "7", "mails_a_year": "8"}, "At most 6 a year"),
        ({"mails_a_year": "9"}, "At most 8 mails a year"),
        ({"mails_a_year": "2"}, "Every invitation is a mail too, so write at least 3 here."),
        ({"reminder_after_days": "15"}, "After 14 days it is hard to remember."),
        ({"reminder_after_days": "-1"}, "Write 0 for no reminder"),
        ({"quiet_from": "late"}, "Write a time of day"),
        ({"help_fi": "x" * 601}, "600"),
        ({"rest_days": ""}, "This field is required."),
    ],
)
def test_what_is_out_of_bounds_is_said_at_its_field_and_changes_nothing(hotel, agnes, logged_in, wrong, words):
    page = logged_in(agnes).post(CHANGE, rule(help_sv="Ring 112.") | wrong)
    assert page.status_code == 422
    assert 'class="error-summary"' in page.text
    assert words in page.text
    assert "Ring 112.</textarea>" in page.text  # nothing typed is lost
    assert stored(hotel) == FIRST


def test_a_manager_reads_the_rule_and_finds_nothing_to_press(hotel, maria, logged_in):
    hotel.reminder_after_days, hotel.help_lines = 0, {"sv": "Ring 112 <nu>."}
    hotel.save()
    page = logged_in(maria).get(PAGE)
    assert "save-contact-rule" not in page.text
    assert "An owner can change this." in page.text
    assert "No reminder" in page.text
    assert "Ring 112 &lt;nu&gt;." in page.text
    assert logged_in(maria).post(CHANGE, rule()).status_code == 403
    assert stored(hotel)[:2] == (30, 4)


def test_staff_do_not_come_in_and_others_see_their_own(hotel, stefan, olga, library, logged_in):
    assert logged_in(stefan).get(PAGE).status_code == 403
    library.rest_days = 77
    library.save()
    assert "77" in logged_in(olga).get(PAGE).text


def test_the_help_lines_are_folded_until_there_are_some(hotel, agnes, logged_in):
    assert '<details class="disclosure">' in logged_in(agnes).get(PAGE).text
    hotel.help_lines = {"da": "Ring 112."}
    hotel.save()
    assert '<details class="disclosure" open>' in logged_in(agnes).get(PAGE).text

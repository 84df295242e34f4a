"""Two lines with one address: which one counts, what the other still says, and that the page tells it."""

import pytest
from django.utils import translation

from invitations.customers import importing
from invitations.models import Customer
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def take(hotel):
    def take(lines: str) -> importing.Report:
        return importing.import_customers(hotel, lines, unit=cast.root_unit(hotel), language="sv", by=None)

    return take


def words(report: importing.Report) -> list[str]:
    with translation.override("en"):
        return [one.words for one in report.repeats]


def test_the_later_visit_counts_and_says_which_name_holds(take):
    report = take("email;name;departure\ncarl@x.se;Carl;2026-11-03\ncarl@x.se;Carl Gustaf;2026-11-10")
    assert words(report) == [
        "Line 3 has the address of line 2 and counts: it tells of a later visit. The name is “Carl Gustaf”, not “Carl”."
    ]
    assert Customer.objects.get().name == "Carl Gustaf"


def test_what_the_line_that_counts_does_not_say_is_taken_from_the_other(take):
    report = take("email;name;language;departure\ncarl@x.se;Carl;fi;2026-11-03\ncarl@x.se;;;2026-11-10")
    assert words(report) == ["Line 3 has the address of line 2 and counts: it tells of a later visit."]
    carl = Customer.objects.get()
    assert (carl.name, carl.language, carl.use_happened_at.date().isoformat()) == ("Carl", "fi", "2026-11-10")


def test_without_a_later_visit_the_first_line_counts_and_its_name(take):
    report = take("email;name\ncarl@x.se;Carl\nCARL@x.se;Calle\ncarl@x.se;Carl")
    assert words(report) == [
        "Line 3 has the address of line 2, which counts. The name is “Carl”, not “Calle”.",
        "Line 4 has the address of line 2, which counts.",
    ]
    assert Customer.objects.get().name == "Carl"


def test_the_page_tells_it_before_anything_is_stored(logged_in, maria, hotel):
    fields = {"lines": "carl@x.se;Carl\ncarl@x.se;Calle", "unit": cast.root_unit(hotel).pk, "language": "sv"}
    page = logged_in(maria).post("/customers/import/", fields)
    assert "Line 2 has the address of line 1, which counts. The name is “Carl”, not “Calle”." in page.text
    assert not Customer.objects.exists()

"""A visit that stands in a sheet as a bare number, on its way through the pages."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from invitations.models import Customer
from tests import cast

pytestmark = pytest.mark.django_db
IMPORT = "/customers/import/"


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def where(hotel):
    return {"unit": cast.root_unit(hotel).pk, "language": "sv"}


def sheet(*rows, epoch=CALENDAR_WINDOWS_1900) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    book.epoch = epoch
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return SimpleUploadedFile("gäster.xlsx", kept.getvalue())


def sent_in_again(page, **changes) -> dict:
    """What the page of the preview would send, without script."""
    form = page.context["carried"]
    kept = {name: form[name].value() or "" for name in ("lines", "file_name", "days_from", "language", "unit")}
    assert f'name="days_from" value="{kept["days_from"]}"' in page.text
    return kept | {f"column_{place}": role for place, role in enumerate(page.context["columns"].roles)} | changes


def visits(hotel) -> dict[str, str]:
    return {
        one.email: one.use_happened_at.astimezone(hotel.zone).strftime("%Y-%m-%d %H:%M")
        for one in Customer.objects.all()
    }


@pytest.mark.parametrize(("epoch", "earlier"), [(CALENDAR_WINDOWS_1900, 0), (CALENDAR_MAC_1904, 1462)])
def test_a_number_under_the_visit_is_its_day_from_the_sheet_to_the_customer(desk, hotel, where, epoch, earlier):
    rows = ["E-post", "Senaste besök"], ["a@x.se", 46000 - earlier], ["b@x.se", 46000.604166666664 - earlier]
    page = desk.post(IMPORT, {"file": sheet(*rows, epoch=epoch), **where})
    assert page.context["preview"].report.bad_lines == []
    desk.post(IMPORT, sent_in_again(page, **{"import": "1"}))
    assert visits(hotel) == {"a@x.se": "2025-12-09 12:00", "b@x.se": "2025-12-09 14:30"}


def test_a_column_said_to_be_the_visit_afterwards_is_read_so_too(desk, hotel, where):
    page = desk.post(IMPORT, {"file": sheet(["E-post", "Rum"], ["a@x.se", 46000], ["fel", 46001]), **where})
    assert page.context["columns"].roles == ["email", "leave"]
    report = desk.post(IMPORT, sent_in_again(page, column_1="use_happened_at", **{"import": "1"}))
    assert visits(hotel) == {"a@x.se": "2025-12-09 12:00"}
    assert 'name="days_from" value="1900"' in report.text
    mended = {"lines": "fel@x.se\t46001", "days_from": "1900", "column_0": "email", "column_1": "use_happened_at"}
    desk.post(IMPORT, {**mended, **where, "import": "1"})
    assert visits(hotel)["fel@x.se"] == "2025-12-10 12:00"


def test_a_number_elsewhere_in_a_sheet_stays_a_number(desk, where):
    page = desk.post(IMPORT, {"file": sheet(["E-post", "Kundnr"], ["a@x.se", 46000]), **where})
    desk.post(IMPORT, sent_in_again(page, column_1="keep", **{"import": "1"}))
    assert Customer.objects.get().attributes == {"Kundnr": "46000"}


def test_in_a_text_file_a_number_is_no_day(desk, where):
    text = SimpleUploadedFile("lista.csv", b"E-post;Avresa\na@x.se;46000\n")
    page = desk.post(IMPORT, {"file": text, "days_from": "1900", **where})
    [bad] = page.context["preview"].report.bad_lines
    assert "“46000” is not a time we can read" in bad.reason

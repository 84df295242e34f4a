"""Spreadsheets as they come, and files that mean harm."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common import workbooks
from invitations.customers import importing
from invitations.models import Customer
from tests import cast

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


def sheet(*rows, name="Gäster", hidden_first=False) -> bytes:
    book = openpyxl.Workbook()
    if hidden_first:
        book.active.append(["hidden@x.se"])
        book.active.sheet_state = "hidden"
        book.create_sheet(name)
        book.active = 1
    page = book.worksheets[-1]
    for row in rows:
        page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def with_part(content: bytes, part: str, text: str) -> bytes:
    """The same file with one of its parts replaced or added."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != part:
                target.writestr(name, source.read(name))
        target.writestr(part, text)
    return kept.getvalue()


def text_of(content: bytes) -> str:
    return importing.list_of(SimpleUploadedFile("gäster.xlsx", content)).text


def test_a_sheet_becomes_lines_with_the_numbers_of_its_rows():
    content = sheet(
        ["E-post", "Namn", "Avresa", "Telefon", "Nätter"],
        ["carl@x.se", 'Carl "Calle"\nÅberg', datetime(2026, 11, 20), 46701234567, 2.5],
        [],
        ["anna@x.se", "Anna", datetime(2026, 11, 20, 14, 30), None, True],
        ["ole@x.se", "Ole", date(2026, 11, 21)],
    )
    assert text_of(content).splitlines() == [
        "E-post\tNamn\tAvresa\tTelefon\tNätter",
        'carl@x.se\t"Carl ""Calle"" Åberg"\t2026-11-20\t46701234567\t2.5',
        "\t\t\t\t",
        "anna@x.se\tAnna\t2026-11-20 14:30\t\tTrue",
        "ole@x.se\tOle\t2026-11-21\t\t",
    ]


def test_the_sheet_with_the_addresses_is_read_and_a_hidden_one_last():
    assert text_of(sheet(["seen@x.se"], hidden_first=True)) == "seen@x.se\n"
    assert text_of(sheet(["Nothing", "here"])) == "Nothing\there\n"
    assert text_of(sheet()) == ""


@pytest.mark.django_db
def test_a_sheet_is_imported_with_days_and_a_formula_is_only_a_bad_line(hotel, maria):
    content = sheet(
        ["E-post", "Namn", "Avresa"],
        ["carl@x.se", "Carl", datetime(2026, 7, 20)],
        ["anna@x.se", '=HYPERLINK("http://evil.example")', None],
        ["ole@x.se", "=1+1", None],
    )
    where = {"unit": cast.root_unit(hotel), "language": "sv", "by": maria}
    report = importing.import_customers(hotel, text_of(content), **where)
    assert [(line.number, line.reason) for line in report.bad_lines] == [
        (number, "A cell in this line is a formula, and we take only plain words.") for number in (3, 4)
    ]
    carl = Customer.objects.get()
    assert (carl.email, carl.use_happened_at.astimezone(hotel.zone).isoformat()) == (
        "carl@x.se",
        "2026-07-20T12:00:00+02:00",
    )


CELL = '<c t="str"><v>a@x.se</v></c>'
BOMBS = {
    "zeros": "0" * 60_000_000,
    "rows": f"{HEAD}{'<row/>' * 1_500_000}{TAIL}",
    "cells": HEAD + f"<row>{CELL * 90}</row>" * 5_000 + TAIL,
    "far away": HEAD + "".join(f'<row r="{n}"><c r="XFD{n}"/></row>' for n in range(1, 31_000)) + TAIL,
    "the last row": f'{HEAD}<row r="1048576"><c r="A1048576" t="str"><v>a@x.se</v></c></row>{TAIL}',
    "wide": f"{HEAD}<row>{CELL * 1_000}</row>{TAIL}",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_small_file_that_would_become_a_large_one_is_refused_before_it_does(bomb):
    content = with_part(sheet(["a@x.se"]), SHEET, BOMBS[bomb])
    with pytest.raises(importing.NotReadable):
        text_of(content)


@pytest.mark.parametrize(
    "text",
    [
        f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{HEAD}<row><c t="str"><v>&a;</v></c></row>{TAIL}',
        "no markup at all",
        f"{HEAD}<row><c",
        "",
    ],
)
def test_a_damaged_or_cunning_part_is_refused_kindly(text):
    with pytest.raises(importing.NotReadable, match="not a list we can read"):
        text_of(with_part(sheet(["a@x.se"]), SHEET, text))


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 500, b"\xd0\xcf\x11\xe0old sheets"])
def test_what_only_begins_like_a_sheet_is_refused_kindly(content):
    assert not workbooks.is_workbook(content)
    with pytest.raises(importing.NotReadable, match="not a list we can read"):
        text_of(content)


def test_more_people_than_are_taken_are_counted_and_refused(db, hotel, maria):
    content = sheet(*([f"g{number}@x.se"] for number in range(20_002)))
    with pytest.raises(importing.NotReadable, match="At most 20000 lines"):
        importing.read(hotel, text_of(content))

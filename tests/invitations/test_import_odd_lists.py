"""Lists from real desks: headings in everyday words, letters in addresses, files that are no lists."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common import reading_csv
from common.decoding import is_no_text
from invitations.customers import importing
from invitations.models import Customer
from tests import cast

IMPORT = "/customers/import/"
NO_LIST = "This file is not a list we can read. Save it as .xlsx or CSV in your sheet program, and choose that."
OF_A_PROGRAM = random.Random(7).randbytes(20_000)  # noqa: S311


@pytest.mark.parametrize(
    "heading",
    [
        *["Senaste besök", "Senaste besöket:", "Senast här", "SISTA BESÖK", "Datum för besök", "Senaste_besök"],
        *["Sidste besøg", "Seneste besøg", "Sidst her", "Dato for besøg", "Besøgstidspunkt"],
        *["Siste besøk", "Seneste besøk", "Besøksdato", "Sist her", "Besøkstidspunkt"],
        *["Viimeisin käynti", "Viimeinen käynti", "Viimeisin vierailu", "Käynnin päivämäärä", "Käyntiaika"],
        *["Last visit", "Latest visit", "Date of visit", "Last visited", "Most recent visit", "Visit time"],
    ],
)
def test_the_time_of_the_visit_is_known_by_everyday_headings(heading):
    reading = reading_csv.read(f"E-post;Datum;{heading}\na@x.se;1971-01-01;2026-11-20")
    assert [column.role for column in reading.columns] == ["email", "", "use_happened_at"]


def test_the_departure_says_more_surely_when_the_visit_was():
    reading = reading_csv.read("E-post;Senaste besök;Avresa\na@x.se;2026-01-02;2026-11-20")
    assert [column.role for column in reading.columns] == ["email", "", "use_happened_at"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "letters", "plain"),
    [
        ("jörgen@x.se", "ö", "o"),
        ("åsa@x.se", "å", "a"),
        ("a\u030asa@x.se", "å", "a"),
        ("Päivi@x.fi", "ä", "a"),
        ("søren@x.dk", "ø", "o"),
        ("Ærlig@x.dk", "æ", "ae"),
        ("håkan.sjöö@x.se", "å, ö", "a, o"),
        ("rené@x.se", "é", "e"),
        ("jörgen@malmö.se", "ö", "o"),
    ],
)
def test_a_letter_no_address_holds_is_named_with_what_it_is_likely_written_as(hotel, maria, address, letters, plain):
    where = {"unit": cast.root_unit(hotel), "language": "sv", "by": maria}
    [bad] = importing.import_customers(hotel, f"E-post\n{address}\n", **where).bad_lines
    assert bad.reason == (
        f"There is “{letters}” in “{address}”, and mail cannot be sent there. "
        f"The real address is likely written with “{plain}” instead."
    )
    assert Customer.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["jörgen(at)x.se", "jörgen@x", "ива@x.se", "carl@@x.se"])
def test_where_more_is_wrong_the_letter_is_not_blamed(hotel, maria, address):
    where = {"unit": cast.root_unit(hotel), "language": "sv", "by": maria}
    [bad] = importing.import_customers(hotel, f"E-post\n{address}\n", **where).bad_lines
    assert bad.reason == f"“{address}” is not quite an e-mail address, like name@place.example."


@pytest.mark.django_db
def test_the_form_of_one_customer_names_the_letter_too(logged_in, maria, hotel):
    wish = {"email": "jörgen@x.se", "name": "", "unit": cast.root_unit(hotel).pk, "language": "sv"}
    page = logged_in(maria).post("/customers/new/", wish)
    assert "There is “ö” in “jörgen@x.se”" in page.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content",
    [
        OF_A_PROGRAM,
        OF_A_PROGRAM[:300],
        b"\x89PNG\r\n\x1a\n" + OF_A_PROGRAM,
        b"\x89PNG\n\x1a\n" + OF_A_PROGRAM,
        b"PK\x03\x04" + OF_A_PROGRAM,
        b"PK\x05\x06" + b"\x00" * 18,
        b"SQLite format 3\x00" + b"\x10\x00\x01\x01\x00@  \x00\x00" * 300,
    ],
    ids=["program", "small", "png", "mangled png", "zip", "empty zip", "database"],
)
def test_a_file_that_is_no_list_is_refused_at_its_field_in_one_sentence(logged_in, maria, hotel, content):
    wish = {"file": SimpleUploadedFile("lista.csv", content), "unit": cast.root_unit(hotel).pk, "language": "sv"}
    page = logged_in(maria).post(IMPORT, wish)
    assert (page.status_code, page.context["form"].errors) == (422, {"file": [NO_LIST]})
    assert 'name="import"' not in page.text


@pytest.mark.parametrize(
    "content",
    [
        b"email\na\x00@x.se\nb@x.se",
        b"a@x.se\n" + b"\x00" * 4000,
        b"a@x.se\nb@x.se\x1a",
        "namn;email\nÅsa Öberg;a@x.se".encode("utf-16-le"),
        "Ærø\tÅge\x0bØst\n".encode("mac_roman"),
        "Œuvre;Štefan;€ 25".encode("cp1252"),
        b"",
    ],
    ids=["one sign", "filled up", "end of file", "utf-16", "mac", "windows", "empty"],
)
def test_a_list_with_an_odd_sign_is_still_a_list(content):
    assert is_no_text(content) is False

"""The customers' pages, with the files people really send."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from invitations.models import Customer
from tests import cast

pytestmark = pytest.mark.django_db
LIST, IMPORT = "/customers/", "/customers/import/"


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


def sent(desk, hotel, content, name="kunder.csv"):
    file = SimpleUploadedFile(name, content)
    return desk.post(
        IMPORT, {"lines": "", "file": file, "unit": cast.root_unit(hotel).pk, "language": "sv", "import": "1"}
    )


def pasted(desk, hotel, lines):
    return desk.post(IMPORT, {"lines": lines, "unit": cast.root_unit(hotel).pk, "language": "sv", "import": "1"})


def test_pasted_lines_are_stored_and_told(desk, hotel, carl):
    page = pasted(desk, hotel, "anna@x.se\nCarl Berg <carl@guest.example>\nhej hej")
    assert page.status_code == 200
    report = page.context["report"]
    assert (report.new, report.updated, [bad.number for bad in report.bad_lines]) == (1, 1, [3])
    assert '<textarea name="lines"' in page.text
    assert "\nhej hej</textarea>" in page.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_in_any_usual_encoding(desk, hotel, encoding):
    page = sent(desk, hotel, "E-post;Namn\nasa@x.se;Åsa Öberg\n".encode(encoding))
    assert (page.status_code, Customer.objects.get().name) == (200, "Åsa Öberg")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no address here yet"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not a list we can read"),
        (b"PK\x03\x04 a sheet of another program", "not a list we can read"),
        (b"namn;telefon\nCarl;070\nAnna;071\n", "no column with e-mail addresses"),
        (b"".join(b"guest%d@x.se\n" % n for n in range(100_000)), "At most 20000 lines"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than we can take"),
    ],
)
def test_a_file_that_cannot_be_used_is_answered_kindly_and_stores_nothing(desk, hotel, content, says):
    page = sent(desk, hotel, content)
    assert (page.status_code, Customer.objects.count()) == (422, 0)
    assert says in page.text


def test_what_was_pasted_is_kept_when_nothing_can_be_used(desk, hotel):
    page = pasted(desk, hotel, "name;phone\nCarl;070\nAnna;071")
    assert page.status_code == 422
    assert "Carl;070" in page.text


def test_neither_lines_nor_file(desk, hotel):
    page = pasted(desk, hotel, "")
    assert (page.status_code, page.context["form"].errors) == (
        422,
        {"lines": ["Paste at least one address, or choose a file."]},
    )


def test_a_stranger_unit_cannot_be_chosen(desk, hotel, library):
    page = desk.post(IMPORT, {"lines": "a@x.se", "unit": cast.root_unit(library).pk, "language": "sv"})
    assert (page.status_code, Customer.objects.count()) == (422, 0)


def test_hostile_cells_are_shown_as_words(desk, hotel):
    evil = "<script>alert(1)</script>"
    page = pasted(desk, hotel, f"email;name\n=cmd|'/c calc'!A1;x\n{evil};x\na@x.se;{evil}")
    assert evil not in page.text
    assert evil not in desk.get(LIST).text
    assert Customer.objects.get().name == evil


def test_the_list_is_searched_and_narrowed(desk, hotel, carl, library):
    cast.customer(library, "carl@other.example")
    cast.customer(hotel, "asa@guest.example", name="Åsa", language="fi")

    def found(**words):
        return [one.email for one in desk.get(LIST, words).context["page"].rows]

    assert found() == ["asa@guest.example", "carl@guest.example"]
    assert found(q="ÅSA") == ["asa@guest.example"]
    assert found(language="sv") == ["carl@guest.example"]
    assert found(unit=carl.unit_id, q="carl") == ["carl@guest.example"]
    assert found(language="xx", unit="no", before="no", after="-1") == found()


def test_a_long_list_is_read_page_by_page_without_dear_queries(desk, hotel, carl):
    now, unit = clock.now(), cast.root_unit(hotel)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    desk.get(LIST)
    one = queries()
    Customer.objects.bulk_create(
        Customer(organisation=hotel, unit=unit, email=f"g{n}@x.se", language="sv", created_at=now) for n in range(120)
    )
    assert queries() == one
    addresses, url = [], LIST
    while url:
        page = desk.get(url).context["page"]
        addresses += [row.email for row in page.rows]
        url = page.older_url and LIST + page.older_url
    assert addresses == [f"g{n}@x.se" for n in reversed(range(120))] + [carl.email]
    back = desk.get(LIST + page.newer_url).context["page"]
    assert [row.email for row in back.rows] == addresses[50:100]
    assert desk.get(LIST + back.newer_url).context["page"].rows[-1].email == addresses[49]


@pytest.mark.parametrize("url", [LIST, IMPORT])
def test_customers_are_for_managers(logged_in, stefan, url):
    assert logged_in(stefan).get(url).status_code == 403

"""Looking at a list before it is stored, saying what its columns are, and the lists that were read before."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import Membership
from common import clock
from invitations.customers import import_history
from invitations.models import Customer, CustomerImport
from tests import cast

pytestmark = pytest.mark.django_db
IMPORT, HISTORY = "/customers/import/", "/customers/imports/"
LIST = (
    "Gäst;E-post;Avresa;Rumstyp;Telefon\n"
    "Anna Ek;anna@x.se;2026-03-04;Svit;070-123\n"
    "Ole;ole(at)x.se;2026-03-04;Enkel;071\n"
)


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def where(hotel):
    return {"unit": cast.root_unit(hotel).pk, "language": "sv"}


def roles(page) -> list[str]:
    return page.context["columns"].roles


def carried(page) -> dict:
    """What the page would send in again, without script."""
    form = page.context["carried"]
    kept = {name: form[name].value() for name in ("lines", "file_name", "language")}
    return kept | {"unit": form["unit"].value()} | {f"column_{place}": role for place, role in enumerate(roles(page))}


def test_looking_stores_nothing_and_shows_how_the_lines_are_read(desk, hotel, where):
    page = desk.post(IMPORT, {"lines": LIST, **where})
    assert page.status_code == 200
    assert roles(page) == ["name", "email", "use_happened_at", "leave", "leave"]
    preview = page.context["preview"]
    assert (preview.report.new, [bad.number for bad in preview.report.bad_lines]) == (1, [3])
    [anna] = preview.first
    visit = anna.wanted.use_happened_at.astimezone(hotel.zone).isoformat()
    assert (anna.wanted.name, visit, anna.has_time, anna.kept) == ("Anna Ek", "2026-03-04T12:00:00+01:00", False, [])
    assert "Keep as “Rumstyp”" in page.text
    assert "not quite an e-mail address" in page.text
    assert (Customer.objects.count(), CustomerImport.objects.count()) == (0, 0)


def test_a_column_may_be_read_as_something_else_and_looked_at_again(desk, where):
    page = desk.post(IMPORT, {"lines": LIST, **where})
    again = desk.post(IMPORT, carried(page) | {"column_3": "keep", "look": "1"})
    assert again.context["preview"].first[0].kept == [("Rumstyp", "Svit")]
    done = desk.post(IMPORT, carried(again) | {"import": "1"})
    assert (done.status_code, Customer.objects.get().attributes) == (200, {"Rumstyp": "Svit"})


def test_mended_lines_are_read_by_the_same_columns(desk, where):
    page = desk.post(IMPORT, {"lines": LIST, **where, "import": "1", "column_1": "email", "column_4": "name"})
    assert Customer.objects.get().name == "070-123"
    assert page.context["roles"] == [(0, "leave"), (1, "email"), (2, "leave"), (3, "leave"), (4, "name")]
    mended = page.context["form"]["lines"].value().replace("(at)", "@")
    told = {f"column_{place}": role for place, role in page.context["roles"]}
    desk.post(IMPORT, {"lines": mended, **where, **told, "import": "1"})
    assert Customer.objects.get(email="ole@x.se").name == "071"


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        (["name", "leave", "leave", "leave", "leave"], "Say which column holds the e-mail addresses."),
        (["email", "email", "leave", "leave", "leave"], "Two columns are “E-mail”. Choose one of them."),
        (["unit", "email", "unit", "leave", "leave"], "Two columns are “Unit”. Choose one of them."),
        (["nonsense", "email", "leave", "leave", "leave"], "valid choice"),
    ],
)
def test_columns_that_cannot_be_are_told_and_the_list_stays(desk, where, columns, says):
    told = {f"column_{place}": role for place, role in enumerate(columns)}
    page = desk.post(IMPORT, {"lines": LIST, **where, **told, "import": "1"})
    assert (page.status_code, Customer.objects.count()) == (422, 0)
    assert says in page.text
    assert page.context["carried"]["lines"].value() == LIST


def test_more_columns_than_are_kept_or_two_of_one_name(desk, where):
    many = "email;" + ";".join(f"Kolumn {chr(97 + n)}" for n in range(21)) + "\na@x.se" + ";x" * 21
    told = {"column_0": "email"} | {f"column_{place}": "keep" for place in range(1, 22)}
    assert "At most 20 columns can be kept." in desk.post(IMPORT, {"lines": many, **where, **told}).text
    twins = "email;Rum;rum\na@x.se;1;2"
    told = {"column_0": "email", "column_1": "keep", "column_2": "keep"}
    assert "Two columns would be kept under one name." in desk.post(IMPORT, {"lines": twins, **where, **told}).text


def test_columns_without_headings_are_guessed_by_what_they_hold(desk, hotel, agnes, where):
    arranging_units.add(parent=cast.root_unit(hotel), name="Åhuset", by=agnes)
    page = desk.post(IMPORT, {"lines": "Åhuset;Liisa;liisa@x.fi;suomi;4.3.2026;070\n;Ole;ole@x.no;;;071", **where})
    assert roles(page) == ["unit", "name", "email", "language", "use_happened_at", "leave"]
    assert "Keep as" not in page.text  # what is kept needs a heading


def test_a_sheet_travels_along_as_text(desk, where):
    book = openpyxl.Workbook()
    book.active.append(["E-post", "Namn"])
    book.active.append(["carl@x.se", 'Carl "Calle" Åberg'])
    kept = io.BytesIO()
    book.save(kept)
    file = SimpleUploadedFile("gäster november.xlsx", kept.getvalue())
    page = desk.post(IMPORT, {"lines": "", "file": file, **where})
    assert carried(page)["file_name"] == "gäster november.xlsx"
    desk.post(IMPORT, carried(page) | {"import": "1"})
    assert Customer.objects.get().name == 'Carl "Calle" Åberg'
    assert CustomerImport.objects.get().file_name == "gäster november.xlsx"


def test_hostile_words_are_only_words(desk, where):
    evil = "<script>alert(1)</script>"
    lines = f"email;name;{evil}\na@x.se;{evil};{evil}\nb(at)x.se;{evil};{evil}\nc@x.se;\u202e{evil};1"
    told = {"column_0": "email", "column_1": "name", "column_2": "keep"}
    for step in ({}, {"import": "1"}):
        page = desk.post(IMPORT, {"lines": lines, "file_name": evil, **where, **told, **step})
        assert page.status_code == 200
        assert evil not in page.text
    kept = CustomerImport.objects.get()
    for url in (HISTORY, f"{HISTORY}{kept.pk}/", f"/customers/{Customer.objects.first().pk}/", "/customers/"):
        assert evil not in desk.get(url).text


def test_what_was_read_is_noted_once_for_each_list(desk, where, maria, hotel):
    for _press in range(2):
        desk.post(IMPORT, {"lines": LIST, **where, "import": "1"})
    kept = CustomerImport.objects.get()
    assert (kept.new, kept.updated, kept.unchanged, kept.bad, kept.by) == (1, 0, 0, 1, maria)
    assert [line["number"] for line in kept.bad_lines] == [3]
    desk.post(IMPORT, {"lines": "b@x.se", **where, "import": "1"})
    assert [row.new for row in desk.get(HISTORY).context["page"].rows] == [1, 1]
    assert "ole(at)x.se" in desk.get(f"{HISTORY}{kept.pk}/").text


def test_bad_lines_are_forgotten_after_thirty_days_and_the_counts_stay(hotel, desk):
    now, unit = clock.now(), cast.root_unit(hotel)
    bad = [{"number": 3, "excerpt": "ole(at)x.se", "reason": "No."}]
    rows = [
        CustomerImport.objects.create(organisation=hotel, unit=unit, at=now - age, bad=1, bad_lines=bad)
        for age in (timedelta(days=31), timedelta(days=29))
    ]
    assert import_history.forget_bad_lines() == 1
    assert import_history.forget_bad_lines() == 0
    assert [(row.bad, len(row.bad_lines)) for row in CustomerImport.objects.order_by("pk")] == [(1, 0), (1, 1)]
    assert desk.get(f"{HISTORY}{rows[0].pk}/").status_code == 200


def test_a_manager_of_one_house_sees_its_lists_only(logged_in, maria, hotel, agnes):
    house = arranging_units.add(parent=cast.root_unit(hotel), name="Åhuset", by=agnes)
    Membership.objects.get(user=maria).units.add(house)
    theirs, mine = (
        CustomerImport.objects.create(organisation=hotel, unit=unit, at=clock.now())
        for unit in (cast.root_unit(hotel), house)
    )
    desk = logged_in(maria)
    assert desk.get(HISTORY).context["page"].rows == [mine]
    assert desk.get(f"{HISTORY}{theirs.pk}/").status_code == 404


def test_many_lists_are_read_page_by_page_without_dear_queries(desk, hotel, maria):
    def read(times: int) -> None:
        now, unit = clock.now(), cast.root_unit(hotel)
        CustomerImport.objects.bulk_create(
            CustomerImport(organisation=hotel, unit=unit, by=maria, at=now) for _time in range(times)
        )

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(HISTORY)
        return len(captured)

    read(1)
    queries()
    one = queries()
    read(60)
    assert queries() == one
    page = desk.get(HISTORY).context["page"]
    assert (len(page.rows), len(desk.get(HISTORY + page.older_url).context["page"].rows)) == (50, 11)

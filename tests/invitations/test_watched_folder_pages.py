"""Folders for lists by mouse: make one, copy its path, see what was read and what was not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import arranging_units
from accounts.models import Membership
from common import clock
from invitations.customers import folders_on_disk, watching_folders
from invitations.models import CustomerImport, WatchedFolder
from tests import cast

pytestmark = pytest.mark.django_db
URL = "/customers/folders/"


@pytest.fixture(autouse=True)
def import_dir(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "import"
    return settings.IMPORT_DIR


@pytest.fixture
def desk(logged_in, maria):
    return logged_in(maria)


@pytest.fixture
def barn(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Ladan", by=agnes)


def make(unit, name="departures") -> WatchedFolder:
    return watching_folders.watch(unit, name=name, language="sv", by=None)


def posted(unit, **fields) -> dict:
    return {"name": "Avresor i Ladan", "unit": unit.pk, "language": "sv", **fields}


def test_a_folder_is_made_and_its_path_stands_there_to_copy(desk, barn, hotel, import_dir, maria):
    answers = [desk.post(URL, posted(barn)) for _press in range(2)]
    folder = WatchedFolder.objects.get()  # pressed twice, made once
    assert {answer["Location"] for answer in answers} == {f"{URL}{folder.pk}/"}
    path = import_dir / f"{hotel.pk}-fjallhotellet" / "avresor-i-ladan"
    assert (path.is_dir(), folder.unit, folder.created_by) == (True, barn, maria)
    assert f'value="{path}"' in desk.get(f"{URL}{folder.pk}/").text
    assert str(path) in desk.get(URL).text


@pytest.mark.parametrize(
    "broken",
    [{"name": ""}, {"name": "../.."}, {"name": "åäö" * 30}, {"name": "🏔"}, {"unit": "0"}, {"language": "xx"}],
)
def test_a_form_that_is_not_whole_is_shown_again(desk, barn, broken):
    page = desk.post(URL, posted(barn) | broken)
    assert (page.status_code, WatchedFolder.objects.count()) == (422, 0)


def test_no_name_leads_out_of_the_folder_of_the_organisation(desk, barn, import_dir, hotel):
    desk.post(URL, posted(barn, name="../../etc/passwd"))
    assert (
        folders_on_disk.path_of(WatchedFolder.objects.get()) == import_dir / f"{hotel.pk}-fjallhotellet" / "etcpasswd"
    )


def test_a_server_that_refuses_the_folder_is_told_in_words(desk, barn, import_dir):
    import_dir.write_text("in the way")
    page = desk.post(URL, posted(barn))
    assert (page.status_code, WatchedFolder.objects.count()) == (422, 0)
    assert "The folder could not be made on the server" in page.text
    assert "Avresor i Ladan" in page.text


def test_what_was_read_and_what_lacks_stands_on_the_page(desk, barn):
    folder = make(barn)
    path = folders_on_disk.path_of(folder)
    (path / "a.csv").write_text("email;name\nanna@guest.example;Anna\nno address;Bo & <b>Co</b>\n")
    (path / "b.csv").write_bytes(b"\x89PNG")
    now = clock.now()
    for minutes in (0, 1):
        with clock.at(now + timedelta(minutes=minutes)):
            watching_folders.look_into(folder)
    (path / "later.csv").write_text("bo@guest.example\n")
    page = desk.get(f"{URL}{folder.pk}/")
    assert [one.file_name for one in page.context["page"].rows] == ["b.csv", "a.csv"]
    assert "1 new, 0 updated, 0 already there" in page.text
    assert "no address · Bo &amp; &lt;b&gt;Co&lt;/b&gt;" in page.text
    assert "Waiting: later.csv." in page.text
    assert CustomerImport.objects.get(file_name="b.csv").problem in page.text
    assert "Not read" in desk.get(URL).text


def test_ending_a_folder_twice_is_ending_it_once(desk, barn):
    folder = make(barn)
    assert desk.post(f"{URL}{folder.pk}/end/")["Location"] == URL
    assert desk.post(f"{URL}{folder.pk}/end/").status_code == 404
    assert desk.get(f"{URL}{folder.pk}/").status_code == 404
    assert folders_on_disk.path_of(folder).is_dir()
    assert make(barn).pk != folder.pk  # the name is free again


def test_a_manager_of_one_house_meets_only_its_own_folders(desk, barn, hotel, agnes, maria, olga, stefan, logged_in):
    lodge = arranging_units.add(parent=cast.root_unit(hotel), name="Lodgen", by=agnes)
    own, theirs = make(barn), make(lodge, "zimmer")
    Membership.objects.get(user=maria).units.add(barn)
    assert desk.get(URL).context["page"].rows == [own]
    assert [desk.get(f"{URL}{one.pk}/").status_code for one in (own, theirs)] == [200, 404]
    assert desk.post(f"{URL}{theirs.pk}/end/").status_code == 404
    assert desk.post(URL, posted(lodge)).status_code == 422
    taken = desk.post(URL, posted(barn, name="zimmer"))
    assert (taken.status_code, "Another folder has this name" in taken.text, "Lodgen" in taken.text) == (
        422,
        True,
        False,
    )
    assert [logged_in(one).get(f"{URL}{own.pk}/").status_code for one in (stefan, olga)] == [403, 404]
    assert list(WatchedFolder.objects.values_list("ended_at", flat=True)) == [None, None]


def test_what_lies_in_a_folder_that_ended_never_becomes_another_houses(desk, barn, hotel, agnes, maria):
    """The folder on the disk stays, with lists in it, and the hotel system may go on laying lists there."""
    lodge = arranging_units.add(parent=cast.root_unit(hotel), name="Lodgen", by=agnes)
    watching_folders.end(make(lodge, "zimmer"), by=agnes)
    Membership.objects.get(user=maria).units.add(barn)
    taken = desk.post(URL, posted(barn, name="zimmer"))
    assert (taken.status_code, "Another folder has this name" in taken.text) == (422, True)
    assert make(lodge, "zimmer").unit == lodge


def test_many_folders_and_lists_cost_no_more_queries(desk, barn, hotel):
    def queries() -> list[int]:
        counts = []
        for path in (URL, f"{URL}{first.pk}/"):
            desk.get(path)
            with CaptureQueriesContext(connection) as captured:
                desk.get(path)
            counts.append(len(captured))
        return counts

    first = make(barn)
    report = {"organisation": hotel, "unit": barn, "at": clock.now(), "bad": 1}
    lines = [{"number": 1, "excerpt": "x", "reason": "y"}]
    CustomerImport.objects.create(folder=first, bad_lines=lines, **report)
    few = queries()
    for number in range(25):
        CustomerImport.objects.create(folder=make(barn, f"folder-{number}"), **report)
        CustomerImport.objects.create(folder=first, bad_lines=lines, **report)
    assert queries() == few
    assert len(desk.get(URL).context["page"].rows) == 20

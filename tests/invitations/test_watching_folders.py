"""Lists that a hotel system lays on the server: read once, and whole."""

import fcntl
import io
import os
import stat
from datetime import date, timedelta

import openpyxl
import pytest

from accounts import arranging_units
from accounts.models import AuditEvent
from common import clock
from invitations.customers import folders_on_disk, importing, watching_folders
from invitations.models import Customer, CustomerImport, WatchedFolder
from tests import cast
from tests.invitations.folders_laid import NOON, TWO, addresses, look, look_twice, lying

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def import_dir(settings, tmp_path):
    settings.IMPORT_DIR = tmp_path / "import"
    return settings.IMPORT_DIR


@pytest.fixture
def barn(hotel, agnes):
    return arranging_units.add(parent=cast.root_unit(hotel), name="Ladan", by=agnes)


@pytest.fixture
def folder(barn, maria) -> WatchedFolder:
    return watching_folders.watch(barn, name="departures", language="sv", by=maria)


@pytest.fixture
def lay(folder):
    """Lay a list in the folder; gives its path."""

    def lay(name: str, content: str | bytes = TWO):
        path = folders_on_disk.path_of(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return lay


def test_the_folder_is_for_this_account_alone(folder, hotel, import_dir):
    path = folders_on_disk.path_of(folder)
    assert path == import_dir / f"{hotel.pk}-fjallhotellet" / "departures"
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o700, 0o700]


def test_bare_numbers_of_days_in_a_sheet_are_read_here_too(folder, lay):
    book, kept = openpyxl.Workbook(), io.BytesIO()
    for row in ["E-post", "Senaste besök"], ["anna@guest.example", 46000]:
        book.active.append(row)
    book.save(kept)
    lay("gäster.xlsx", kept.getvalue())
    look_twice(folder)
    assert Customer.objects.get().use_happened_at.date() == date(2025, 12, 9)


def test_a_new_name_of_the_organisation_leaves_its_folders_where_they_are(folder, hotel):
    before = folders_on_disk.path_of(folder)
    hotel.name = "Havshotellet"
    hotel.save()
    folder.organisation = hotel
    assert folders_on_disk.path_of(folder) == before


def test_watching_twice_is_watching_once(folder, barn, maria):
    assert watching_folders.watch(barn, name="departures", language="sv", by=maria) == folder
    assert AuditEvent.objects.filter(verb="folder.watched").count() == 1


def test_a_name_that_is_taken_is_no_way_to_another_folder(folder, hotel, agnes):
    lodge = arranging_units.add(parent=cast.root_unit(hotel), name="Lodgen", by=agnes)
    with pytest.raises(watching_folders.NoFolder):
        watching_folders.watch(lodge, name="departures", language="sv", by=agnes)
    assert WatchedFolder.objects.count() == 1


def test_a_folder_that_cannot_be_made_is_no_folder(barn, maria, import_dir):
    import_dir.write_text("a file where the folder should be")
    with pytest.raises(watching_folders.NoFolder):
        watching_folders.watch(barn, name="departures", language="sv", by=maria)
    assert WatchedFolder.objects.count() == 0


def test_a_list_is_read_when_it_has_lain_still(folder, lay, barn):
    lay("departures.csv")
    assert (look(folder).imports, addresses()) == ([], [])
    report = look(folder, minutes=1).imports[0]
    assert addresses() == ["anna@guest.example", "liisa@guest.example"]
    assert (report.file_name, report.new, report.bad, report.problem) == ("departures.csv", 2, 0, "")
    assert CustomerImport.objects.get() == report
    assert {customer.unit for customer in Customer.objects.all()} == {barn}
    assert (lying(folder), lying(folder, "done")) == ([], ["20261118-120100-departures.csv"])
    assert (WatchedFolder.objects.get().looked_at, folder.looked_at) == (NOON + timedelta(minutes=1),) * 2


def test_a_list_still_being_written_is_left_alone(folder, lay):
    path = lay("departures.csv", "email;name\nanna@gu")
    look(folder)
    lay("departures.csv", TWO)
    assert look(folder, minutes=1).waiting == 1
    assert (path.exists(), addresses()) == (True, [])
    look(folder, minutes=2)
    assert len(addresses()) == 2


def test_two_looks_within_ten_seconds_are_one(folder, lay):
    lay("departures.csv")
    for seconds in (0, 9):
        with clock.at(NOON + timedelta(seconds=seconds)):
            watching_folders.look_into(folder)
    assert addresses() == []
    with clock.at(NOON + timedelta(seconds=10)):
        watching_folders.look_into(folder)
    assert len(addresses()) == 2


def test_what_was_read_is_kept_for_a_week(folder, lay):
    path = lay("departures.csv")
    os.utime(path, (0, 0))  # an old list laid there today is as new as any
    look_twice(folder)
    stranger = folders_on_disk.path_of(folder) / "done" / "notes.txt"
    stranger.write_text("somebody's own")
    look(folder, minutes=7 * 24 * 60)
    assert lying(folder, "done") == ["20261118-120100-departures.csv", "notes.txt"]
    look(folder, minutes=7 * 24 * 60 + 2)
    assert lying(folder, "done") == ["notes.txt"]


def test_the_same_list_again_changes_nothing(folder, lay, barn):
    lay("departures.csv")
    look_twice(folder)
    Customer.objects.filter(email="anna@guest.example").update(name="Anna Berg")  # another list corrected it since
    lay("again.csv")
    report = look_twice(folder, minutes=5).imports[0]
    assert (report.new, report.updated, report.unchanged, report.bad) == (0, 0, 2, 0)
    assert Customer.objects.get(email="anna@guest.example").name == "Anna Berg"
    assert lying(folder, "done") == ["20261118-120100-departures.csv", "20261118-120600-again.csv"]


def test_a_list_with_bad_lines_is_read_again_when_it_comes_again(folder, lay, hotel, barn, agnes):
    content = "email;unit\nanna@guest.example;Våning 2\n"
    lay("departures.csv", content)
    first = look_twice(folder).imports[0]
    assert (first.new, first.bad) == (0, 1)
    assert (first.bad_lines[0]["number"], "Våning 2" in first.bad_lines[0]["reason"]) == (2, True)
    arranging_units.add(parent=barn, name="Våning 2", by=agnes)
    lay("departures.csv", content)
    assert look_twice(folder, minutes=5).imports[0].new == 1


def test_a_worker_killed_before_storing_leaves_the_list_to_the_next_look(folder, lay, monkeypatch):
    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    lay("departures.csv")
    look(folder)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(importing, "import_customers", die)
        look(folder, minutes=1)
    assert (addresses(), lying(folder), CustomerImport.objects.count()) == ([], [], 0)
    look_twice(folder, minutes=2)
    assert (len(addresses()), len(lying(folder, "done"))) == (2, 1)


def test_a_worker_killed_after_storing_reads_again_and_changes_nothing(folder, lay, monkeypatch):
    class Killed(BaseException):
        pass

    def die_at_done(self, name, *, of="", to, new_name=""):
        if to == folders_on_disk.DONE:
            raise Killed
        return real(self, name, of=of, to=to, new_name=new_name)

    real = folders_on_disk.OpenFolder.move
    lay("departures.csv", TWO + "not an address;Eva\n")
    look(folder)
    with monkeypatch.context() as patched, pytest.raises(Killed):
        patched.setattr(folders_on_disk.OpenFolder, "move", die_at_done)
        look(folder, minutes=1)
    Customer.objects.filter(email="anna@guest.example").update(name="Anna Berg")
    look_twice(folder, minutes=2)
    assert (CustomerImport.objects.count(), CustomerImport.objects.get().new) == (1, 2)
    assert Customer.objects.get(email="anna@guest.example").name == "Anna Berg"
    assert lying(folder, "done") == ["20261118-120100-departures.csv"]


def test_a_list_that_fells_its_reader_is_laid_aside_after_some_tries(folder, lay, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("poison")

    monkeypatch.setattr(importing, "import_customers", fail)
    lay("departures.csv")
    lay("later.csv", "email\n")
    for minute in range(12):
        look(folder, minutes=minute)
    assert "20261118-120100-departures.csv" in lying(folder, "refused")
    assert lying(folder) == []


def test_somebody_else_looking_is_left_to_it(folder, lay):
    lay("departures.csv")
    look(folder)
    with (folders_on_disk.path_of(folder) / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert look(folder, minutes=1) is None
    assert addresses() == []
    look(folder, minutes=1)
    assert len(addresses()) == 2

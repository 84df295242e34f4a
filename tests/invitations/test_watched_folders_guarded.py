"""What a watched folder meets that is no list of its own: nothing leads out of it, and nothing is lost."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from accounts import arranging_units
from accounts.models import AuditEvent
from common import clock, reading_csv
from invitations.customers import folders_on_disk, watching_folders
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


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("picture.csv", b"\x89PNG\r\n\x1a\n123", "not a list"),
        ("empty.txt", b"", "no address here"),
        ("nobody.csv", b"name;room\nAnna;12\nEva;13\n", "no column with e-mail addresses"),
        ("broken.xlsx", b"PK\x03\x04 no workbook", ""),
    ],
)
def test_what_cannot_be_read_is_laid_aside_with_the_reason(folder, lay, hotel, name, content, expected):
    hotel.language = "en"
    hotel.save()
    folder.organisation = hotel
    lay(name, content)
    report = look_twice(folder).imports[0]
    assert expected in report.problem
    assert report.problem
    assert lying(folder, "refused") == [f"20261118-120100-{name}", f"20261118-120100-{name}.why.txt"]
    why = folders_on_disk.path_of(folder) / "refused" / f"20261118-120100-{name}.why.txt"
    assert why.read_text().strip() == report.problem
    look(folder, minutes=31 * 24 * 60)
    assert lying(folder, "refused") == []


def test_a_list_too_large_is_not_even_opened(folder, lay, monkeypatch):
    monkeypatch.setattr(reading_csv, "MOST_BYTES", 20)
    monkeypatch.setattr(folders_on_disk.OpenFolder, "read", None)
    lay("departures.csv")
    assert look_twice(folder).imports[0].problem
    assert addresses() == []


def test_other_files_are_not_touched(folder, lay):
    for name in ("notes.pdf", ".hidden.csv", "list.csv.part"):
        lay(name)
    (folders_on_disk.path_of(folder) / "folder.csv").mkdir()
    assert look_twice(folder).imports == []
    assert lying(folder) == ["list.csv.part", "notes.pdf"]


def test_a_link_is_never_followed(folder, lay, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text(TWO)
    (folders_on_disk.path_of(folder) / "departures.csv").symlink_to(secret)
    report = look(folder).imports[0]
    assert (report.problem != "", addresses(), secret.read_text()) == (True, [], TWO)
    assert (folders_on_disk.path_of(folder) / "refused" / "20261118-120000-departures.csv").is_symlink()


@pytest.mark.parametrize("below", ["", "done", ".reading"])
def test_a_folder_replaced_by_a_link_leads_nowhere(folder, lay, tmp_path, below):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = folders_on_disk.path_of(folder) / below
    if below:
        lay("departures.csv")
    else:
        path.rmdir()
        (elsewhere / "departures.csv").write_text(TWO)
    path.symlink_to(elsewhere)
    for minute in range(4):
        look(folder, minutes=minute)
    assert sorted(entry.name for entry in elsewhere.iterdir()) == ([] if below else ["departures.csv"])
    problems = CustomerImport.objects.exclude(problem="").filter(file_name="")
    assert (problems.count(), addresses()) == (1, [])  # told once, not each minute


def test_a_folder_that_was_taken_away_is_made_again(folder):
    folders_on_disk.path_of(folder).rmdir()
    assert look(folder).problem == ""
    assert folders_on_disk.path_of(folder).is_dir()


def test_nonsense_in_our_own_notes_is_forgotten(folder, lay):
    lay("departures.csv")
    for nonsense in ("{", "[]", json.dumps({"departures.csv": 3})):
        (folders_on_disk.path_of(folder) / ".seen.json").write_text(nonsense)
        look(folder)
    look(folder, minutes=1)
    assert len(addresses()) == 2


def test_a_list_never_reaches_customers_of_another_house(folder, lay, hotel, agnes, barn):
    lodge = arranging_units.add(parent=cast.root_unit(hotel), name="Lodgen", by=agnes)
    cast.customer(hotel, "anna@guest.example", name="Annas namn", unit=lodge)
    lay("departures.csv", "email;name;unit\nanna@guest.example;Hej;\nliisa@guest.example;Liisa;Lodgen\n")
    report = look_twice(folder).imports[0]
    assert (report.new, report.updated, report.unchanged, report.bad) == (0, 0, 1, 1)
    anna = Customer.objects.get()
    assert (anna.name, anna.unit) == ("Annas namn", lodge)


def test_bad_lines_go_after_thirty_days_and_the_counts_stay(folder, lay):
    lay("departures.csv", TWO + "not an address;Eva\n")
    look_twice(folder)
    for days, kept in ((29, 1), (31, 0)):
        with clock.at(NOON + timedelta(days=days)):
            watching_folders.look_into_all()
        report = CustomerImport.objects.get()
        assert (len(report.bad_lines), report.bad) == (kept, 1)


def test_an_ended_folder_is_looked_through_no_more(folder, lay, maria):
    lay("departures.csv")
    watching_folders.end(folder, by=maria)
    watching_folders.end(folder, by=maria)
    assert watching_folders.look_into_all() == []
    assert (addresses(), AuditEvent.objects.filter(verb="folder.ended").count()) == ([], 1)


def test_a_fault_in_one_folder_keeps_no_other_back(folder, lay, barn, maria, monkeypatch):
    other = watching_folders.watch(barn, name="zimmer", language="sv", by=maria)
    real = watching_folders.look_into
    monkeypatch.setattr(watching_folders, "look_into", lambda one: 1 / 0 if one == folder else real(one))
    assert [look.folder for look in watching_folders.look_into_all()] == [other]


def test_the_operator_sees_what_was_found(folder, lay, capsys):
    lay("departures.csv")
    for minutes in (0, 1):
        with clock.at(NOON + timedelta(minutes=minutes)):
            call_command("look_into_folders")
    told = capsys.readouterr().out
    assert "1 waiting" in told
    assert "departures.csv: 2 new, 0 updated, 0 already there, 0 bad" in told

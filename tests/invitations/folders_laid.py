"""What the stories of watched folders share: looking at minutes of one noon, and what lies where."""

from datetime import UTC, datetime, timedelta

from common import clock
from invitations.customers import folders_on_disk, watching_folders
from invitations.models import Customer

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
TWO = "email;name\nanna@guest.example;Anna\nliisa@guest.example;Liisa\n"


def look(folder, *, minutes: int = 0):
    with clock.at(NOON + timedelta(minutes=minutes)):
        return watching_folders.look_into(folder)


def look_twice(folder, *, minutes: int = 0):
    look(folder, minutes=minutes)
    return look(folder, minutes=minutes + 1)


def lying(folder, below: str = "") -> list[str]:
    path = folders_on_disk.path_of(folder) / below
    return sorted(entry.name for entry in path.iterdir() if entry.is_file() and not entry.name.startswith("."))


def addresses() -> list[str]:
    return sorted(Customer.objects.values_list("email", flat=True))

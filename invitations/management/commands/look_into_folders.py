"""python manage.py look_into_folders: look through the watched folders now, and say what was found."""

from django.core.management.base import BaseCommand

from invitations.customers import folders_on_disk, watching_folders
from invitations.models import CustomerImport


class Command(BaseCommand):
    help = "Looks through the watched folders as the clock does each minute, and says what it found."

    def handle(self, **options) -> None:
        looks = watching_folders.look_into_all()
        if not looks:
            self.stdout.write("No folder is watched, or somebody else is looking through them just now.")
        for look in looks:
            self.stdout.write(f"{folders_on_disk.path_of(look.folder)}")
            for line in _told(look):
                self.stdout.write(f"  {line}")


def _told(look: watching_folders.Look) -> list[str]:
    told = [_one(report) for report in look.imports]
    if look.problem:
        told.append(look.problem)
    if look.waiting:
        told.append(f"{look.waiting} waiting: a list is read when it has lain unchanged for 10 seconds.")
    return told or ["nothing new"]


def _one(report: CustomerImport) -> str:
    if report.problem:
        return f"{report.file_name}: refused. {report.problem}"
    counts = f"{report.new} new, {report.updated} updated, {report.unchanged} already there, {report.bad} bad"
    return f"{report.file_name}: {counts}"

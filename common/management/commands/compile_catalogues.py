"""python manage.py compile_catalogues [--check]: make .mo files without gettext, or say what is missing."""

from django.core.management.base import BaseCommand, CommandError

from common import catalogues


class Command(BaseCommand):
    help = "Compile message catalogues; with --check, say what is untranslated and end with an error if anything is."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, check: bool, **options):
        if not check:
            for po in catalogues.compile_stale():
                self.stdout.write(f"Compiled {po.parent.parent.name}.")
            return
        problems = [
            f"{po.parent.parent.name}: {text}" for po in catalogues.po_files() for text in catalogues.missing(po)
        ]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} messages are not translated.")

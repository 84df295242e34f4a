"""Judge a file of texts with the analysis engine; needs no database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from insights.engine import filing


class Command(BaseCommand):
    help = "Reads JSON lines with texts and writes what the analysis engine finds in each."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--in", dest="incoming", type=Path, required=True, help="texts, one JSON object a line")
        parser.add_argument("--out", dest="outgoing", type=Path, required=True, help="where the findings go")
        parser.add_argument("--train", type=Path, help="ratings and corrections to learn from first")
        parser.add_argument("--state", type=Path, help="a folder that keeps what was learned")

    def handle(self, *, incoming, outgoing, train, state, **options):
        for path in filter(None, (incoming, train)):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        try:
            reader = filing.reader_for(train=train, state=state)
            written = 0
            with outgoing.open("w", encoding="utf-8", errors="replace") as lines:
                for finding in filing.judged(filing.rows(incoming), reader=reader):
                    lines.write(json.dumps(finding, ensure_ascii=False) + "\n")
                    written += 1
        except filing.BadLine as trouble:
            raise CommandError(str(trouble)) from trouble
        except OSError as trouble:
            raise CommandError(f"{trouble.filename}: {trouble.strerror}.") from trouble
        self.stdout.write(f"{written} texts analysed.")

"""Judge a file of texts with the analysis engine; needs no database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from insights.engine import filing, placing, vectors


class Command(BaseCommand):
    help = "Reads JSON lines with texts and writes what the analysis engine finds in each."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--in", dest="incoming", type=Path, required=True, help="texts, one JSON object a line")
        parser.add_argument("--out", dest="outgoing", type=Path, required=True, help="where the findings go")
        parser.add_argument("--train", type=Path, help="ratings and corrections to learn from first")
        parser.add_argument("--state", type=Path, help="a folder that keeps what was learned and the themes")

    def handle(self, *, incoming, outgoing, train, state, **options):
        for path in filter(None, (incoming, train)):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.")
        try:
            reader = filing.reader_for(train=train, state=state)
            places, written = placing.kept_in(state), 0
            with outgoing.open("w", encoding="utf-8", errors="replace") as lines:
                for finding in filing.judged(filing.rows(incoming), reader=reader, places=places):
                    lines.write(json.dumps(finding, ensure_ascii=False) + "\n")
                    written += 1
            if state:
                places.keep(state)
        except (filing.BadLine, placing.BadState) as trouble:
            raise CommandError(str(trouble)) from trouble
        except OSError as trouble:
            raise CommandError(f"{trouble.filename}: {trouble.strerror}.") from trouble
        if waiting := places.waiting():
            self.stdout.write(
                f"Themes made by another embedder than {vectors.embedder_name()}: {waiting}. They keep their ids and "
                "their texts; new texts can join them when some of their texts have been read again."
            )
        self.stdout.write(f"{written} texts analysed.")

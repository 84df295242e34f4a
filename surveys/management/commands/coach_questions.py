"""Read questions from a file and write what the coach finds in each."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.coach import advise


class Command(BaseCommand):
    help = 'Reads {"id", "language", "question"} a line, writes {"id", "rules"} a line.'

    def add_arguments(self, parser) -> None:
        parser.add_argument("--in", dest="source", type=Path, required=True, help="questions, one JSON object a line")
        parser.add_argument("--out", dest="target", type=Path, required=True, help="where the findings go")

    def handle(self, *, source: Path, target: Path, **options) -> None:
        broken = 0
        with source.open(encoding="utf-8") as questions, target.open("w", encoding="utf-8") as findings:
            for number, line in enumerate(questions, start=1):
                if not line.strip():
                    continue
                try:
                    findings.write(json.dumps(_found(json.loads(line)), ensure_ascii=False) + "\n")
                except (ValueError, KeyError, TypeError) as error:
                    broken += 1
                    self.stderr.write(f"Line {number} cannot be read: {error!r}")
        if broken:
            raise CommandError(f"{broken} of the lines could not be read; the others are written.")


def _found(asked: dict) -> dict:
    return {
        "id": asked["id"],
        "rules": [advice.rule for advice in advise(asked["question"], language=asked["language"])],
    }

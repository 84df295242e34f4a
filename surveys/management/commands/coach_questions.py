"""Read questions from a file and write what the coach finds in each, or score the coach on labelled ones."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from surveys.coach import advise
from surveys.coach.scoring import score


class Command(BaseCommand):
    help = (
        'Reads {"id", "language", "question"} a line and writes {"id", "rules"} a line. '
        'With --score: reads {"language", "question", "expect"} and prints precision and recall.'
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--in", dest="source", type=Path, help="questions, one JSON object a line")
        parser.add_argument("--out", dest="target", type=Path, help="where the findings go")
        parser.add_argument("--score", dest="labelled", type=Path, nargs="+", help="labelled questions")

    def handle(self, *, source, target, labelled, **options) -> None:
        self.broken = 0
        if labelled:
            self._score(labelled)
        elif source and target:
            self._coach(source, target)
        else:
            raise CommandError("Give --in and --out, or --score.")
        if self.broken:
            raise CommandError(f"{self.broken} of the lines could not be read; the others are done.")

    def _coach(self, source: Path, target: Path) -> None:
        with target.open("w", encoding="utf-8") as findings:
            for asked in self._lines(source, "id", "language", "question"):
                rules = [advice.rule for advice in advise(asked["question"], language=asked["language"])]
                findings.write(json.dumps({"id": asked["id"], "rules": rules}, ensure_ascii=False) + "\n")

    def _score(self, labelled: list[Path]) -> None:
        cases = [case for file in labelled for case in self._lines(file, "language", "question", "expect")]
        self.stdout.write(f"{len(cases)} questions\n" + "\n".join(score(cases).lines()))

    def _lines(self, source: Path, *needed: str) -> Iterator[dict]:
        """The objects of a file that have what is needed; a word on stderr for each line that has not."""
        try:
            lines = source.read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError as error:
            raise CommandError(f"{source} cannot be read: {error.strerror}") from error
        for number, line in enumerate(lines, start=1):
            if line.strip():
                try:
                    yield _checked(json.loads(line), needed)
                except ValueError as error:
                    self.broken += 1
                    self.stderr.write(f"{source}, line {number}: {error}")


def _checked(asked, needed: tuple[str, ...]) -> dict:
    """The object itself. Raises ValueError, in words, when something is missing or not a text."""
    if not isinstance(asked, dict):
        raise ValueError("not a JSON object")
    if missing := [name for name in needed if name not in asked]:
        raise ValueError(f"without {', '.join(missing)}")
    if wrong := [name for name in ("language", "question") if not isinstance(asked[name], str)]:
        raise ValueError(f"{', '.join(wrong)} is not a text")
    return asked

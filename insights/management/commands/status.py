"""Is all well? In words for people, with --json for programs. Ends with 1 when something is wrong."""

import json

from django.core.management.base import BaseCommand

from insights import watching


class Command(BaseCommand):
    help = "Says how many answers and mails came in, what waits, and whether worker and scheduler live."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of words")

    def handle(self, *args, **options) -> None:
        status = watching.status()
        problems = watching.problems(status)
        if options["json"]:
            self.stdout.write(json.dumps(status))
        else:
            self._say(status, problems)
        if problems:
            raise SystemExit(1)

    def _say(self, status: dict, problems: list[str]) -> None:
        responses, mails = status["responses"], status["mails"]
        self.stdout.write(
            f"Answers:   {responses['stored']} stored, {responses['analysed']} analysed, "
            f"{responses['waiting']} waiting, {responses['failed']} set aside"
        )
        self.stdout.write(f"Mails:     {mails['waiting']} waiting, {mails['sent']} sent, {mails['failed']} failed")
        self.stdout.write(f"Oldest:    {status['oldest_waiting_s']} s")
        for name in ("worker", "scheduler"):
            self.stdout.write(f"{name.capitalize() + ':':<11}{'works' if status[name] else 'no sign of life'}")
        self.stdout.write(f"Database:  {'up to date' if status['migrations'] else 'older than the program'}")
        for problem in problems:
            self.stdout.write(self.style.WARNING(f"! {problem}"))
        if not problems:
            self.stdout.write(self.style.SUCCESS("All is well."))

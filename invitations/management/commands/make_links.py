"""python manage.py make_links --survey ID --count N: personal links without mail, one a line."""

from django.core.management.base import BaseCommand, CommandError

from invitations.ways_in import links
from surveys.models import Survey


class Command(BaseCommand):
    help = "Makes personal links to an open survey and prints them, one a line."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--survey", type=int, required=True, help="the number of the survey")
        parser.add_argument("--count", type=int, default=1, help="how many links (1 if left out)")

    def handle(self, *, survey: int, count: int, **options) -> None:
        row = Survey.objects.filter(pk=survey).first()
        if row is None:
            raise CommandError(f"There is no survey number {survey}.")
        try:
            invitations = links.make_links(row, count)
        except (links.NotOpen, links.OnlyOpenLinks, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("\n".join(invitation.link for invitation in invitations))

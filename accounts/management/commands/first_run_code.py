"""Print the address and a fresh one-time code while nobody can log in yet; nothing otherwise."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse

from accounts import first_run


class Command(BaseCommand):
    help = "While nobody can log in yet: print the set-up address and a fresh one-time code. Otherwise print nothing."

    def handle(self, *args, **options) -> None:
        if first_run.is_empty():
            self.stdout.write(f"Set up here:   {settings.SITE_URL}{reverse('accounts:first_run')}")
            self.stdout.write(f"One-time code: {first_run.make_code()}")

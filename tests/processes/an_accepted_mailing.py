"""Run by `python -m` in an empty database: its tables, a hotel with thirty guests, and an accepted mailing to them."""

import os

import django

django.setup()

from django.core.management import call_command  # noqa: E402  # needs the settings

from accounts.models import MailServer  # noqa: E402
from common import doorbell  # noqa: E402
from invitations.mailings import letters, sending  # noqa: E402
from tests import cast  # noqa: E402

call_command("migrate", verbosity=0)
hotel = cast.organisation(owner=cast.person("Agnes"))
MailServer.objects.create(
    organisation=hotel,
    host="127.0.0.1",
    port=int(os.environ["POST_PORT"]),
    security="none",
    from_address="hej@hotel.example",
)
survey = cast.published_survey(hotel)
for number in range(30):
    cast.customer(hotel, f"guest{number}@guest.example")
with doorbell.silent():
    sending.accept(survey, {}, by=None, letter=letters.default_for(survey))

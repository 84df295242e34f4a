"""Run inside a product by `manage.py shell`: founds an organisation with an open survey, and prints the survey's id."""

import uuid

from accounts import founding
from accounts.models import User
from accounts.models.membership import Role
from surveys import arranging, building, publishing, walking

owner = User.objects.create_user(f"owner-{uuid.uuid4().hex[:8]}@example.org", "en mil i andras skor", name="Agnes")
organisation = founding.found(
    name=f"Hotel {uuid.uuid4().hex[:6]}",
    purpose="We help tired people wake up rested.",
    language="sv",
    time_zone="Europe/Stockholm",
    owner=owner,
)
survey = building.start_from_library(
    organisation,
    "hotel",
    languages=["sv", "da", "nb", "fi", "en"],
    contact_name="Agnes",
    contact_email=owner.email,
    by=owner,
)
arranging.change_settings(survey, by=owner, decision="Housekeeping looks at the room the same day.")
walking.walked(survey.draft, by=owner, role=Role.OWNER)
publishing.publish(survey.draft, by=owner)
print(survey.pk)

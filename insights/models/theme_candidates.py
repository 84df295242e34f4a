"""What the clock found that staff may be asked about the themes of an organisation: ids only, never words."""

from django.db import models

from accounts.models import Organisation
from accounts.owned import OwnedQuerySet, OwnedRow


class ThemeCandidates(OwnedRow):
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+", primary_key=True)
    groups = models.JSONField(default=list)  # lists of incidents that seem to be about one thing, the biggest first
    pairs = models.JSONField(default=list)  # pairs of themes that look alike, the most alike first
    found_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{len(self.groups)} groups, {len(self.pairs)} pairs"

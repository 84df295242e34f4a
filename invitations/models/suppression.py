"""An address nothing is sent to, and why. Only a keyed hash is kept, so it survives erasure and a new import.

One address may have several: lifting a colleague's stop must not lift the customer's own.
"""

from django.conf import settings
from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow


class Suppression(OwnedRow):
    class Reason(models.TextChoices):
        ASKED = "asked"  # the customer pressed stop; no colleague lifts it
        COMPLAINED = "complained"  # the customer called a mail of ours spam; no colleague lifts it
        BOUNCED = "bounced"  # nothing reaches the address
        DEATH = "death"
        OPEN_COMPLAINT = "open_complaint"
        OTHER = "other"  # a colleague's own reason

    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=20, choices=Reason.choices, default=Reason.ASKED, db_default=Reason.ASKED)
    until = models.DateTimeField(null=True, blank=True)  # None: for ever
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "address_hash", "reason"], name="suppression_once_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address_hash[:8]} {self.reason}"

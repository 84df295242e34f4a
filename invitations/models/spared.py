"""Somebody a mailing was for who is not asked, and why: counted and shown, never an invitation."""

from django.db import models
from django.db.models import Q

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from invitations.models.customer import Customer
from invitations.models.mailing import Mailing


class Spared(OwnedRow):
    class Reason(models.TextChoices):
        STOPPED = "stopped"  # asked us to stop, or a colleague did
        RESTING = "resting"  # was asked a short time ago
        OFTEN = "often"  # was asked often enough this year
        MAILS = "mails"  # got mails enough this year
        BOUNCED = "bounced"  # nothing reaches the address

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="spared")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="spared")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    until = models.DateTimeField(null=True, blank=True)  # when the contact rule lets us ask again
    use_happened_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "customer"], name="spared_once_a_mailing"),
            models.CheckConstraint(
                condition=Q(reason__in=["stopped", "resting", "often", "mails", "bounced"]), name="spared_reason_known"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "at"], name="spared_by_time")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.reason}"

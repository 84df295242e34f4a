"""That somebody was written to, by a keyed hash alone: the contact rule must hold when the address is gone.

`delivery` is let go of with the key between an address and an answer; the row itself lives a year.
"""

from django.db import models
from django.db.models import Q

from accounts.owned import OwnedQuerySet, OwnedRow
from invitations.models.email_delivery import EmailDelivery


class Contact(OwnedRow):
    address_hash = models.CharField(max_length=64)  # as in Suppression
    kind = models.CharField(max_length=20, choices=EmailDelivery.Kind.choices)
    at = models.DateTimeField()
    delivery = models.OneToOneField(
        EmailDelivery, null=True, blank=True, on_delete=models.SET_NULL, related_name="contact"
    )

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["invitation", "reminder"]), name="contact_kind_known"),
        ]
        indexes = [
            models.Index(fields=["organisation", "address_hash", "at"], name="contact_of_address"),
            models.Index(fields=["at"], name="contact_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.address_hash[:8]}"

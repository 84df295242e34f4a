"""An address that asked us to stop. Only a keyed hash is kept, so it survives erasure and a new import."""

from django.db import models

from accounts.owned import OwnedQuerySet, OwnedRow


class Suppression(OwnedRow):
    address_hash = models.CharField(max_length=64)
    until = models.DateTimeField(null=True, blank=True)  # None: for ever
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "address_hash"], name="suppression_once"),
        ]

    def __str__(self) -> str:
        return self.address_hash[:8]

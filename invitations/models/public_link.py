"""A link for everybody to a survey for one unit: for a poster, a web page, a till receipt."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from common import signing
from surveys.models import Survey

PURPOSE = "public"


class PublicLink(OwnedRow):
    class Kind(models.TextChoices):
        OPEN = "open"  # on a poster, a page, a receipt, a letter
        KIOSK = "kiosk"  # on a screen at the place: back to the start after each person
        EMBED = "embed"  # in a frame on a page of the organisation
        PAPER = "paper"  # colleagues enter what came on paper
        PHONE = "phone"  # colleagues enter what was said

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="public_links")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.OPEN, db_default=Kind.OPEN)
    code = models.CharField(max_length=12, null=True, blank=True, unique=True)  # typed from a letter; see typed_codes
    frame_origins = models.JSONField(
        default=list, blank=True, db_default=models.Value([], models.JSONField())
    )  # ["https://hotel.example"]: who may show an embedded link in a frame
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "unit", "kind"],
                condition=models.Q(ended_at__isnull=True),
                name="public_link_one_living_a_kind",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def save(self, *args, **kwargs) -> None:
        self.token_hash = signing.token_hash(self.token)
        super().save(*args, **kwargs)

    @property
    def token(self) -> str:
        return signing.token(PURPOSE, self.uuid)

    @property
    def link(self) -> str:
        return f"{settings.SITE_URL}/a/{self.token}/"

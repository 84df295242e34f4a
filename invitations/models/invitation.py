"""A personal link to a survey. The link is made from the link key; only its hash is stored."""

import uuid

from django.conf import settings
from django.db import models

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from common import signing
from invitations.models.customer import Customer
from invitations.models.mailing import Mailing
from surveys.models import Survey

ANSWER, STOP = "answer", "stop"  # what a token opens: one purpose each


class Invitation(OwnedRow):
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="invitations")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitations"
    )  # None for a link made without mail, and once the key is deleted
    mailing = models.ForeignKey(Mailing, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    stop_token_hash = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    use_happened_at = models.DateTimeField(null=True, blank=True)  # the visit it asks about
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)  # the first time; written by responses
    forgotten_at = models.DateTimeField(null=True, blank=True)  # who was asked is known no more

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing", "customer"], name="invitation_once_a_mailing"),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(forgotten_at__isnull=True),
                name="invitation_to_forget_by_age",
            ),
            models.Index(fields=["customer", "-id"], name="invitation_of_customer"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def set_token_hashes(self) -> None:
        """Call before the first save: bulk_create does not go through save."""
        self.token_hash = signing.token_hash(self.token)
        self.stop_token_hash = signing.token_hash(self.stop_token)

    def save(self, *args, **kwargs) -> None:
        if not self.token_hash:
            self.set_token_hashes()
        super().save(*args, **kwargs)

    @property
    def token(self) -> str:
        return signing.token(ANSWER, self.uuid)

    @property
    def stop_token(self) -> str:
        return signing.token(STOP, self.uuid)

    @property
    def link(self) -> str:
        return f"{settings.SITE_URL}/a/{self.token}/"

    @property
    def stop_link(self) -> str:
        return f"{settings.SITE_URL}/stop/{self.stop_token}/"

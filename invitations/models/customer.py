"""Somebody we may ask. The respondent key outlives the address, so that different people can be counted."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from common.casefolding import normalise_email


class Customer(OwnedRow):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    respondent_key = models.UUIDField(default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    email_normalised = models.CharField(max_length=254, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    created_at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email_normalised"], name="customer_address_once"),
        ]
        indexes = [models.Index(fields=["organisation", "-id"], name="customer_newest_first")]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args, **kwargs) -> None:
        self.email_normalised = normalise_email(self.email)
        super().save(*args, **kwargs)

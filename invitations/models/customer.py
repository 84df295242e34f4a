"""Somebody we may ask. The respondent key outlives the address, so that different people can be counted."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.owned import OwnedQuerySet, OwnedRow
from common import casefolding
from common.casefolding import normalise_email


class CustomerQuerySet(OwnedQuerySet):
    def matching(self, words: str) -> "CustomerQuerySet":
        """Those whose address or name holds every one of the words, however they are cased."""
        if "\x00" in words:
            return self.none()  # no name can hold it, and PostgreSQL would raise on looking
        found = self
        for word in casefolding.search_text(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def bulk_create(self, objs, *args, **kwargs) -> list:
        objs = list(objs)
        for customer in objs:
            customer.fold()  # bulk_create does not go through save
        return super().bulk_create(objs, *args, **kwargs)

    bulk_create.alters_data = True


class Customer(OwnedRow):
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    respondent_key = models.UUIDField(default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"))
    email_normalised = models.CharField(max_length=254, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    use_happened_at = models.DateTimeField(_("time of the visit or use"), null=True, blank=True)  # the latest known
    attributes = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    # {heading: text} of the columns a list had besides ours
    search_text = models.CharField(max_length=400, blank=True, default="", editable=False)
    created_at = models.DateTimeField()

    objects = CustomerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email_normalised"], name="customer_address_once"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="customer_newest_first"),
            models.Index(fields=["organisation", "unit", "use_happened_at"], name="customer_by_use"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def fold(self) -> None:
        """Make the columns that are compared and searched from those that are read."""
        self.email_normalised = normalise_email(self.email)
        self.search_text = casefolding.search_text(self.email, self.name)[:400]

    def save(self, *args, **kwargs) -> None:
        self.fold()
        super().save(*args, **kwargs)

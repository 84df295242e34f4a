"""Rows that belong to one organisation. A view reaches them only through `.for_organisation()`."""

from django.db import models


class OwnedQuerySet(models.QuerySet):
    def for_organisation(self, organisation) -> "OwnedQuerySet":
        """Only this organisation's rows; none at all for None."""
        if organisation is None:
            return self.none()
        return self.filter(organisation=organisation)


class OwnedRow(models.Model):
    organisation = models.ForeignKey("accounts.Organisation", on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

"""Published versions are frozen: nothing of what a customer was asked can change afterwards."""

from django.db import models

from accounts.owned import OwnedQuerySet


class Frozen(Exception):
    """Something tried to change a published version."""


class FreezingQuerySet(OwnedQuerySet):
    """Refuses every bulk change that would touch a published version. `published_lookup` is set by the model."""

    def _refuse_if_published(self) -> None:
        lookup = self.model.published_lookup
        if self.filter(**{f"{lookup}__isnull": False}).exists():
            raise Frozen(f"{self.model._meta.verbose_name} of a published version")

    def _refuse_rows(self, objs: list) -> None:
        self.model._default_manager.filter(pk__in=[obj.pk for obj in objs if obj.pk])._refuse_if_published()
        if any(row.belongs_to_published() for row in objs):
            raise Frozen(f"{self.model._meta.verbose_name} of a published version")

    def update(self, **changes) -> int:
        self._refuse_if_published()
        if changes.keys() & {"version", "version_id"}:
            # Otherwise a draft's row could be moved into a published version.
            raise Frozen(f"{self.model._meta.verbose_name} stays in its version")
        return super().update(**changes)

    update.alters_data = True

    def delete(self):
        self._refuse_if_published()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def bulk_update(self, objs, fields, batch_size=None) -> int:
        objs = list(objs)
        self._refuse_rows(objs)
        return super().bulk_update(objs, fields, batch_size)

    bulk_update.alters_data = True

    def bulk_create(self, objs, *args, **kwargs) -> list:
        objs = list(objs)
        self._refuse_rows(objs)
        return super().bulk_create(objs, *args, **kwargs)

    bulk_create.alters_data = True


class FreezingRow(models.Model):
    """Refuses to save or delete a row of a published version."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        self._refuse_if_published()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_if_published()
        return super().delete(*args, **kwargs)

    def belongs_to_published(self) -> bool:
        """True where this row would be added to a published version."""
        return False

    def _refuse_if_published(self) -> None:
        if self.belongs_to_published():
            raise Frozen(f"{self._meta.verbose_name} of a published version")
        if self.pk:
            type(self)._default_manager.filter(pk=self.pk)._refuse_if_published()

"""A place in the organisation: a house, a ward, a shop. Units form a tree with one root."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.owned import OwnedQuerySet, OwnedRow


class UnitQuerySet(OwnedQuerySet):
    def in_tree_order(self) -> "UnitQuerySet":
        return self.order_by("path")

    def below(self, unit: "Unit") -> "UnitQuerySet":
        """The unit itself and everything under it."""
        return self.filter(organisation_id=unit.organisation_id, path__startswith=unit.path)


class Unit(OwnedRow):
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    name = models.CharField(_("name"), max_length=120)
    path = models.CharField(max_length=255, editable=False, db_index=True)  # "/3/17/": ids from the root down

    objects = UnitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(parent__isnull=True), name="unit_one_root"),
            models.UniqueConstraint(fields=["parent", "name"], name="unit_name_once_below_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_root(self) -> bool:
        return self.parent_id is None

    @property
    def depth(self) -> int:
        """0 for the root, 1 for its children, and so on."""
        return self.path.count("/") - 2

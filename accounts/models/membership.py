"""What a person may do in one organisation, and in which of its units."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.unit import Unit
from accounts.owned import OwnedQuerySet, OwnedRow


class Role(models.TextChoices):
    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    STAFF = "staff", _("Staff")


class MembershipQuerySet(OwnedQuerySet):
    def owners(self) -> "MembershipQuerySet":
        return self.filter(role=Role.OWNER)


class Membership(OwnedRow):
    """Without units a member sees the whole organisation; with units, those and all below them."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.STAFF)
    privacy = models.BooleanField(_("privacy"), default=False)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("units"))
    joined_at = models.DateTimeField(auto_now_add=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    @property
    def is_owner(self) -> bool:
        return self.role == Role.OWNER

    @property
    def is_manager(self) -> bool:
        """Owners can do all that managers can."""
        return self.role in {Role.OWNER, Role.MANAGER}

    def visible_units(self) -> models.QuerySet[Unit]:
        """The units whose rows this member may see."""
        everything = Unit.objects.for_organisation(self.organisation_id)
        paths = list(self.units.values_list("path", flat=True))
        if not paths:
            return everything
        below = models.Q()
        for path in paths:
            below |= models.Q(path__startswith=path)
        return everything.filter(below)

    @property
    def sees_everything(self) -> bool:
        return not self.units.exists()

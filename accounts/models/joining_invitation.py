"""An invitation to a colleague. Its link is made from the link key and never stored."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.membership import Role
from accounts.models.unit import Unit
from accounts.owned import OwnedQuerySet, OwnedRow


class JoiningInvitationQuerySet(OwnedQuerySet):
    def pending(self, now) -> "JoiningInvitationQuerySet":
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)


class JoiningInvitation(OwnedRow):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))  # stored casefolded
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.STAFF)
    privacy = models.BooleanField(_("privacy"), default=False)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("units"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = JoiningInvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="joining_once_pending",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_role_display()})"

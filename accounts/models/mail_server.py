"""The organisation's own mail server. The password is stored encrypted and shown to nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import OwnedQuerySet


class MailServer(models.Model):
    class Security(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS (usually port 587)")
        TLS = "tls", _("TLS from the start (usually port 465)")
        NONE = "none", _("No encryption (only inside your own network)")

    organisation = models.OneToOneField("accounts.Organisation", on_delete=models.CASCADE, related_name="mail_server")
    host = models.CharField(_("server"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=587)
    security = models.CharField(_("encryption"), max_length=10, choices=Security.choices, default=Security.STARTTLS)
    username = models.CharField(_("user name"), max_length=254, blank=True)
    password_encrypted = models.TextField(blank=True, editable=False)
    from_address = models.EmailField(_("sender address"))
    tested_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

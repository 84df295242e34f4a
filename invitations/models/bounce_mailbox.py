"""The mailbox that bounces come back to over plain SMTP. Its password is stored encrypted and shown to nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import OwnedQuerySet


class BounceMailbox(models.Model):
    class Security(models.TextChoices):
        TLS = "tls", _("TLS from the start (usually port 993)")
        STARTTLS = "starttls", _("STARTTLS (usually port 143)")
        NONE = "none", _("No encryption (only inside your own network)")

    organisation = models.OneToOneField("accounts.Organisation", on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(_("address for bounces"))  # "bounces@hotel.example"; mails carry bounces+KEY@...
    host = models.CharField(_("IMAP server"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("encryption"), max_length=10, choices=Security.choices, default=Security.TLS)
    username = models.CharField(_("user name"), max_length=254)
    password_encrypted = models.TextField(blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    problem = models.CharField(max_length=500, blank=True, editable=False)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.address

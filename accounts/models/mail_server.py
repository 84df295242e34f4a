"""The organisation's own mail server. The password is stored encrypted and shown to nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.owned import OwnedQuerySet


class MailServer(models.Model):
    class Security(models.TextChoices):
        STARTTLS = "starttls", _("STARTTLS (usually port 587)")
        TLS = "tls", _("TLS from the start (usually port 465)")
        NONE = "none", _("No encryption (only inside your own network)")

    class Provider(models.TextChoices):
        SMTP = "smtp", _("A mail server (SMTP)")
        BREVO = "brevo", "Brevo"
        MAILGUN = "mailgun", "Mailgun"
        MAILJET = "mailjet", "Mailjet"
        POSTMARK = "postmark", "Postmark"
        SENDGRID = "sendgrid", "SendGrid"

    organisation = models.OneToOneField("accounts.Organisation", on_delete=models.CASCADE, related_name="mail_server")
    provider = models.CharField(
        _("way of sending"), max_length=20, choices=Provider.choices, default=Provider.SMTP, db_default=Provider.SMTP
    )
    host = models.CharField(_("server"), max_length=253, blank=True)
    port = models.PositiveIntegerField(_("port"), default=587)
    security = models.CharField(_("encryption"), max_length=10, choices=Security.choices, default=Security.STARTTLS)
    username = models.CharField(_("user name"), max_length=254, blank=True)
    password_encrypted = models.TextField(blank=True, editable=False)  # of the server, or the provider's API key
    provider_domain = models.CharField(_("domain at the provider"), max_length=253, blank=True, db_default="")
    provider_region = models.CharField(_("region"), max_length=10, blank=True, db_default="")  # "eu" or empty
    events_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)  # of the address bounces come to
    events_secret_encrypted = models.TextField(blank=True, db_default="", editable=False)  # signs the provider's news
    from_address = models.EmailField(_("sender address"))
    tested_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OwnedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

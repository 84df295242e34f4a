"""An organisation: the one that asks. Several live in one installation and never see each other."""

import secrets
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_salt() -> str:
    return secrets.token_urlsafe(24)


def validate_time_zone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone we know."), params={"name": name})


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=120)
    purpose = models.CharField(
        _("purpose"),
        max_length=240,
        blank=True,
        help_text=_("Why you exist, in one sentence. For example: We help tired people wake up rested."),
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="sv")
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/Stockholm", validators=[validate_time_zone]
    )
    sender_name = models.CharField(_("sender's name"), max_length=80, blank=True, db_default="")  # else the name
    colour = models.CharField(_("colour"), max_length=7, blank=True, db_default="")  # "#1f6a57"; else the house's own
    logo = models.TextField(_("logo"), blank=True, db_default="", editable=False)  # a small PNG in base64
    suppression_salt = models.CharField(max_length=64, default=new_salt, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

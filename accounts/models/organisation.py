"""An organisation: the one that asks. Several live in one installation and never see each other."""

import secrets
import zoneinfo
from datetime import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_salt() -> str:
    return secrets.token_urlsafe(24)


def new_asks_key() -> str:
    return secrets.token_hex(5)


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
    asks_key = models.CharField(max_length=16, default=new_asks_key, blank=True, db_default="", editable=False)
    # The contact rule over all surveys: how seldom one person is asked. Zero days of waiting are no reminder at all.
    rest_days = models.PositiveSmallIntegerField(_("days between two invitations"), default=30, db_default=30)
    invitations_a_year = models.PositiveSmallIntegerField(_("invitations a year"), default=4, db_default=4)
    mails_a_year = models.PositiveSmallIntegerField(_("mails a year, reminders included"), default=6, db_default=6)
    reminder_after_days = models.PositiveSmallIntegerField(_("days before the reminder"), default=5, db_default=5)
    # Quiet hours in the organisation's zone: from the evening over midnight to the morning. Equal times: none.
    quiet_from = models.TimeField(_("quiet from"), default=time(20), db_default=time(20))
    quiet_until = models.TimeField(_("quiet until"), default=time(8), db_default=time(8))
    help_lines = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    # {language: text}: whom somebody in need may call; on the thank-you page of surveys that say so
    suppression_salt = models.CharField(max_length=64, default=new_salt, editable=False)
    colleague_names = models.TextField(blank=True, default="", db_default="", editable=False)  # see accounts.naming
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["asks_key"], condition=~models.Q(asks_key=""), name="organisation_asks_key_once"
            ),
            models.CheckConstraint(
                condition=models.Q(rest_days__gte=14, invitations_a_year__range=(1, 6), mails_a_year__range=(1, 8)),
                name="organisation_contact_rule_within_bounds",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Without the colleagues' names unless they are named: an older look at the row must not write them back."""
        if not self._state.adding and not args and kwargs.get("update_fields") is None:
            left_out = {"colleague_names", self._meta.pk.name, *self.get_deferred_fields()}
            kwargs["update_fields"] = [field.name for field in self._meta.concrete_fields if field.name not in left_out]
        super().save(*args, **kwargs)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

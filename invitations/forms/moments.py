"""A date and a time of day as people write them: where the organisation lives."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WRITTEN = "%Y-%m-%dT%H:%M"
NOT_READABLE = _("Write a date and a time, for example 24 November at 10:00.")
LEAPT_OVER = _("The clock leaps over that hour this day. Choose an hour later.")


class LocalMomentField(forms.Field):
    """Gives the moment in UTC. An hour that comes twice in autumn is its first one; set `zone` before it is cleaned."""

    zone: ZoneInfo = ZoneInfo("UTC")
    default_error_messages = {"required": NOT_READABLE}
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WRITTEN)

    def to_python(self, value) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        try:
            written = datetime.fromisoformat(str(value).strip())
            if written.tzinfo or not 2000 <= written.year <= 2200:
                raise ValueError(value)
        except ValueError as error:
            raise ValidationError(NOT_READABLE, code="invalid") from error
        moment = written.replace(tzinfo=self.zone).astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) != written:
            raise ValidationError(LEAPT_OVER, code="gap")
        return moment

    def prepare_value(self, value):
        """What is stored, as it is written there."""
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value

"""When something was told, in words."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock

register = template.Library()


@register.filter
def ago(moment: datetime | None) -> str:
    """ "just now", "12 minutes ago", "today at 14:05", "yesterday at 9:30", "3 days ago", then the date; or nothing."""
    if moment is None:
        return ""
    now = clock.now()
    minutes = int((now - moment) / timedelta(minutes=1))
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    here, today = timezone.localtime(moment), timezone.localtime(now).date()
    days, time = (today - here.date()).days, time_format(here, "TIME_FORMAT")
    if days == 0:
        return _("today at %(time)s") % {"time": time}
    if days == 1:
        return _("yesterday at %(time)s") % {"time": time}
    if days < 7:
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days}
    return date_format(here, "MONTH_DAY_FORMAT" if here.year == today.year else "DATE_FORMAT")

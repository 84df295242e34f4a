"""Arranging a survey's settings: what does not belong to one version. They hold at once, also while it is open."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import User
from surveys.models import Survey

FIELDS = {
    "name",
    "unit",
    "contact_name",
    "contact_email",
    "anonymity",
    "opens_at",
    "closes_at",
    "retention_months",
    "shows_help_lines",
    "hides_health_words",
    "decision",
    "responsible",
    "purpose_link",
}


@transaction.atomic
def change_settings(survey: Survey, *, by: User | None, **values) -> Survey:
    """Set any of FIELDS. Saying what is stored already changes nothing.

    Raises ValidationError by field where a published survey would promise less than those who answered were told:
    how far they can be seen stays, and the answers may be kept shorter but not longer.
    """
    if unknown := values.keys() - FIELDS:
        raise TypeError(f"not a setting of a survey: {sorted(unknown)}")
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    _keep_promises(row, values)
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if different:
        for name in different:
            setattr(row, name, values[name])
        row.save(update_fields=different)
        auditing.note(by, "survey.settings_changed", row, fields=different)
    return row


def _keep_promises(row: Survey, values: dict) -> None:
    if row.published_version_id is None:
        return
    if values.get("anonymity", row.anonymity) != row.anonymity:
        raise ValidationError({"anonymity": _("This stays as the customers were told.")})
    if values.get("retention_months", row.retention_months) > row.retention_months:
        words = _("Customers were told %(count)d months. You can keep answers shorter, but not longer.")
        raise ValidationError({"retention_months": words % {"count": row.retention_months}})

"""Putting a survey away, so that the list shows what is in use. Nothing of it is lost; it can be taken out again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import User
from common import clock
from surveys.models import Survey

IN_USE = {Survey.State.OPEN, Survey.State.SCHEDULED}


@transaction.atomic
def archive(survey: Survey, *, by: User | None) -> Survey:
    """Put it away; one that is put away stays so. Raises ValidationError for one that takes answers or soon will."""
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if row.archived_at:
        return row
    if row.state in IN_USE:
        raise ValidationError(_("Close the survey first: customers may be answering it."))
    row.archived_at = clock.now()
    row.save(update_fields=["archived_at"])
    auditing.note(by, "survey.archived", row)
    return row


@transaction.atomic
def take_out(survey: Survey, *, by: User | None) -> Survey:
    """Back among those in use."""
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if row.archived_at:
        row.archived_at = None
        row.save(update_fields=["archived_at"])
        auditing.note(by, "survey.taken_out", row)
    return row

"""Changing what the organisation says of itself."""

from datetime import time

from django.db import transaction

from accounts import auditing
from accounts.models import Organisation, User

FIELDS = ("name", "purpose", "language", "time_zone")
CONTACT_RULE = (
    *("rest_days", "invitations_a_year", "mails_a_year", "reminder_after_days"),
    *("quiet_from", "quiet_until", "help_lines"),
)


@transaction.atomic
def change(organisation: Organisation, *, by: User, **fields) -> Organisation:
    """Store name, purpose, language and time zone; nothing happens when nothing differs."""
    return _store(organisation, FIELDS, fields, verb="organisation.changed", by=by)


@transaction.atomic
def change_contact_rule(organisation: Organisation, *, by: User, **fields) -> Organisation:
    """Store how seldom one person is asked, the quiet hours and the help lines; nothing when nothing differs."""
    return _store(organisation, CONTACT_RULE, fields, verb="organisation.contact_rule_changed", by=by)


def _store(organisation: Organisation, names: tuple[str, ...], fields: dict, *, verb: str, by: User) -> Organisation:
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {name: getattr(organisation, name) for name in names if getattr(organisation, name) != fields[name]}
    if not before:
        return organisation
    for name in before:
        setattr(organisation, name, fields[name])
    organisation.save(update_fields=list(before))
    auditing.note(by, verb, organisation, before=_told(before), after=_told({name: fields[name] for name in before}))
    return organisation


def _told(values: dict) -> dict:
    """As they can stand in an audit event: a time of day as its words."""
    return {name: f"{value:%H:%M}" if isinstance(value, time) else value for name, value in values.items()}


def has_demo() -> bool:
    """Whether this installation still carries the demo."""
    return Organisation.objects.filter(is_demo=True).exists()

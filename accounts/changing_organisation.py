"""Changing what the organisation says of itself."""

from django.db import transaction

from accounts import auditing
from accounts.models import Organisation, User

FIELDS = ("name", "purpose", "language", "time_zone")


@transaction.atomic
def change(organisation: Organisation, *, by: User, **fields) -> Organisation:
    """Store name, purpose, language and time zone; nothing happens when nothing differs."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {name: getattr(organisation, name) for name in FIELDS if getattr(organisation, name) != fields[name]}
    if not before:
        return organisation
    for name in before:
        setattr(organisation, name, fields[name])
    organisation.save(update_fields=list(before))
    after = {name: fields[name] for name in before}
    auditing.note(by, "organisation.changed", organisation, before=before, after=after)
    return organisation


def has_demo() -> bool:
    """Whether this installation still carries the demo."""
    return Organisation.objects.filter(is_demo=True).exists()

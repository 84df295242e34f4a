"""Founding an organisation: its row, its root unit, its first owner."""

from django.db import transaction

from accounts import auditing
from accounts.models import Membership, Organisation, Unit, User
from accounts.models.membership import Role


@transaction.atomic
def found(
    *, name: str, purpose: str, language: str, time_zone: str, owner: User | None, is_demo: bool = False
) -> Organisation:
    """Create an organisation with a root unit of the same name, and make `owner` its owner."""
    organisation = Organisation.objects.create(
        name=name, purpose=purpose, language=language, time_zone=time_zone, is_demo=is_demo
    )
    root = Unit.objects.create(organisation=organisation, name=name)
    root.path = f"/{root.pk}/"
    root.save(update_fields=["path"])
    if owner:
        Membership.objects.create(organisation=organisation, user=owner, role=Role.OWNER)
    auditing.note(owner, "organisation.founded", organisation)
    return organisation


def root_of(organisation: Organisation) -> Unit:
    """The unit that stands for the whole organisation."""
    return Unit.objects.for_organisation(organisation).get(parent__isnull=True)

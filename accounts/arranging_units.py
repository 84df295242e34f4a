"""Arranging units into a tree: add and rename. The path of ids is kept beside the parent."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import Unit, User

MAX_DEPTH = 8


@transaction.atomic
def add(*, parent: Unit, name: str, by: User | None) -> Unit:
    """A new unit below `parent`. Raises ValidationError for a name already there or a tree too deep."""
    _hold(parent)
    if parent.depth + 1 > MAX_DEPTH:
        raise ValidationError(_("Units can be nested %(count)d levels deep.") % {"count": MAX_DEPTH})
    _refuse_taken_name(parent, name)
    unit = Unit.objects.create(organisation_id=parent.organisation_id, parent=parent, name=name)
    unit.path = f"{parent.path}{unit.pk}/"
    unit.save(update_fields=["path"])
    auditing.note(by, "unit.added", unit, name=name)
    return unit


@transaction.atomic
def rename(unit: Unit, *, name: str, by: User) -> Unit:
    if unit.name == name:
        return unit
    if unit.parent:
        _hold(unit.parent)
        _refuse_taken_name(unit.parent, name)
    auditing.note(by, "unit.renamed", unit, before=unit.name, after=name)
    unit.name = name
    unit.save(update_fields=["name"])
    return unit


def _hold(parent: Unit) -> None:
    """Names below one unit are given one after the other."""
    Unit.objects.select_for_update().get(pk=parent.pk)


def _refuse_taken_name(parent: Unit, name: str) -> None:
    if parent.children.filter(name=name).exists():
        raise ValidationError(_("There is already a unit called “%(name)s” there.") % {"name": name})

"""The moments on the customer's way: finding them, making those that are missing, changing and ordering them.

An organisation has at most MOST_MOMENTS, the whole visit not counted: a way of more steps is looked at by nobody.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts import auditing
from accounts.models import Organisation, User
from common.casefolding import search_text
from surveys.models import Touchpoint

MOST_MOMENTS = 9
FIELDS = {"names", "step", "customer_need", "we_want_it_to_feel"}
_STEPS = [step.value for step in Touchpoint.Step]


def default_of(organisation: Organisation) -> Touchpoint:
    """The organisation's "whole visit", made at the first use."""
    touchpoint, _made = Touchpoint.objects.get_or_create(
        organisation=organisation, is_default=True, defaults={"step": Touchpoint.Step.USE}
    )
    return touchpoint


def all_of(organisation: Organisation) -> list[Touchpoint]:
    """The moments in the order the customer meets them; the whole visit is not among them."""
    found = Touchpoint.objects.for_organisation(organisation).filter(is_default=False)
    return sorted(found, key=lambda one: (_STEPS.index(one.step), one.position, one.pk))


def has_room(organisation: Organisation) -> bool:
    """Whether one more moment may be named."""
    return Touchpoint.objects.for_organisation(organisation).filter(is_default=False).count() < MOST_MOMENTS


@transaction.atomic
def named(
    organisation: Organisation,
    names: dict[str, str],
    *,
    step: str = Touchpoint.Step.USE,
    customer_need: dict[str, str] | None = None,
    we_want_it_to_feel: dict[str, str] | None = None,
    by: User | None = None,
) -> Touchpoint:
    """The organisation's moment of one of these names in that language, made if there is none.

    Upper and lower case and spaces do not matter. No name at all gives the whole visit. Raises ValidationError where
    it would be one moment more than MOST_MOMENTS.
    """
    wanted = {language: search_text(name) for language, name in names.items() if name.strip()}
    if not wanted:
        return default_of(organisation)
    there = Touchpoint.objects.for_organisation(organisation).filter(is_default=False).order_by("id")
    for touchpoint in there:
        if any(search_text(touchpoint.names.get(language)) == name for language, name in wanted.items()):
            return touchpoint
    if len(there) >= MOST_MOMENTS:
        words = _("There are %(count)d moments already, and nobody can keep more in mind. Choose one of them.")
        raise ValidationError(words % {"count": MOST_MOMENTS})
    made = Touchpoint.objects.create(
        organisation=organisation,
        names={language: " ".join(name.split()) for language, name in names.items() if name.strip()},
        step=step,
        position=max((one.position for one in there if one.step == step), default=0) + 1,
        customer_need=customer_need or {},
        we_want_it_to_feel=we_want_it_to_feel or {},
    )
    auditing.note(by, "moment.named", made, name=made.name)
    return made


@transaction.atomic
def change(touchpoint: Touchpoint, *, by: User | None, **values) -> Touchpoint:
    """Set any of FIELDS. Saying what is stored already changes nothing."""
    if unknown := values.keys() - FIELDS:
        raise TypeError(f"not a part of a moment: {sorted(unknown)}")
    row = Touchpoint.objects.select_for_update().get(pk=touchpoint.pk)
    different = [name for name, value in values.items() if getattr(row, name) != value]
    for name in different:
        setattr(row, name, values[name])
    if different:
        row.save(update_fields=different)
        auditing.note(by, "moment.changed", row, fields=different)
    return row


@transaction.atomic
def move(touchpoint: Touchpoint, *, to: int, by: User | None) -> None:
    """Give a moment another place among those of its step: 0 is the first; beyond either end means that end."""
    rows = [one for one in all_of(touchpoint.organisation) if one.step == touchpoint.step]
    before = [one.pk for one in rows]
    rows = [one for one in rows if one.pk != touchpoint.pk]
    rows.insert(min(max(to, 0), len(rows)), touchpoint)
    if [one.pk for one in rows] == before:
        return
    for position, one in enumerate(rows, start=1):
        one.position = position
    Touchpoint.objects.bulk_update(rows, ["position"])
    auditing.note(by, "moment.moved", touchpoint, to=to)


@transaction.atomic
def remove(touchpoint: Touchpoint, *, by: User | None) -> None:
    """Take a moment away. Raises ValidationError where questions or stories belong to it, and for the whole visit."""
    if touchpoint.is_default:
        raise ValidationError(_("The whole visit stays: it is where everything belongs that has no place of its own."))
    try:
        with transaction.atomic():
            Touchpoint.objects.filter(pk=touchpoint.pk).delete()
    except ProtectedError as in_use:
        raise ValidationError(_("This moment has questions or stories, so it stays.")) from in_use
    auditing.note(by, "moment.removed", touchpoint, name=touchpoint.name)

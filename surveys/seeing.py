"""Which surveys a member sees, and which of them a manager may change."""

from django.db.models import Q

from accounts.models import Membership
from surveys.models.survey import Survey, SurveyQuerySet


def visible_to(membership: Membership) -> SurveyQuerySet:
    """The surveys of the member's units, of those below and of those above them.

    Above, because a survey of the whole house also asks the customers of each of its floors.
    """
    everything = Survey.objects.for_organisation(membership.organisation)
    paths = list(membership.units.values_list("path", flat=True))
    if not paths:
        return everything
    seen = Q()
    for path in paths:
        seen |= Q(unit__path__startswith=path) | Q(unit_id__in=[int(part) for part in path.split("/") if part])
    return everything.filter(seen)


def changeable_by(membership: Membership) -> SurveyQuerySet:
    """The surveys of the manager's own units and those below; none for staff."""
    everything = Survey.objects.for_organisation(membership.organisation)
    if not membership.is_manager:
        return everything.none()
    return everything.filter(unit__in=membership.visible_units())

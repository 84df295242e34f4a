"""Who may act on a survey's answers."""

from django.db.models import Q, QuerySet

from accounts.models import Membership, User
from surveys.models import Survey


def may_act_on(survey: Survey) -> QuerySet[User]:
    """The members who see the survey's unit: those of the whole house, of the unit, and of those above it."""
    above = [int(part) for part in survey.unit.path.split("/") if part]
    members = Membership.objects.for_organisation(survey.organisation).filter(
        Q(units__isnull=True) | Q(units__in=above)
    )
    return User.objects.filter(pk__in=members.values("user"), is_active=True).order_by("name", "email")

"""Praise is passed on in the customer's own words, with the question what made it possible."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import Membership, User
from common import clock
from insights import settling
from insights.allowing import NotAllowed
from insights.models import Incident
from insights.models.incident import NEGATIVE

MAX_WORDS = 240


@transaction.atomic
def pass_on(incident: Incident, *, by: User, made_possible: str = "") -> Incident:
    """Pass the thanks on. The first who does stays named; a line about what made it possible may come later.

    Raises NotAllowed for a story without praise in it.
    """
    incident = settling.locked(incident)
    if not Membership.objects.filter(organisation_id=incident.organisation_id, user=by).exists():
        raise NotAllowed(_("This belongs to another organisation."))
    if incident.polarity == NEGATIVE or incident.dismissed:
        raise NotAllowed(_("There is no praise here to pass on."))
    made_possible = " ".join(made_possible.split())[:MAX_WORDS] or incident.made_possible
    if incident.passed_on_at and made_possible == incident.made_possible:
        return incident
    if incident.passed_on_at is None:
        incident.passed_on_by, incident.passed_on_at = by, clock.now()
    incident.made_possible = made_possible
    incident.save(update_fields=["passed_on_by", "passed_on_at", "made_possible"])
    auditing.note(by, "thanks.passed_on", incident)
    return incident

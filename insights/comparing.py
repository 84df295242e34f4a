"""A second person codes what somebody else has coded blind, so that the two can be compared."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from insights import coding, settling
from insights.allowing import NotAllowed
from insights.models import Coding, Incident
from insights.models.incident import IncidentQuerySet


def to_compare(incidents: IncidentQuerySet, *, by: User) -> IncidentQuerySet:
    """Those somebody else has coded blind and `by` has never coded, while the words are the same; newest first."""
    codings = Coding.objects.filter(incident=OuterRef("pk"))
    return (
        incidents.filter(Exists(codings.filter(was_blind=True)), revision=F("answer__response__revision"))
        .exclude(Exists(codings.filter(coder=by)))
        .exclude(Exists(coding.taken_back(by=by)))
        .newest_first()
    )


@transaction.atomic
def compare(incident: Incident, reading: coding.Reading, *, by: User) -> Incident:
    """A second person's blind reading of what somebody else has coded. Changes nothing else.

    Raises NotAllowed for unknown values, for a stranger, and for whoever has coded it before.
    """
    incident = settling.locked(incident)
    settling.check(reading.category or None, reading.severity, reading.polarity or None, by=by, incident=incident)
    if not to_compare(Incident.objects.filter(pk=incident.pk), by=by).exists():
        raise NotAllowed(
            _("There is nothing to compare here: nobody has coded it blind, or you have coded it already.")
        )
    coding.note(incident, reading, by=by, was_blind=True)
    return incident

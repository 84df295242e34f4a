"""What each person made of an incident, so that two readings can be compared. One row a person and incident."""

from dataclasses import asdict, dataclass

from django.db.models import OuterRef, QuerySet

from accounts.models import AuditEvent, User
from common import clock
from insights.models import Coding, Incident
from insights.models.incident import POSITIVE

UNDONE = "incident.undone"  # the verb of an audit event: the person has seen the guess, though their coding is gone


@dataclass(frozen=True)
class Reading:
    """One person's judgement. What is not an incident is about nothing, and praise has no severity.

    What a person has left as a guess is empty.
    """

    is_incident: bool
    category: str = ""
    polarity: str = ""
    severity: int | None = None

    @classmethod
    def judged(cls, incident: Incident) -> "Reading":
        """As a person has judged it, saved or about to be."""
        if incident.dismissed:
            return cls(is_incident=False)
        return cls.of(incident.human_category or "", incident.human_polarity or "", incident.human_severity)

    @classmethod
    def guessed(cls, incident: Incident) -> "Reading":
        return cls.of(incident.machine_category, incident.machine_polarity, incident.machine_severity)

    @classmethod
    def of(cls, category: str, polarity: str, severity: int | None) -> "Reading":
        return cls(True, category, polarity, None if polarity == POSITIVE else severity)


def note(incident: Incident, reading: Reading, *, by: User, was_blind: bool) -> None:
    """Keep how `by` reads it, in the caller's transaction. Saying the same again keeps what was said.

    Only the first reading can be blind: whoever has coded it once has seen the guess, also who took that back.
    """
    known = Coding.objects.filter(incident=incident, coder=by).first()
    if known and reading_in(known) == reading:
        return
    Coding.objects.update_or_create(
        incident=incident,
        coder=by,
        defaults={
            "organisation_id": incident.organisation_id,
            "was_blind": was_blind and not has_seen_guess(incident, by=by),
            "coded_at": clock.now(),
            **asdict(reading),
        },
    )


def has_seen_guess(incident: Incident, *, by: User) -> bool:
    """Whoever has coded it was told the guess; taking the coding back makes nobody forget it."""
    if Coding.objects.filter(incident=incident, coder=by).exists():
        return True
    undone = AuditEvent.objects.filter(organisation_id=incident.organisation_id).about(incident)
    return undone.filter(by=by, verb=UNDONE).exists()


def taken_back(*, by: User) -> QuerySet[AuditEvent]:
    """For a subquery over incidents: that `by` has taken a coding of it back."""
    events = AuditEvent.objects.filter(organisation=OuterRef("organisation"), object_id=OuterRef("pk"))
    return events.filter(object_type=Incident._meta.label_lower, by=by, verb=UNDONE)


def reading_in(row: Coding) -> Reading:
    return Reading(row.is_incident, row.category, row.polarity, row.severity)

"""What stands behind a link: the survey, its questions, and whether it can be answered now."""

from dataclasses import dataclass

from django.db.models import Model

from accounts.models import Organisation, Unit
from common import clock, signing
from invitations.models import Invitation, PublicLink
from responses.models import Response
from surveys.definitions import Definition, definition_of, published_definition
from surveys.models import Survey, SurveyVersion

UNKNOWN, USED, NOT_OPEN, CLOSED, EXPIRED = "unknown", "used", "not_open", "closed", "expired"

_PERSONAL = ("organisation", "unit", "survey", "customer", "response")
_PUBLIC = ("organisation", "unit", "survey")


@dataclass(frozen=True)
class Opened:
    """One link looked up at one moment. `problem` is empty when the survey can be answered for the first time."""

    problem: str = ""
    survey: Survey | None = None
    organisation: Organisation | None = None
    unit: Unit | None = None
    definition: Definition | None = None  # of the version answered already, else of the one customers meet now
    invitation: Invitation | None = None
    public_link: PublicLink | None = None
    response: Response | None = None
    can_change: bool = False  # an answer is there and may be replaced
    is_preview: bool = False  # by a colleague: nothing is stored

    @property
    def languages(self) -> tuple[str, ...]:
        """What the customer may choose between; none before the survey has been published."""
        return self.definition.languages if self.definition else ()

    @property
    def is_personal(self) -> bool:
        return self.invitation is not None


def open_link(token: str) -> Opened:
    """Look a token up: one query for a personal link, two for a public or an unknown one.

    A mistyped token takes the same road as a well-formed one that nobody has, so that neither time nor page tells them
    apart.
    """
    hashed = signing.token_hash(token)
    if invitation := Invitation.objects.select_related(*_PERSONAL).filter(token_hash=hashed).first():
        return of_invitation(invitation)
    if link := PublicLink.objects.select_related(*_PUBLIC).filter(token_hash=hashed).first():
        return of_public_link(link)
    return Opened(problem=UNKNOWN)


def of_invitation(invitation: Invitation) -> Opened:
    """The same for an invitation in hand (its response is looked up unless it was selected with it)."""
    survey, now = invitation.survey, clock.now()
    response = getattr(invitation, "response", None)
    has_expired = invitation.expires_at <= now
    problem = _hindrance(survey, now) or (EXPIRED if has_expired else "")
    return Opened(
        problem=USED if response else problem,
        can_change=bool(response) and not problem,
        response=response,
        definition=_definition(response.version_id if response else survey.published_version_id),
        invitation=invitation,
        **_of(invitation),
    )


def of_public_link(link: PublicLink) -> Opened:
    """The same for a public link in hand."""
    problem = _hindrance(link.survey, clock.now()) or (CLOSED if link.ended_at else "")
    definition = _definition(link.survey.published_version_id)
    return Opened(problem=problem, definition=definition, public_link=link, **_of(link))


def as_preview(survey: Survey, version: SurveyVersion) -> Opened:
    """A version as colleagues see it before anybody else, a draft too: no link, nothing to store by."""
    return Opened(
        survey=survey,
        organisation=survey.organisation,
        unit=survey.unit,
        definition=definition_of(version),
        is_preview=True,
    )


def _of(link: Model) -> dict:
    return {"survey": link.survey, "organisation": link.organisation, "unit": link.unit}


def _definition(version_id: int | None) -> Definition | None:
    return published_definition(version_id) if version_id else None


def _hindrance(survey: Survey, now) -> str:
    """What hinders anybody from answering this survey now."""
    if survey.published_version_id is None or (survey.opens_at and survey.opens_at > now):
        return NOT_OPEN
    if survey.closed_at or (survey.closes_at and survey.closes_at <= now):
        return CLOSED
    return ""

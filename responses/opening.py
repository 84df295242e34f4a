"""What stands behind a link: the survey, its questions, and whether it can be answered now."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Model, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Organisation, Unit
from common import clock, signing
from common.prepared import Prepared
from invitations.models import EmailDelivery, Invitation, PublicLink
from invitations.ways_in import kinds
from responses import resuming
from responses.models import Response
from surveys.definitions import Definition, definition_of, published_definition
from surveys.models import Survey, SurveyVersion

UNKNOWN, USED, NOT_OPEN, CLOSED, EXPIRED = "unknown", "used", "not_open", "closed", "expired"
ENDED = "ended"  # a public link was taken back, while the survey may go on

_PERSONAL = ("organisation", "unit", "survey", "customer", "response")
_PUBLIC = ("organisation", "unit", "survey")
_WENT = (EmailDelivery.State.WAITING, EmailDelivery.State.SENT)


def _invitations(*, hashed: str, now: datetime) -> QuerySet[Invitation]:
    """With `mailed_at`. A mail that is handed over just now has no time of its own yet, but may be read already."""
    mails = EmailDelivery.objects.filter(invitation=OuterRef("pk"), state__in=_WENT).exclude(send_after__gt=now)
    went_at = mails.order_by("-id").values(at=Coalesce("sent_at", Value(now)))
    found = Invitation.objects.select_related(*_PERSONAL).filter(token_hash=hashed)
    return found.annotate(mailed_at=Subquery(went_at[:1]))


def _public_links(*, hashed: str) -> QuerySet[PublicLink]:
    # What colleagues enter from paper and telephone has a link of its own, which is no door for customers.
    return PublicLink.objects.select_related(*_PUBLIC).exclude(kind__in=kinds.ENTERED).filter(token_hash=hashed)


_INVITATION = Prepared(_invitations, hashed="<hashed>", now=datetime(1970, 1, 1, tzinfo=UTC))
_PUBLIC_LINK = Prepared(_public_links, hashed="<hashed>")


@dataclass(frozen=True)
class Opened:
    """One link looked up at one moment. `problem` is empty when the survey can be answered for the first time."""

    problem: str = ""
    survey: Survey | None = None
    organisation: Organisation | None = None
    unit: Unit | None = None
    definition: Definition | None = None  # of the version answered or begun already, else of the one met now
    invitation: Invitation | None = None
    public_link: PublicLink | None = None
    response: Response | None = None  # what was sent in
    begun: Response | None = None  # some pages of it are saved, nothing was sent in
    mailed_at: datetime | None = None  # when the newest mail with this link went; now, while it is on its way
    can_change: bool = False  # an answer is there and may be replaced
    is_preview: bool = False  # by a colleague: nothing is stored

    @property
    def languages(self) -> tuple[str, ...]:
        """What the customer may choose between; none before the survey has been published."""
        return self.definition.languages if self.definition else ()

    @property
    def is_personal(self) -> bool:
        return self.invitation is not None


def open_link(token: str, *, form_number: UUID | None = None) -> Opened:
    """Look a token up: one query for a personal link, two for a public or an unknown one.

    `form_number` stands in the addresses of an open link whose pages are saved one by one: with it, that one answer is
    found, by one query. A mistyped token takes the same road as a well-formed one that nobody has, so that neither time
    nor page tells them apart.
    """
    hashed = signing.token_hash(token)
    if form_number:
        begun = Response.objects.select_related(*(f"public_link__{name}" for name in _PUBLIC))
        if response := begun.filter(public_link__token_hash=hashed, form_number=form_number).first():
            return of_public_link(response.public_link, response=response)
    for look in (_public, _personal) if form_number else (_personal, _public):
        if opened := look(hashed):
            return opened
    return Opened(problem=UNKNOWN)


def _personal(hashed: str) -> Opened | None:
    invitation = _INVITATION.one(hashed=hashed, now=clock.now())
    return of_invitation(invitation) if invitation else None


def _public(hashed: str) -> Opened | None:
    link = _PUBLIC_LINK.one(hashed=hashed)
    return of_public_link(link) if link else None


def of_invitation(invitation: Invitation) -> Opened:
    """The same for an invitation in hand (its response is looked up unless it was selected with it)."""
    survey, now = invitation.survey, clock.now()
    stored = getattr(invitation, "response", None)
    response, begun = _sent_or_begun(stored)
    has_expired = invitation.expires_at <= now
    problem = _hindrance(survey, now) or (EXPIRED if has_expired else "")
    return Opened(
        problem=USED if response else problem,
        can_change=bool(response) and not problem,
        response=response,
        begun=begun,
        definition=_definition(survey, stored),
        invitation=invitation,
        mailed_at=getattr(invitation, "mailed_at", None),
        **_of(invitation),
    )


def of_public_link(link: PublicLink, *, response: Response | None = None) -> Opened:
    """The same for a public link in hand, and perhaps for the one answer by it that an address speaks of."""
    problem = _hindrance(link.survey, clock.now()) or (ENDED if link.ended_at else "")
    sent, begun = _sent_or_begun(response)
    return Opened(
        problem=USED if sent else problem,
        response=sent,
        begun=begun,
        definition=_definition(link.survey, response),
        public_link=link,
        **_of(link),
    )


def as_preview(survey: Survey, version: SurveyVersion) -> Opened:
    """A version as colleagues see it before anybody else, a draft too: no link, nothing to store by."""
    return Opened(
        survey=survey,
        organisation=survey.organisation,
        unit=survey.unit,
        definition=definition_of(version),
        is_preview=True,
    )


def _sent_or_begun(response: Response | None) -> tuple[Response | None, Response | None]:
    """The row where it belongs: one of the two, the other None."""
    return (response, None) if response and response.submitted_at else (None, response)


def _of(link: Model) -> dict:
    return {"survey": link.survey, "organisation": link.organisation, "unit": link.unit}


def _definition(survey: Survey, stored: Response | None) -> Definition | None:
    if stored and not stored.submitted_at:
        return resuming.definition_with_saved(stored)
    version_id = stored.version_id if stored else survey.published_version_id
    return published_definition(version_id) if version_id else None


def _hindrance(survey: Survey, now) -> str:
    """What hinders anybody from answering this survey now."""
    if survey.published_version_id is None or (survey.opens_at and survey.opens_at > now):
        return NOT_OPEN
    if survey.closed_at or (survey.closes_at and survey.closes_at <= now):
        return CLOSED
    return ""

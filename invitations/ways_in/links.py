"""Making links: personal ones without mail, and one link for everybody for each unit and kind."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import auditing
from accounts.models import Unit, User
from common import clock
from invitations.models import Invitation, PublicLink
from invitations.ways_in import kinds, origins, typed_codes
from surveys.models import Survey

LIFE = timedelta(days=60)
MAX_LINKS_AT_ONCE = 100_000


class NotOpen(Exception):
    """The survey takes no answers now, so a link to it would lead nowhere."""


class OnlyOpenLinks(Exception):
    """A personal link would tell who answered, and the survey has promised that nobody can."""


def refuse_unless_open(survey: Survey) -> None:
    """Raises NotOpen, with the reason in words for a person, unless the survey takes answers now."""
    if survey.state == Survey.State.DRAFT:
        raise NotOpen(_("The survey is not published yet. Publish it, then it can be sent."))
    if survey.state == Survey.State.SCHEDULED:
        raise NotOpen(_("The survey has not opened yet. It can be sent once it is open."))
    if survey.state == Survey.State.CLOSED:
        raise NotOpen(_("The survey is closed. Open it again, then it can be sent."))


def refuse_if_anonymous(survey: Survey) -> None:
    """Raises OnlyOpenLinks, in words for a person, where nobody may be able to see who answered."""
    if survey.anonymity == Survey.Anonymity.ANONYMOUS:
        raise OnlyOpenLinks(_("An anonymous survey is answered by links for everybody; make one."))


def ready(survey: Survey, *, unit_id: int, language: str, now: datetime, **fields) -> Invitation:
    """An unsaved invitation with its hashes, for bulk_create."""
    invitation = Invitation(
        organisation_id=survey.organisation_id,
        survey=survey,
        unit_id=unit_id,
        language=language,
        created_at=now,
        expires_at=now + LIFE,  # a survey that closes before closes its links, and may yet be opened again
        **fields,
    )
    invitation.set_token_hashes()
    return invitation


@transaction.atomic
def make_links(survey: Survey, count: int, *, by: User | None = None) -> list[Invitation]:
    """`count` personal links that belong to no customer, in the survey's unit and main language.

    Raises NotOpen for a survey that takes no answers, OnlyOpenLinks for an anonymous one, ValueError for a count
    below 1 or above MAX_LINKS_AT_ONCE.
    """
    refuse_if_anonymous(survey)
    refuse_unless_open(survey)
    if not 1 <= count <= MAX_LINKS_AT_ONCE:
        raise ValueError(f"Between 1 and {MAX_LINKS_AT_ONCE} links can be made at once.")
    now = clock.now()
    made = [ready(survey, unit_id=survey.unit_id, language=survey.language, now=now) for _number in range(count)]
    invitations = Invitation.objects.bulk_create(made, batch_size=2000)
    auditing.note(by, "links.made", survey, count=count)
    return invitations


def public_link(
    survey: Survey,
    unit: Unit,
    *,
    kind: str = PublicLink.Kind.OPEN,
    by: User | None,
    frame_origins: Sequence[str] = (),
) -> PublicLink:
    """The living link of this survey, unit and kind; made at the first asking, the same one afterwards.

    The sites that may show it in a frame are added to those that may already. Raises NotOpen.
    """
    refuse_unless_open(survey)
    living = PublicLink.objects.filter(survey=survey, unit=unit, kind=kind, ended_at__isnull=True)
    link = living.first() or _made(survey, unit, kind, by=by, frame_origins=frame_origins) or living.get()
    if kind in kinds.TYPED:
        typed_codes.give(link)
    if missing := [origin for origin in frame_origins if origin not in link.frame_origins]:
        allow_sites(link, [*link.frame_origins, *missing], by=by)
    return link


def _made(survey: Survey, unit: Unit, kind: str, *, by: User | None, frame_origins: Sequence[str]) -> PublicLink | None:
    """A new link; None when somebody else made it at the same moment."""
    try:
        with transaction.atomic():
            link = PublicLink.objects.create(
                organisation_id=survey.organisation_id,
                survey=survey,
                unit=unit,
                kind=kind,
                frame_origins=list(frame_origins),
                created_at=clock.now(),
            )
            auditing.note(by, "public_link.made", link, unit=unit.name, kind=str(kind))
    except IntegrityError:
        return None
    return link


@transaction.atomic
def allow_sites(link: PublicLink, frame_origins: Sequence[str], *, by: User | None) -> PublicLink:
    """Let exactly these sites show the link in a frame. The same ones again change nothing."""
    wanted = list(frame_origins)[: origins.MOST]
    if link.frame_origins != wanted:
        link.frame_origins = wanted
        link.save(update_fields=["frame_origins"])
        auditing.note(by, "public_link.sites_allowed", link, sites=wanted)
    return link


@transaction.atomic
def end_public_link(link: PublicLink, *, by: User) -> PublicLink:
    """Let the link lead nowhere from now on. Ending twice is ending once."""
    now = clock.now()
    if PublicLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=now):
        link.ended_at = now
        auditing.note(by, "public_link.ended", link, unit=link.unit.name)
    return link

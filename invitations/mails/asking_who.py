"""Is this mail really from us? What an organisation asks just now, and whether a link or an address is its own."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.db.models import Max
from django.urls import Resolver404, resolve

from accounts import mail_servers
from accounts.models import Organisation
from common import signing
from common.casefolding import normalise_email
from common.emails import one_line
from invitations.models import Invitation, Mailing, PublicLink
from invitations.ways_in.links import LIFE
from surveys import inserting, texts
from surveys.models import Survey

MOST_SHOWN = 20
LONGEST = 2000  # characters of what somebody may paste
SHOWN_FOR: timedelta = LIFE  # as long as a link may work
LINK, ADDRESS = "link", "address"

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>\"'(),;:@/?=]+@[^\s<>\"'(),;:@/?=]+")
_BARE = re.compile(r"^[\w-]+(?:\.[\w-]+)*(?::\d+)?/\S*$")
_AFTERWARDS = ".,;:!?)]>'\""


@dataclass(frozen=True)
class Asking:
    """One survey that goes out by mail just now, as its mails are signed."""

    title: str
    from_name: str
    contact_name: str
    contact_email: str


@dataclass(frozen=True)
class Verdict:
    """What we make of what was pasted: a "link" or an "address", and whether all of it is ours."""

    kind: str
    is_ours: bool


def organisation_behind(key: str) -> Organisation | None:
    """The organisation whose page this is; asks the database once, also for nonsense."""
    key = key if key.isascii() and key.isalnum() else "-"  # PostgreSQL takes no NUL in a text
    return Organisation.objects.filter(asks_key=key).exclude(asks_key="").first()


def asking_now(organisation: Organisation, language: str, *, now: datetime) -> list[Asking]:
    """What is asked by mail these days, the latest first, MOST_SHOWN at most; two statements however many mails."""
    columns = ("survey_id", "from_name", "reply_to_name", "reply_to_email")
    signed = _recent(organisation, now).values(*columns).annotate(last=Max("created_at")).order_by("-last")[:MOST_SHOWN]
    signed = list(signed)
    surveys = Survey.objects.select_related("published_version").in_bulk({row["survey_id"] for row in signed})
    return [
        Asking(
            title=_title(surveys[row["survey_id"]], language),
            from_name=one_line(row["from_name"]),
            contact_name=one_line(row["reply_to_name"]),
            contact_email=one_line(row["reply_to_email"]),
        )
        for row in signed
    ]


def contact_of(organisation: Organisation, asked: list[Asking]) -> tuple[str, str]:
    """Name and address of a person to ask: who signs the latest mail, else whoever answers for the latest survey."""
    if found := next((one for one in asked if one.contact_email), None):
        return found.contact_name, found.contact_email
    survey = Survey.objects.for_organisation(organisation).published().order_by("-pk").first()
    return (survey.contact_name, survey.contact_email) if survey else ("", "")


def verdict_on(pasted: str, organisation: Organisation, *, now: datetime) -> Verdict | None:
    """Whether every link and address in what was pasted is the organisation's own; None where there is neither.

    Nothing is stored. A link counts as ours when it opens something of this organisation, not by how it begins.
    """
    text = pasted[:LONGEST].strip()
    found = [one.rstrip(_AFTERWARDS) for one in _LINK.findall(text)]
    if not found and _BARE.match(text):
        found = [f"{urlsplit(settings.SITE_URL).scheme}://{text}".rstrip(_AFTERWARDS)]
    if found:
        return Verdict(LINK, all(_is_our_link(one, organisation) for one in found))
    if addresses := [one.rstrip(_AFTERWARDS) for one in _ADDRESS.findall(text)]:
        ours = _our_addresses(organisation, now)
        return Verdict(ADDRESS, all(normalise_email(one) in ours for one in addresses))
    return None


def _recent(organisation: Organisation, now: datetime):
    """Mailings that have gone out, or are going; a planned one is nobody's business yet."""
    mailings = Mailing.objects.for_organisation(organisation).exclude(state=Mailing.State.SCHEDULED)
    return mailings.filter(created_at__gt=now - SHOWN_FOR, survey__published_version__isnull=False)


def _title(survey: Survey, language: str) -> str:
    version = survey.published_version
    return one_line(inserting.fill(texts.in_language(version.title, language, *version.languages)))


def _our_addresses(organisation: Organisation, now: datetime) -> set[str]:
    answered = _recent(organisation, now).values_list("reply_to_email", flat=True).distinct()
    return {normalise_email(one) for one in (mail_servers.from_address_for(organisation), *answered) if one}


def _is_our_link(link: str, organisation: Organisation) -> bool:
    try:
        asked, site = urlsplit(link), urlsplit(settings.SITE_URL)
        if _place(asked) != _place(site) or not asked.path.startswith(f"{site.path}/"):
            return False
        match = resolve(asked.path.removeprefix(site.path))
    except (ValueError, Resolver404):
        return False
    look_up = _OPENED_BY.get(match.view_name)
    return bool(look_up and look_up(organisation, next(iter(match.kwargs.values()), "")))


def _place(address: SplitResult) -> tuple:
    """Who is spoken to. A name before an @ or a backslash is how a stranger's address is made to look like ours."""
    if "@" in address.netloc or "\\" in address.netloc:
        raise ValueError("This address pretends.")
    port = address.port or {"http": 80, "https": 443}.get(address.scheme)
    return address.scheme, address.hostname, port


def _answers(organisation: Organisation, token: str) -> bool:
    hashed = signing.token_hash(token)
    invitations, links = Invitation.objects.for_organisation(organisation), PublicLink.objects
    return (
        invitations.filter(token_hash=hashed).exists()
        or links.for_organisation(organisation).filter(token_hash=hashed).exists()
    )


def _stops(organisation: Organisation, token: str) -> bool:
    hashed = signing.token_hash(token)
    return Invitation.objects.for_organisation(organisation).filter(stop_token_hash=hashed).exists()


def _says_who_asks(organisation: Organisation, key: str) -> bool:
    return key == organisation.asks_key


# Addresses of customers' pages by their names; those of answering stand in a room to the right.
_OPENED_BY = {
    "responses:page": _answers,
    "responses:thanks": _answers,
    "responses:earlier": _answers,
    "invitations:stop": _stops,
    "invitations:asking_who": _says_who_asks,
    "invitations:code": lambda _organisation, _nothing: True,  # where the code of a letter is typed
}

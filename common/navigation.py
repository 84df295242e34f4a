"""The words in the side bar: who sees which, and where the reader is."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

# (words, URL name, icon, only for managers, moves into the person's menu on a phone)
PLACES = (
    (_("Stories"), "insights:home", "book-open", False, False),
    (_("Improvements"), "insights:tasks", "sparkles", False, False),
    (_("Surveys"), "surveys:list", "clipboard-list", False, False),
    (_("Customers"), "invitations:customers", "users", True, False),
    (_("Outbox"), "invitations:outbox", "send", True, True),
    (_("Settings"), "accounts:settings", "settings", False, True),
)
# Pages that belong to a place without standing under its address.
BELONGING = {
    "insights:tasks": ("/themes/",),
    "surveys:list": ("/public-links/", "/answers/"),
    "invitations:outbox": ("/mailings/", "/standing-sends/"),
}


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    icon: str
    is_later: bool
    is_current: bool


def places(*, membership, path: str) -> list[Place]:
    """What this member may walk to; nothing for somebody who belongs to no organisation.

    The current place is the one whose address is the longest beginning of the reader's; "/" is current only
    as itself.
    """
    if membership is None:
        return []
    found = [
        (label, name, url, icon, later)
        for label, name, icon, managers_only, later in PLACES
        if (membership.is_manager or not managers_only) and (url := _address(name))
    ]
    addresses = [(address, url) for _label, name, url, *_rest in found for address in (url, *BELONGING.get(name, ()))]
    _longest, here = max((one for one in addresses if _leads_to(one[0], path)), key=_length, default=("", None))
    return [Place(str(label), url, icon, later, url == here) for label, _name, url, icon, later in found]


def _address(name: str) -> str:
    """The address of a named page, or nothing in an installation that leaves that page out."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _length(one: tuple[str, str]) -> int:
    return len(one[0])


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))

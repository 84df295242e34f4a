"""The settings pages in the order of their tabs, and who sees which."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership

# (URL name, words, who sees it)
PAGES = (
    ("organisation", _("Organisation"), "owner"),
    ("look", pgettext_lazy("how something looks", "Look"), "owner"),
    ("units", _("Units"), "manager"),
    ("people", _("People"), "manager"),
    ("mail_server", _("Mail"), "owner"),
    ("contact_rule", _("Contact rule"), "manager"),
    ("insights:sorting", _("The sorting"), "manager"),
    ("profile", _("You"), "anyone"),
)


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    url: str
    is_current: bool


def tabs(membership: Membership | None, *, current: str = "") -> list[Tab]:
    """The pages this reader may open; the profile is everybody's."""
    seen = {"anyone"}
    if membership and membership.is_manager:
        seen.add("manager")
    if membership and membership.is_owner:
        seen.add("owner")
    return [_tab(name, str(label), current=current) for name, label, who in PAGES if who in seen]


def _tab(page: str, label: str, *, current: str) -> Tab:
    """A page of another room is named with its room."""
    room, _colon, name = page.rpartition(":")
    return Tab(name, label, reverse(f"{room or 'accounts'}:{name}"), name == current)

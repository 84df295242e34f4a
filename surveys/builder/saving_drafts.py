"""Saving what somebody typed on the builder's page, together with what others saved meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from surveys.builder.draft_page import DraftPage
from surveys.drafts.holding import LostUpdate
from surveys.models import SurveyVersion

MOST_ATTEMPTS = 5


@dataclass(frozen=True)
class Saved:
    """`draft` is what is stored now; `conflicts` names the controls that were left out because somebody else changed
    the same text, `errors` those whose words cannot be stored: id, label, reason.
    """

    draft: SurveyVersion
    conflicts: list[str] = field(default_factory=list)
    errors: list[tuple[str, str, str]] = field(default_factory=list)


def save(page: DraftPage, *, by: User, undecided: Iterable[str] = ()) -> Saved:
    """Store everything that was typed but for what is undecided: told so before, or found so now.

    The page must be valid. Raises Frozen when the draft was published meanwhile.
    """
    conflicts = [name for name in undecided if name in page.posted]
    page = page.without(conflicts, page.draft) if conflicts else page
    for _attempt in range(MOST_ATTEMPTS):
        page.is_valid()
        try:
            return Saved(page.save(by=by), conflicts)
        except LostUpdate as lost:
            found = page.controls_in(lost)
            conflicts += found
            page, seen = page.without(found, lost.draft), lost
    raise seen


def save_what_fits(page: DraftPage, *, by: User) -> Saved:
    """As `save`, for a page that may hold words that cannot be stored: they are left out and told about."""
    errors = [] if page.is_valid() else page.errors()
    refused = [id_for_label.removeprefix("id_") for id_for_label, _label, _reason in errors]
    saved = save(page.without(refused, page.draft) if refused else page, by=by)
    return Saved(saved.draft, saved.conflicts, errors)

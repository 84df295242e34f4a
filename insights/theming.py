"""Which theme an incident belongs to. Each category has a default theme that takes what cannot be placed finer.

The default theme of a category and direction stands for all themes of that kind: whoever changes what is in one of
them, its place in a task or its numbers holds the lock of the default first.
"""

from collections.abc import Iterable

from common import clock
from insights.models import Theme
from insights.models.incident import NEGATIVE, POSITIVE

Kind = tuple[str, str]  # category and direction


def direction(polarity: str) -> str:
    """A mixed story is filed with the bad ones: praise beside it does not undo what happened."""
    return POSITIVE if polarity == POSITIVE else NEGATIVE


def kind_of(theme: Theme) -> Kind:
    return theme.category, theme.polarity


def followed(theme_id: int) -> Theme:
    """The theme; the one it went into where it is only a name by now."""
    theme = Theme.objects.select_related("merged_into").get(pk=theme_id)
    return theme.merged_into or theme


def locked_defaults(organisation_id: int, kinds: Iterable[Kind]) -> dict[Kind, Theme]:
    """The default themes of these categories and directions, made when missing, locked until the transaction ends.

    The lock lets two answers about the same problem be grouped one after the other: each would else count only
    itself, and a problem two people told about would stay under its threshold.
    """
    wanted = set(kinds)
    if not wanted:
        return {}
    found = _locked(organisation_id, wanted)
    if missing := wanted - found.keys():
        now = clock.now()
        Theme.objects.bulk_create(
            [
                Theme(
                    organisation_id=organisation_id,
                    category=category,
                    polarity=polarity,
                    is_default=True,
                    created_at=now,
                )
                for category, polarity in sorted(missing)
            ],
            ignore_conflicts=True,
        )
        found = _locked(organisation_id, wanted)
    return found


def _locked(organisation_id: int, wanted: set[Kind]) -> dict[Kind, Theme]:
    themes = (
        Theme.objects.select_for_update(no_key=True)  # rows that point here may still be written meanwhile
        .filter(
            organisation_id=organisation_id,
            is_default=True,
            category__in={category for category, _ in wanted},
            polarity__in={polarity for _, polarity in wanted},
        )
        .order_by("id")
    )
    return {(theme.category, theme.polarity): theme for theme in themes}

"""What an incident can be about, in the reader's language. The names are the engine's own data."""

from functools import cache

from django.utils.translation import get_language

from insights.engine import CATEGORY_BY_CODE
from insights.models import Theme


def label(code: str, language: str | None = None) -> str:
    """The category's name, in the reader's language by itself; the code of one this installation does not know."""
    category = CATEGORY_BY_CODE.get(code)
    if category is None:
        return code
    return category.names.get(language or get_language() or "en") or category.names["en"]


def name_of(theme: Theme) -> str:
    """What staff call the theme: its title where it is finer than its category and has one."""
    return (not theme.is_default and theme.title) or label(theme.category)


@cache
def names_in_all_languages(code: str) -> frozenset[str]:
    """Casefolded, for comparing."""
    category = CATEGORY_BY_CODE.get(code)
    return frozenset(name.casefold() for name in category.names.values()) if category else frozenset()


@cache
def codes() -> frozenset[str]:
    return frozenset(CATEGORY_BY_CODE)


def choices() -> list[tuple[str, str]]:
    """For a form: code and name, in the engine's order (how people were met comes first)."""
    return [(code, label(code)) for code in CATEGORY_BY_CODE]

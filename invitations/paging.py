"""Long lists a page at a time, newest first, by the last row seen: page 900 costs what page 1 does."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50
MAX_ID = 2**63 - 1


@dataclass(frozen=True)
class Page:
    rows: list
    newer_url: str
    older_url: str


def newest_first(rows: QuerySet, request: HttpRequest, *, size: int = PAGE_SIZE, prefix: str = "") -> Page:
    """The page the address asks for by ?before=ID or ?after=ID; other words of the address are kept in its links.

    `prefix` stands before both, where there are two lists on a page.
    """
    before, after = number(request, f"{prefix}before"), number(request, f"{prefix}after")
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        has_newer, has_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        older = rows.filter(pk__lt=before) if before is not None else rows
        found = list(older.order_by("-pk")[: size + 1])
        has_newer, has_older = before is not None, len(found) > size
        found = found[:size]
    return Page(
        rows=found,
        newer_url=address(request, prefix, after=found[0].pk) if found and has_newer else "",
        older_url=address(request, prefix, before=found[-1].pk) if found and has_older else "",
    )


def number(request: HttpRequest, name: str) -> int | None:
    """A row's number out of the address; None for none, and for what cannot be one."""
    text = request.GET.get(name, "")
    return min(int(text), MAX_ID) if text.isascii() and text.isdigit() and len(text) < 20 else None


def address(request: HttpRequest, prefix: str = "", **position: int) -> str:
    """The address of another page of the same list."""
    words = request.GET.copy()
    for name in ("before", "after"):
        words.pop(f"{prefix}{name}", None)
    for name, value in position.items():
        words[f"{prefix}{name}"] = value
    return f"?{words.urlencode()}"

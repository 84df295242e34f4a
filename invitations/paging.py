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


def newest_first(rows: QuerySet, request: HttpRequest, *, size: int = PAGE_SIZE) -> Page:
    """The page the address asks for by ?before=ID or ?after=ID; other words of the address are kept in its links."""
    before, after = _number(request, "before"), _number(request, "after")
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
        newer_url=_address(request, after=found[0].pk) if found and has_newer else "",
        older_url=_address(request, before=found[-1].pk) if found and has_older else "",
    )


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return min(int(text), MAX_ID) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _address(request: HttpRequest, **position: int) -> str:
    words = request.GET.copy()
    for name in ("before", "after"):
        words.pop(name, None)
    for name, value in position.items():
        words[name] = value
    return f"?{words.urlencode()}"

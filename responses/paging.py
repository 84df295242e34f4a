"""Long lists newest first, a page at a time from the last row seen: page 900 costs what page 1 does.

A cursor is the moment and the id of a row; `moment` names the field the list is sorted by.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


@dataclass(frozen=True)
class Page:
    rows: list
    older: str  # the cursor of the page after this one, empty on the last
    newer: str


def newest_first(rows: QuerySet, *, moment: str, size: int, older: str = "", newer: str = "") -> Page:
    """The page after the cursor `older` or before the cursor `newer`; the first one where neither is a cursor."""
    after, before = _position(newer), _position(older)
    if after:
        found = list(newer_than(rows, *after, moment=moment).order_by(moment, "id")[: size + 1])
        has_newer, found = len(found) > size, found[:size][::-1]
        return Page(found, _cursor(found[-1:], moment), _cursor(found[:1], moment) if has_newer else "")
    if before:
        rows = older_than(rows, *before, moment=moment)
    found = list(rows.order_by(f"-{moment}", "-id")[: size + 1])
    has_older, found = len(found) > size, found[:size]
    return Page(found, _cursor(found[-1:], moment) if has_older else "", _cursor(found[:1], moment) if before else "")


def newer_than(rows: QuerySet, at: datetime, pk: int, *, moment: str) -> QuerySet:
    return rows.filter(Q(**{f"{moment}__gte": at}) & (Q(**{f"{moment}__gt": at}) | Q(pk__gt=pk)))


def older_than(rows: QuerySet, at: datetime, pk: int, *, moment: str) -> QuerySet:
    return rows.filter(Q(**{f"{moment}__lte": at}) & (Q(**{f"{moment}__lt": at}) | Q(pk__lt=pk)))


def addresses(request: HttpRequest, page: Page) -> dict[str, str]:
    """newer_url and older_url of the pages beside this one, with the filter kept; empty at the ends."""
    return {"newer_url": _address(request, "newer", page.newer), "older_url": _address(request, "older", page.older)}


def _address(request: HttpRequest, name: str, cursor: str) -> str:
    if not cursor:
        return ""
    query = request.GET.copy()
    for other in ("older", "newer"):
        query.pop(other, None)
    query[name] = cursor
    return f"?{query.urlencode()}"


def _cursor(rows: list[Model], moment: str) -> str:
    return "".join(f"{(getattr(row, moment) - EPOCH) // MICROSECOND}_{row.pk}" for row in rows)


def _position(cursor: str) -> tuple[datetime, int] | None:
    """The place a cursor names; None for one that nobody could have been given."""
    at, _separator, pk = cursor.partition("_")
    try:
        return EPOCH + int(at[:20]) * MICROSECOND, int(pk[:18])
    except (ValueError, OverflowError):
        return None

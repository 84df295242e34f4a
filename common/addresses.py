"""Reading what an address or a form says, and saying the same with another page."""

from collections.abc import Mapping

from django.core.paginator import Page
from django.http import HttpRequest


def whole_number(told: Mapping[str, str], name: str) -> int:
    """The number that was sent; 0, which is nobody's, for anything else."""
    typed = told.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def beside(request: HttpRequest, page: Page) -> dict[str, str]:
    """newer_url and older_url of the pages beside this one, with the filter kept; empty at the ends."""
    return {
        "newer_url": _page_url(request, page.previous_page_number()) if page.has_previous() else "",
        "older_url": _page_url(request, page.next_page_number()) if page.has_next() else "",
    }


def _page_url(request: HttpRequest, number: int) -> str:
    chosen = request.GET.copy()
    chosen["page"] = number
    return f"?{chosen.urlencode()}"

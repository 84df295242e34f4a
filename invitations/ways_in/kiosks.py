"""A screen at the place, where one person answers after the other."""

from django.http import HttpResponse

THANKED_S = 10  # seconds the thank-you stands before the next person meets an empty form


def return_to_start(response: HttpResponse, start_url: str, *, seconds: int = THANKED_S) -> HttpResponse:
    """Let the screen go back to the start by itself, without a script: nothing is left to do on this page.

    A header and not a <meta>: it is a property of the screen, and the page stays the same for everybody.
    """
    response["Refresh"] = f"{seconds}; url={start_url}"
    return response

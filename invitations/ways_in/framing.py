"""Who may show a page in a frame: nobody, except the sites that an embedded link names."""

from html import escape

from django.http import HttpResponse

from invitations.models import PublicLink
from invitations.ways_in import origins

HEIGHT = 640  # pixels of the frame we propose: three short questions on a phone


def allow_frames(response: HttpResponse, link: PublicLink | None) -> HttpResponse:
    """Let the sites of an embedded link show this answer in a frame. Every other answer stays as closed as it was."""
    if link is None or link.kind != PublicLink.Kind.EMBED:
        return response
    if allowed := [origin for origin in link.frame_origins if origins.is_origin(origin)]:
        response._csp_replace = {"frame-ancestors": allowed}  # what csp.decorators.csp_replace sets
        response.xframe_options_exempt = True  # the older header knows no list
    return response


def snippet(link: PublicLink, *, title: str) -> str:
    """What is pasted into the web page. The frame needs neither scripts nor cookies."""
    return (
        f'<iframe src="{escape(link.link)}" title="{escape(title)}" width="100%" height="{HEIGHT}" '
        f'loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )

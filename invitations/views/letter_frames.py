"""A letter as the mail it makes, for a frame on the page where it is written."""

import re

from django.http import HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from invitations.forms.letters import LetterForm
from invitations.mails import framing, writing

_BODY = re.compile(r"<body[^>]*>")
# Of our own page around the mail; the frame draws no other styles than those in its head.
_STYLE = "<style>.frame-subject{margin:0;padding:16px 24px;border-bottom:1px solid;font:1rem/1.4 system-ui}</style>"


def frame_of(form: LetterForm, *, language: str) -> HttpResponse:
    """The mail with its subject above it; or, with status 422, what is to be mended before there is one."""
    if not form.is_valid():
        problems = format_html_join("", "<p>{}</p>", ((one,) for errors in form.errors.values() for one in errors))
        page = "<!doctype html><html><head><title>!</title></head><body>{}</body></html>"
        response = framing.framed(format_html(page, problems))
        response.status_code = 422
        return response
    language = language if language in form.languages else form.languages[0]
    preview = writing.preview(form.survey, form.letter(), language=language)
    head = format_html(
        '<p class="frame-subject"><small>{}</small><br><strong>{}</strong></p>', _("Subject"), preview.subject
    )
    html = preview.html.replace("</head>", f"{_STYLE}</head>", 1)
    return framing.framed(_BODY.sub(lambda found: f"{found[0]}{head}", html, count=1))

"""Composing mail: three files and one function of the same name; the text first, HTML beside it."""

import css_inline
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation


def compose(
    name: str,
    *,
    to: str,
    language: str,
    context: dict,
    from_email: str | None = None,
    reply_to: str = "",
    headers: dict[str, str] | None = None,
) -> EmailMultiAlternatives:
    """The mail `templates/emails/<name>.{subject.txt,body.txt,body.html}` in `language`, not yet sent.

    The subject is one line whatever the context holds, so no header can be smuggled in.
    """
    with translation.override(language):
        context = {"language": language, **context}
        subject = one_line(render_to_string(f"emails/{name}.subject.txt", context))
        text = render_to_string(f"emails/{name}.body.txt", context).strip() + "\n"
        html = css_inline.inline(render_to_string(f"emails/{name}.body.html", {**context, "subject": subject}))
    mail = EmailMultiAlternatives(
        subject,
        text,
        from_email,
        [to],
        reply_to=[reply_to] if reply_to else None,
        headers={"Auto-Submitted": "auto-generated", **(headers or {})},
    )
    mail.attach_alternative(html, "text/html")
    return mail


def one_line(text: str) -> str:
    """The text without line breaks, control characters and idle space."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())

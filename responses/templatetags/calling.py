"""What the customer's page says of telephones."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from responses.calling import telephones_in

register = template.Library()


@register.filter
def phone_links(words: str) -> SafeString:
    """The words with each telephone number in them as a link that calls it; everything else escaped."""
    pieces, done = [], 0
    for number in telephones_in(words):
        pieces.append(conditional_escape(words[done : number.start]))
        pieces.append(format_html('<a href="tel:{}">{}</a>', number.dialled, words[number.start : number.end]))
        done = number.end
    pieces.append(conditional_escape(words[done:]))
    return mark_safe("".join(pieces))  # noqa: S308  # every piece is escaped above

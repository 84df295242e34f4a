"""Telephone numbers that can be pressed: whoever needs one has better things to do than to copy digits."""

import re

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Short ones alone ("112", "1177"), long ones in groups ("020-50 50 50", "+45 70 20 30 82"). No years, dates or times.
_SHORT = r"(?!(?:19|20)\d\d\b)\d{3,6}"
_LONG = r"(?!\d{4}-\d\d-\d\d)\+?\d(?:[ \u00a0-]?\d){7,14}|\d(?:[ \u00a0]?\d){5,7}"
_NUMBER = re.compile(rf"(?<![\w.:,/+–-])(?:{_LONG}|{_SHORT})(?![\w:/-]|[.,]\w|[ \u00a0]?%|–\d)")


@register.filter
def phone_links(words: str) -> SafeString:
    """The words with each telephone number in them as a link that calls it; everything else escaped."""
    pieces, done = [], 0
    for number in _NUMBER.finditer(words):
        pieces.append(conditional_escape(words[done : number.start()]))
        pieces.append(format_html('<a href="tel:{}">{}</a>', re.sub(r"[^\d+]", "", number[0]), number[0]))
        done = number.end()
    pieces.append(conditional_escape(words[done:]))
    return mark_safe("".join(pieces))  # noqa: S308  # every piece is escaped above

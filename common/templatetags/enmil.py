"""What templates say in one word: icons, initials, severity, the page's own styles, the ways around."""

from functools import lru_cache

import lucide
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from common import colours, languages, navigation, stylesheets

register = template.Library()

SEVERITY_WORDS = {
    1: _("Noticed"),
    2: _("Cost time"),
    3: _("Mattered"),
    4: _("Serious"),
    5: _("Very serious"),
}


@lru_cache(maxsize=256)
def _drawn(name: str, size: int, stroke: float) -> SafeString:
    svg = lucide._render_icon(name, size, stroke_width=stroke, aria_hidden="true", focusable="false")
    return mark_safe(svg)  # noqa: S308  # drawn from the icon package by a name written in our own template


@register.simple_tag
def icon(name: str, size: int = 20, stroke: float = 1.75) -> str:
    """A small line drawing beside words; hidden from screen readers, so the words must stand there too."""
    return _drawn(str(name), int(size), float(stroke))


@register.simple_tag(takes_context=True)
def inline_css(context, *names: str | list[str]) -> str:
    """A <style> with the named files of static/, carrying the page's nonce; a name may be a list of names."""
    nonce = getattr(context.get("request"), "csp_nonce", "")
    every = [str(one) for name in names for one in (name if isinstance(name, list | tuple) else [name]) if one]
    css = mark_safe(stylesheets.inlined(*every))  # noqa: S308  # our own files, no input in them
    return format_html('<style nonce="{}">{}</style>', nonce, css)


@register.simple_tag(takes_context=True)
def own_colour(context, colour: str) -> str:
    """A <style> that puts somebody's own colour in the accent's place; nothing without a colour."""
    css = mark_safe(colours.as_css(colour))  # noqa: S308  # made of hexadecimal digits only
    nonce = getattr(context.get("request"), "csp_nonce", "")
    return format_html('<style nonce="{}">{}</style>', nonce, css) if css else ""


@register.simple_tag(takes_context=True)
def nav_places(context) -> list[navigation.Place]:
    """The side bar's words for the reader of this page."""
    request = context.get("request")
    if request is None:
        return []
    return navigation.places(membership=getattr(request, "membership", None), path=request.path)


@register.filter
def initials(name) -> str:
    """At most two letters: of the first and the last word, or of the address before the @."""
    words = str(name or "").split("@")[0].replace(".", " ").replace("-", " ").split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"


@register.filter
def language_name(code) -> str:
    """The language in the reader's words, as within a sentence; add `capfirst` where a line begins with it."""
    return languages.name_of(str(code))


@register.filter
def own_language_name(code) -> str:
    """The language in its own words."""
    return languages.own_name_of(str(code))


@register.filter
def severity_words(severity) -> str:
    """How much it meant, in a word or two; empty when nothing is known."""
    return str(SEVERITY_WORDS.get(severity, ""))


@register.filter
def dots(severity) -> list[bool]:
    """Five marks, as many filled as the severity."""
    return [place <= (severity or 0) for place in range(1, 6)]

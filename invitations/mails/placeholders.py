"""What stands in braces in an organisation's own subject or message, and what is put there: text in, text out.

    Hello {first_name}! Would you tell {place} how {visit} was?

Nothing is computed from what is written: five names are known, everything else in braces stays as it stands. What is
inserted is one line of plain text, never looked at for braces again, and a template escapes it like any other word.
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from common.emails import one_line

FIRST_NAME, PLACE, VISIT, QUESTIONS, MINUTES = NAMES = ("first_name", "place", "visit", "questions", "minutes")

# For whoever writes the text: what each stands for.
MEANINGS = (
    (FIRST_NAME, _("the customer's first name, or nothing where we do not know it")),
    (PLACE, _("who asks: your organisation, and the place where the customer was")),
    (VISIT, _("“your visit on 14 November”, or “your visit” where we do not know the day")),
    (QUESTIONS, _("how many questions, as “3 questions”")),
    (MINUTES, _("how long it takes, as “2 minutes”")),
)

_PLACEHOLDER = re.compile(r"\{[ \t]*([^{}\r\n]*?)[ \t]*\}")
_LINE_OR_SENTENCE = re.compile(r"(?:^|[.!?…]\s)\s*$")
_SPACE = " \t\u00a0"


def fill(text: str, known: Mapping[str, str]) -> str:
    """The text with what is known in its places.

    What is missing or empty leaves no trace: "Hello {first_name}!" becomes "Hello!", and "{first_name}, would you
    help us?" becomes "Would you help us?". A name nobody knows stays as it was written.
    """
    done, at = "", 0
    capital = False
    for found in _PLACEHOLDER.finditer(text):
        name = found[1].lower()
        if name not in NAMES:
            continue
        done += _first_letter(text[at : found.start()], capital)
        at, capital = found.end(), False
        begins = bool(_LINE_OR_SENTENCE.search(done)) or done.endswith("\n")
        if words := one_line(known.get(name, "")):
            done += words[:1].upper() + words[1:] if begins else words
        else:
            done, at, capital = _closed(done, text, at, begins=begins)
    return (done + _first_letter(text[at:], capital)).strip()


def unknown_in(text: str) -> list[str]:
    """The names in braces that we do not know, each once, in their order; what somebody meant and nobody would fill."""
    names = dict.fromkeys(found[1] for found in _PLACEHOLDER.finditer(text))
    return [name for name in names if name.lower() not in NAMES]


def names_in(text: str) -> set[str]:
    """The placeholders of ours that the text makes use of."""
    return {found[1].lower() for found in _PLACEHOLDER.finditer(text)} & set(NAMES)


def _closed(done: str, text: str, at: int, *, begins: bool) -> tuple[str, int, bool]:
    """The gap that nothing leaves, closed: its space, and a comma that would hang in the air."""
    if begins:
        while text[at : at + 1] and text[at] in f"{_SPACE},":
            at += 1
        return done, at, True
    bare, after = done.rstrip(_SPACE), text[at : at + 1]
    if not after or after in ".!?,;:\r\n":
        return bare.removesuffix(","), at, False
    return (bare if after in _SPACE else done), at, False


def _first_letter(text: str, capital: bool) -> str:
    return text[:1].upper() + text[1:] if capital else text

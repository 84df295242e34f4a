"""What is wrong in a survey's file, in plain words and with its place: "Question 3: unknown kind “matrix”."."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from jsonschema import ValidationError

PLACES = {
    "format": gettext_lazy("Format"),
    "version": gettext_lazy("Format"),
    "name": gettext_lazy("Name"),
    "languages": gettext_lazy("Languages"),
    "title": gettext_lazy("Heading"),
    "intro": gettext_lazy("Why you ask"),
    "thanks": gettext_lazy("Thank you, afterwards"),
    "touchpoints": gettext_lazy("Moments"),
    "questions": gettext_lazy("Questions"),
    "shows_help_lines": gettext_lazy("Settings"),
    "hides_health_words": gettext_lazy("Settings"),
}
_LONGEST = 40  # characters of the file that are told


def in_words(error: ValidationError) -> str:
    """The error as a sentence that begins with where it is."""
    path = list(error.absolute_path)
    words = _WORDS.get(error.validator, _unreadable)(error, path)
    return f"{_place(path)}: {words}" if path else f"{words[:1].upper()}{words[1:]}"


def _place(path: list) -> str:
    steps = dict(zip(path, path[1:], strict=False))
    if isinstance(question := steps.get("questions"), int):
        if isinstance(answer := steps.get("options"), int):
            return _("Question %(number)d, answer %(answer)d") % {"number": question + 1, "answer": answer + 1}
        return _("Question %(number)d") % {"number": question + 1}
    if isinstance(moment := steps.get("touchpoints"), int):
        return _("Moment %(number)d") % {"number": moment + 1}
    return str(PLACES.get(path[0], path[0]))


def _part(path: list) -> str:
    """What is meant within its place, as the file calls it: "text.sv"."""
    names: list[str] = []
    for step in path:
        names = [] if isinstance(step, int) else [*names, step]
    return ".".join(names)


def _unknown_word(error: ValidationError, path: list) -> str:
    if path[-1] == "kind":
        return _("unknown kind “%(word)s”.") % {"word": _short(error.instance)}
    return _("unknown word “%(word)s” for “%(part)s”.") % {"word": _short(error.instance), "part": _part(path)}


def _missing(error: ValidationError, path: list) -> str:
    name = next((name for name in error.validator_value if name not in error.instance), "")
    return _("“%(part)s” is missing.") % {"part": ".".join([*filter(None, [_part(path)]), name])}


def _too_long(error: ValidationError, path: list) -> str:
    told = {"part": _part(path), "length": len(error.instance), "limit": error.validator_value}
    return _("“%(part)s” is %(length)d characters long, and %(limit)d fit.") % told


def _too_many(error: ValidationError, path: list) -> str:
    told = {"limit": error.validator_value}
    if path[-1] == "options":
        return _("there are more than %(limit)d answers to choose from.") % told
    return _("there are more than %(limit)d.") % told


def _empty(error: ValidationError, path: list) -> str:
    return _("“%(part)s” is empty.") % {"part": _part(path)}


def _twice(error: ValidationError, path: list) -> str:
    return _("something in “%(part)s” is named twice.") % {"part": _part(path)}


def _no_key(error: ValidationError, path: list) -> str:
    return _("“%(word)s” cannot be a key.") % {"word": _short(error.instance)}


def _unreadable(error: ValidationError, path: list) -> str:
    if part := _part(path):
        return _("“%(part)s” cannot be read.") % {"part": part}
    return _("this cannot be read.")


def _short(told) -> str:
    words = str(told)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


_WORDS: dict[str, Callable[[ValidationError, list], str]] = {
    "enum": _unknown_word,
    "required": _missing,
    "maxLength": _too_long,
    "maxItems": _too_many,
    "minItems": _empty,
    "minLength": _empty,
    "uniqueItems": _twice,
    "pattern": _no_key,
}

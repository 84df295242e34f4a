"""The names of the languages we speak: one way to write them, in the reader's language or in their own."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _

# For a select or a list, where the name begins a line; as lazy as the names themselves.
CHOICES = [(code, capfirst(name)) for code, name in settings.LANGUAGES]

NAMES = dict(settings.LANGUAGES)
_OWN_NAMES = {"sv": "svenska", "da": "dansk", "nb": "norsk", "fi": "suomi", "en": "English"}


def name_of(code: str) -> str:
    """ "norska" to a Swede, as within a sentence; the code itself for a language we do not speak."""
    return str(NAMES.get(code, code))


def names_of(codes: Iterable[str]) -> str:
    """ "danska, norska och finska" to a Swede, lazily: whoever reads it later may speak another language."""
    return _together(tuple(codes))


def _in_words(codes: tuple[str, ...]) -> str:
    *before, last = map(name_of, codes)
    return _("%(names)s and %(last)s") % {"names": ", ".join(before), "last": last} if before else last


_together = lazy(_in_words, str)


def own_name_of(code: str) -> str:
    """What those who speak it call it: "norsk" for "nb", whoever reads."""
    return _OWN_NAMES.get(code, code)

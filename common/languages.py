"""The names of the languages we speak: one way to write them, in the reader's language or in their own."""

from django.conf import settings
from django.utils.text import capfirst

# For a select or a list, where the name begins a line; as lazy as the names themselves.
CHOICES = [(code, capfirst(name)) for code, name in settings.LANGUAGES]

NAMES = dict(settings.LANGUAGES)
_OWN_NAMES = {"sv": "svenska", "da": "dansk", "nb": "norsk", "fi": "suomi", "en": "English"}


def name_of(code: str) -> str:
    """ "norska" to a Swede, as within a sentence; the code itself for a language we do not speak."""
    return str(NAMES.get(code, code))


def own_name_of(code: str) -> str:
    """What those who speak it call it: "norsk" for "nb", whoever reads."""
    return _OWN_NAMES.get(code, code)

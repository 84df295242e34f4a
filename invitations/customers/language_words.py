"""A language as people write it: its code, or its name in any of the five languages."""

import re
from functools import lru_cache

from django.conf import settings
from django.utils import translation

from common.casefolding import search_text
from common.languages import own_name_of

ALSO = {
    "no": "nb",
    "nn": "nb",
    "norsk": "nb",
    "norska": "nb",
    "norja": "nb",
    "norwegian": "nb",
    "se": "sv",
    "dk": "da",
    "gb": "en",
    "uk": "en",
}


@lru_cache(maxsize=1024)  # a list has few different ones
def language_of(words: str) -> str:
    """The code of a language we speak; empty when the words name none. "sv-SE" is "sv"."""
    folded = search_text(words)
    return _words().get(folded) or _words().get(re.split(r"[-_]", folded)[0], "")


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    found = dict(ALSO)
    for code, name in settings.LANGUAGES:
        found[code] = code
        found[search_text(own_name_of(code))] = code
        for reader, _name in settings.LANGUAGES:
            with translation.override(reader):
                found[search_text(str(name))] = code
    return found

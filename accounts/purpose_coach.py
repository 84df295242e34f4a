"""The purpose coach: a purpose says what gets better for somebody, not what we run or offer."""

import re

from django.utils.translation import gettext as _

FIRST_WORDS = 4  # "Vi på Fjällhotellet erbjuder": who we are may come first

# The handbook's verbs (03, section 7), one line a language; a verb counts in any of its endings.
_OFFERS = {
    "sv": "bedriver levererar tillhandahåller erbjuder producerar driver",
    "da": "driver leverer tilbyder producerer udbyder",
    "nb": "driver leverer tilbyr produserer yter",
    "fi": "tarjoa* tuota* tuotta* toimita* toimitta* ylläpi* harjoita* harjoitta*",
    "en": "provide provides deliver delivers operate operates offer offers produce produces run runs",
}
_HELPS = {
    "sv": "hjälper gör ger låter stödjer",
    "da": "hjælper gør giver lader støtter",
    "nb": "hjelper gjør gir lar støtter",
    "fi": "auta* autta* anna* anta* tue* tuke*",
    "en": "help helps make makes let lets support supports",
}
EXAMPLES = {
    "sv": "Vi hjälper … att …",
    "da": "Vi hjælper … med at …",
    "nb": "Vi hjelper … med å …",
    "fi": "Autamme …, jotta …",
    "en": "We help … to …",
}


def hint(purpose: str, language: str) -> str | None:
    """A friendly word when the sentence begins with what we run or offer; None when there is nothing to say.

    English is understood in every organisation; the first telling word decides.
    """
    for word in re.findall(r"\w+", purpose.casefold())[:FIRST_WORDS]:
        if _is_among(word, _HELPS, language):
            return None
        if _is_among(word, _OFFERS, language):
            return _("This says what you do. What gets better for those you exist for? Try: %(example)s") % {
                "example": EXAMPLES.get(language, EXAMPLES["en"])
            }
    return None


def _is_among(word: str, verbs: dict[str, str], language: str) -> bool:
    """Whether the word is one of the language's verbs, or of the English ones."""
    known = f"{verbs.get(language, '')} {verbs['en']}".split()
    return any(word.startswith(verb[:-1]) if verb.endswith("*") else word == verb for verb in known)

"""The purpose coach: a purpose says what gets better for somebody, not what we run or offer."""

import re

from django.utils.translation import gettext as _

FIRST_WORDS = 4  # "Vi på Fjällhotellet erbjuder": who we are may come first

# One line of words a language, because as lists they would fill the screen.
_OFFERS = {
    "sv": "bedriver driver levererar tillhandahåller erbjuder producerar säljer utför sköter förvaltar",
    "da": "driver leverer tilbyder producerer sælger udfører udbyder forvalter",
    "nb": "driver leverer tilbyr produserer selger utfører yter forvalter",
    "fi": "tarjoamme tuotamme toimitamme myymme ylläpidämme harjoitamme järjestämme hoidamme "
    "tarjoaa tuottaa toimittaa myy ylläpitää harjoittaa järjestää",
    "en": "provide provides deliver delivers operate operates offer offers run runs sell sells produce produces "
    "supply supplies",
}
_HELPS = {
    "sv": "hjälper gör ger låter stödjer",
    "da": "hjælper gør giver lader støtter",
    "nb": "hjelper gjør gir lar støtter",
    "fi": "autamme annamme tuemme autaa antaa tukee",
    "en": "help helps make makes let lets support supports",
}
OFFERS = {language: frozenset(words.split()) for language, words in _OFFERS.items()}
HELPS = {language: frozenset(words.split()) for language, words in _HELPS.items()}
EXAMPLES = {
    "sv": "Vi hjälper människor att bli friska.",
    "da": "Vi hjælper mennesker med at blive raske.",
    "nb": "Vi hjelper mennesker å bli friske.",
    "fi": "Autamme ihmisiä tervehtymään.",
    "en": "We help people get well.",
}


def hint(purpose: str, language: str) -> str | None:
    """A friendly word when the sentence begins with what we run or offer; None when there is nothing to say.

    English is understood in every organisation; the first telling word decides.
    """
    offers = {*OFFERS.get(language, ()), *OFFERS["en"]}
    helps = {*HELPS.get(language, ()), *HELPS["en"]}
    for word in re.findall(r"\w+", purpose.casefold())[:FIRST_WORDS]:
        if word in helps:
            return None
        if word in offers:
            return _("This says what you do. Try what gets better for people: “%(example)s”") % {
                "example": EXAMPLES.get(language, EXAMPLES["en"])
            }
    return None

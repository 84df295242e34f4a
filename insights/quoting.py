"""The customer's own words as colleagues see them: masked, with the span that was an incident, and its language."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language

from common import languages
from common.masking import NOTHING_MORE, Also, mask, mask_spans_of
from insights import categories
from insights.models import Incident
from responses import hiding
from responses.writing_about import masked_about

HEADLINE_MAX = 90
SHORTEST_SENTENCE = 12  # "Nej." says too little alone
_SENTENCE_END = re.compile(r"[.!?…]+(?=[\s\"”»')\]]|$)[\"”»')\]]*|\n")
_LEADING_ON, _QUOTATION = " ,;:–-", '"”“„»«'


@dataclass(frozen=True)
class Quote:
    """One incident for a list; the incident is loaded with `.with_words()`."""

    incident: Incident
    words: str
    language: str
    more: int = 0  # incidents of the same answer that the list leaves out

    @property
    def foreign_language(self) -> str:
        """The name of the language when it is not the reader's; else empty."""
        return foreign_name(self.language)

    @property
    def language_name(self) -> str:
        return languages.name_of(self.language)

    @property
    def category(self) -> str:
        theme = self.incident.theme
        fits = theme.category == self.incident.category
        return categories.name_of(theme) if fits else categories.label(self.incident.category)

    @property
    def why(self) -> list[str]:
        """The words that weighed in the machine's guess, masked."""
        words, also = self.incident.answer.words, also_in(self.incident)
        return without_names(self.incident.machine_why, words, language=self.language, also=also)

    @property
    def made_possible(self) -> str:
        """What a colleague wrote about it, with nothing in it that the answer hides."""
        answer, language = self.incident.answer, self.incident.organisation.language
        return masked_about(self.incident.made_possible, [answer], answer.response, language=language)

    @property
    def has_changed(self) -> bool:
        """The customer has written anew since; the words shown are the new ones."""
        return is_outdated(self.incident)


def foreign_name(language: str) -> str:
    """The name of a language that is not the reader's; empty for theirs, and for none."""
    return "" if language in ("", get_language()) else languages.name_of(language)


def quote(incident: Incident, *, more: int = 0) -> Quote:
    return Quote(incident, words_of(incident), incident.answer.response.language, more)


def words_of(incident: Incident) -> str:
    """The masked words of the incident; of the whole answer when the customer has written anew since."""
    before, words, after = pieces_of(incident)
    return words.strip() or (before + after).strip()


def pieces_of(incident: Incident) -> tuple[str, str, str]:
    """The whole answer, masked, in three: before the incident, the incident, after it."""
    whole, language = incident.answer.words, incident.answer.response.language
    also = also_in(incident)
    if is_outdated(incident) or incident.start >= len(whole):
        return "", mask(whole, language=language, also=also), ""
    cuts = (0, incident.start), (incident.start, incident.end), (incident.end, len(whole))
    before, words, after = (mask_spans_of(whole, start, end, language=language, also=also) for start, end in cuts)
    return before, words, after


def also_in(incident: Incident) -> Also:
    """What is hidden in its answer besides what masking sees by itself."""
    return hiding.also_in(incident.answer, incident.answer.response)


def without_names(why: Iterable[str], words: str, *, language: str, also: Also = NOTHING_MORE) -> list[str]:
    """The words that weighed, less those that masking hides at any of their places."""
    whole, readable = words.casefold(), mask(words, language=language, also=also).casefold()
    return [word for word in why if 0 < whole.count(word.casefold()) <= readable.count(word.casefold())]


def marked(words: str, why: Iterable[str]) -> list[tuple[str, bool]]:
    """The words in pieces, in order, each with whether it weighed."""
    weighed = sorted({word for word in why if word.strip()}, key=len, reverse=True)
    if not weighed:
        return [(words, False)]
    pieces = re.split(f"({'|'.join(map(re.escape, weighed))})", words, flags=re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pieces) if piece]


def is_outdated(incident: Incident) -> bool:
    """The span counts in words the customer has replaced."""
    return incident.revision != incident.answer.response.revision


def first_sentence(words: str, *, at_most: int = HEADLINE_MAX) -> str:
    """The first sentence that says something, cut at a word when it is longer than `at_most` characters."""
    words = words.strip()
    for end in _SENTENCE_END.finditer(words):
        if end.end() >= SHORTEST_SENTENCE:
            words = words[: end.end()]
            break
    words = _tidied(" ".join(words.split()))
    if len(words) <= at_most:
        return words
    cut = words[: at_most - 1]
    whole_words = cut.rsplit(" ", 1)[0]
    return _tidied(whole_words if len(whole_words) > at_most // 2 else cut) + "…"


def _tidied(words: str) -> str:
    """Without a comma that leads nowhere, and without a mark of quotation at its ends that has no partner."""
    words = words.rstrip(_LEADING_ON)
    if sum(words.count(mark) for mark in _QUOTATION) % 2:
        if words[-1] in _QUOTATION:
            return words[:-1].rstrip(_LEADING_ON)
        if words[0] in _QUOTATION:
            return words[1:].lstrip()
    return words

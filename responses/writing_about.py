"""What colleagues write about an answer: it must tell others no more than the answer itself does.

Besides what masking sees in every text, whatever is hidden in the answer is hidden here, also by halves: a surname
alone, the last digits of a number.
"""

import re
from collections.abc import Iterable, Iterator

from accounts.naming import NAME, SHORTEST_NAME
from common.masking import Also, Span, mask, spans
from common.masking.words import forms_of
from responses import hiding
from responses.models import Answer, Response
from responses.typed_values import written

_DIGITS = re.compile(r"\d{3,}")
_GENITIVE = re.compile(r"['’]?s$")


def masked_about(text: str, answers: Iterable[Answer], response: Response, *, language: str) -> str:
    """The text, written in `language`, as others may read it; `answers` are those of this response it may be about."""
    hidden = [(one["words"], one["kind"]) for one in response.hidden_words]
    for answer in answers:
        hidden += hidden_pieces(answer, response)
    everywhere = hiding.also_in_survey(response.survey)
    found = {Span(*place, kind) for piece, kind in hidden for place in _places(text, piece, kind, language)}
    return mask(text, language=language, also=Also(everywhere.names, everywhere.health, tuple(sorted(found))))


def hidden_pieces(answer: Answer, response: Response) -> list[tuple[str, str]]:
    """What is hidden in this answer, each piece with its kind."""
    words, also = answer.words, hiding.also_in(answer, response)
    if not words and answer.value_decimal is not None:
        words = written(answer.value_decimal)
    return [(words[one.start : one.end], one.kind) for one in spans(words, language=response.language, also=also)]


def _places(text: str, piece: str, kind: str, language: str) -> Iterator[tuple[int, int]]:
    """Where the piece stands in the text, or a part of it that says as much."""
    yield from hiding.places_of(text, piece)
    numbers = set(_DIGITS.findall(piece))
    yield from (found.span() for found in _DIGITS.finditer(text) if found[0] in numbers)
    names = _names_in(piece, kind, language)
    for found in NAME.finditer(text):
        word = found[0] if kind != "name" else found[0].casefold()
        if word in names or _GENITIVE.sub("", word) in names:
            yield found.span()


def _names_in(piece: str, kind: str, language: str) -> frozenset[str]:
    """The words in it that may be somebody's or some place's name; of a name casefolded and in all their forms."""
    words = [word for word in NAME.findall(piece.split("@")[0]) if len(word) >= SHORTEST_NAME]
    if kind != "name":
        return frozenset(word for word in words if word[0].isupper() or "@" in piece)
    is_small = piece == piece.casefold()
    return forms_of(frozenset(word.casefold() for word in words if word[0].isupper() or is_small), language)

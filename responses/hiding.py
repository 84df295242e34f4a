"""What is hidden in an answer besides what masking sees by itself: colleagues' names, words about health where the
survey's setting says so, and what a person has hidden by hand.

Every place that shows words asks here, so that all of them hide alike.
"""

import re
from collections.abc import Iterable

from accounts import naming
from accounts.models import Organisation
from common import casefolding
from common.masking import Also, Span, mask
from responses.models import Answer, Response
from surveys.models import Survey


def also_in_survey(survey: Survey, *, organisation: Organisation | None = None) -> Also:
    """What is hidden in every answer to this survey. Without any query where its organisation is in hand."""
    names = naming.names_of(organisation) if organisation else naming.names_in(survey.organisation_id)
    return Also(names=names, health=survey.hides_health_words)


def also_in(answer: Answer, response: Response) -> Also:
    """What is hidden in the words of this answer. Without a query where the response has its survey and the answer
    its `hidden_spans`."""
    at_places = {
        Span(one.start, one.end, one.kind)
        for one in answer.hidden_spans.all()
        if one.revision == response.revision and one.end <= len(answer.words)
    }
    return _with(at_places | spans_of_earlier(answer.words, response), also_in_survey(response.survey))


def also_in_new(words: str, *, survey: Survey, organisation: Organisation, before: Response | None) -> Also:
    """What is hidden in words that are just being sent in, perhaps in the place of those `before`. No query at all."""
    everywhere = also_in_survey(survey, organisation=organisation)
    return _with(_spans_of(words, before.hidden_words), everywhere) if before else everywhere


def spans_of_earlier(words: str, response: Response) -> set[Span]:
    """Where, in these words, stands what was hidden by hand before the customer wrote anew.

    So it is hidden from the first moment; later `hiding_by_hand.carry_over` gives it places of its own.
    """
    return _spans_of(words, [one for one in response.hidden_words if one["revision"] != response.revision])


def masked(answer: Answer, response: Response) -> str:
    """The words as colleagues read them."""
    return mask(answer.words, language=response.language, also=also_in(answer, response))


def search_text_of(response: Response) -> str:
    """What a search may find, of what is stored: the words as they are read."""
    answers = response.answers.with_words().prefetch_related("hidden_spans").order_by("id")
    return casefolding.search_text(*(masked(answer, response) for answer in answers))


def places_of(words: str, wanted: str) -> list[tuple[int, int]]:
    """Every place where `wanted` stands in `words`: whole words and their genitives, whatever capitals and spaces."""
    parts = wanted.split()
    if not parts:
        return []
    pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, parts)) + r"(?:['’]?s)?(?!\w)"
    return [found.span() for found in re.finditer(pattern, words, re.IGNORECASE)]


def _spans_of(words: str, hidden: Iterable[dict]) -> set[Span]:
    return {Span(*place, one["kind"]) for one in hidden for place in places_of(words, one["words"])}


def _with(spans: set[Span], everywhere: Also) -> Also:
    return Also(everywhere.names, everywhere.health, tuple(sorted(spans))) if spans else everywhere

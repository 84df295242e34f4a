"""Questions that are about us: how we work, what we call it, and how well we score.

What to look for stands in the language's file, under the rule's name.
"""

import re
from bisect import bisect_left

from surveys.coach.finding import Span, first_span, is_a
from surveys.coach.reading import Text

_SCALE = re.compile(r"(?<![\d.,:/])[0-4]\s?[-–—−]\s?(?:4|5|6|7|10|100)(?![\d.,:/]\d)(?!\d)")


def internal_process(text: Text) -> Span | None:
    """Our channel, system or procedure instead of what the customer got out of it."""
    return first_span(text, "internal_process")


def jargon(text: Text) -> Span | None:
    """Words of our profession that the customer does not use."""
    return first_span(text, "jargon")


def scale_only(text: Text) -> Span | None:
    """A number instead of what happened: in words, or as "1–5" with no unit after it."""
    for found in _SCALE.finditer(text.written):
        following = bisect_left(text.words, found.end(), key=lambda word: word.start)
        if not is_a(text, following, "unit"):
            return found.span()
    return first_span(text, "scale_only")


def generic_satisfaction(text: Text) -> Span | None:
    """How satisfied: it measures us and does not tell what happened."""
    return first_span(text, "generic_satisfaction")


def recommend_score(text: Text) -> Span | None:
    """Would you recommend us: our growth, not the customer's use."""
    return first_span(text, "recommend_score")


def not_answerable(text: Text) -> Span | None:
    """What the customer cannot know: our inside, the causes, or what others think."""
    return first_span(text, "not_answerable")

"""Questions that steer: towards an answer, away from a no, or into a day that never was.

What to look for stands in the language's file, under the rule's name.
"""

from surveys.coach.finding import Span, first_span, first_unquoted_span
from surveys.coach.reading import Text


def leading(text: Text) -> Span | None:
    """A push towards a certain answer: praise, company, or a question that answers itself."""
    return first_span(text, "leading")


def absolute_words(text: Text) -> Span | None:
    """Always, never, every: only one honest answer is left. Quoted, the words are somebody else's."""
    return first_unquoted_span(text, "absolute_words")


def negation(text: Text) -> Span | None:
    """Asked in the negative, so that a yes becomes ambiguous."""
    return first_unquoted_span(text, "negation")


def hypothetical(text: Text) -> Span | None:
    """What somebody would do if; people are poor at predicting that."""
    return first_span(text, "hypothetical")


def solution_from_customer(text: Text) -> Span | None:
    """Hands our job to the customer."""
    return first_span(text, "solution_from_customer")

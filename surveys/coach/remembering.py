"""Questions with no moment to think of: too long ago, no particular time, or nothing in particular.

What to look for stands in the language's file, under the rule's name.
"""

from surveys.coach.finding import Span, first_span, first_unquoted_span
from surveys.coach.reading import Text


def recall_window(text: Text) -> Span | None:
    """Further back than people reliably remember."""
    return first_span(text, "recall_window")


def vague_frequency(text: Text) -> Span | None:
    """Habit words that mean different things to different people. Quoted, they are somebody else's."""
    return first_unquoted_span(text, "vague_frequency")


def too_general(text: Text) -> Span | None:
    """No concrete moment of use."""
    return first_span(text, "too_general")

"""Questions that must not be asked: they blame, they pry, or they sell.

What to look for stands in the language's file, under the rule's name.
"""

from surveys.coach.finding import Span, first_span
from surveys.coach.reading import Text


def accuses_customer(text: Text) -> Span | None:
    """Blames the customer."""
    return first_span(text, "accuses_customer")


def staff_blame(text: Text) -> Span | None:
    """Asks the customer to point out a member of staff; to thank somebody is another thing."""
    return first_span(text, "staff_blame")


def sensitive_data(text: Text) -> Span | None:
    """Sensitive or identifying data that we do not need."""
    return first_span(text, "sensitive_data")


def marketing(text: Text) -> Span | None:
    """Sells or advertises."""
    return first_span(text, "marketing")

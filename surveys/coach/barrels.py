"""Two things in one question: the rule that looks at how the words are joined."""

from collections.abc import Iterator

from surveys.coach.finding import Span, is_a, places
from surveys.coach.reading import Text

_CLAUSE_WORDS = 12  # how far back a joining word may belong to "when you …"
_FOLLOWING_WORDS = 4  # "If not, why?": how soon a second question shows that it asks for the reason


def double_barrelled(text: Text) -> Span | None:
    """Two things in one question, so that a "no" cannot be read.

    Either a joining word stands between two things, or a second question follows which is not simply "why?".
    """
    if joint := next(joints(text), None):
        return text.span(*joint)
    if second := next(second_questions(text), None):
        return text.span(*second)
    return None


def joints(text: Text) -> Iterator[Span]:
    """Where two things are joined, counted in words."""
    for first, after in places(text, "double_barrelled"):
        at_the_edge = text.is_first(first) or text.is_last(after - 1)
        if not (at_the_edge or _joins_names(text, first, after) or _is_inside_a_time(text, first, after)):
            yield (first, after)


def second_questions(text: Text) -> Iterator[Span]:
    """Questions after a question, counted in words, unless they only ask for the reason or the story."""
    for sentence in text.sentences[1:]:
        begin, end = sentence.start, sentence.stop
        is_asked = "?" in text.words[begin].before and text.sign_after(end - 1) == "?"
        if is_asked and not any(is_a(text, at, "follow_up") for at in sentence[:_FOLLOWING_WORDS]):
            yield (begin, end)


def _joins_names(text: Text, first: int, after: int) -> bool:
    """ "Bed and Breakfast", "Anna och Erik": capitals on both sides, inside the sentence."""
    left, right = text.words[first - 1], text.words[after]
    return left.is_named and right.is_named and not text.is_first(first - 1)


def _is_inside_a_time(text: Text, first: int, after: int) -> bool:
    """ "… when you came home and unpacked?": both belong to the moment asked about, and one thing is asked.

    The moment ends at a comma, and a second question after the joining word ("… and did you get help?") is asked.
    """
    asks_again = is_a(text, after, "opens_question") or is_a(text, after + 1, "asked_of")
    goes_on = is_a(text, after, "did") or is_a(text, after, "actor")
    if asks_again or not goes_on:
        return False
    for at in range(first - 1, max(0, first - _CLAUSE_WORDS), -1):
        if text.is_first(at) or "," in text.words[at + 1].before:
            return False
        if is_a(text, at, "moment"):
            return True
    return False

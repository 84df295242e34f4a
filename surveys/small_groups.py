"""How few people a figure of answers may be about, where customers read that nobody sees who they are.

Beside a page that names whom a mailing went to, "1 asked, 1 answered" says who it was.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

from surveys.models import Survey

FEWEST = 5  # people; the smallest number of answers anything is told of
Part = TypeVar("Part", bound=Hashable)


def outbox_answers(survey: Survey) -> bool:
    """Whether those whose mails lie in the outbox can answer: where their links may be followed on the screen."""
    return survey.organisation.is_demo or survey.anonymity == Survey.Anonymity.NAMED


def fewest(survey: Survey) -> int:
    """How many must have been able to answer before it is told how many did; 0 where readers may see who did."""
    return 0 if survey.anonymity == Survey.Anonymity.NAMED else FEWEST


def told(sizes: Mapping[Part, int], fewest: int) -> set[Part]:
    """The parts of a whole that may have a figure of their own beside the whole's.

    Taking the told from the whole tells of the rest. So where the small ones together are still too few, the next
    smallest are left out with them.
    """
    by_size = sorted(sizes, key=lambda part: sizes[part])
    rest = [part for part in by_size if sizes[part] < fewest]
    while rest and len(rest) < len(by_size) and sum(sizes[part] for part in rest) < fewest:
        rest.append(by_size[len(rest)])
    return {*by_size} - {*rest}

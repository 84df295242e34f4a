"""How few people a figure of answers may be about, where customers read that nobody sees who they are.

Beside a page that names whom a mailing went to, "1 asked, 1 answered" says who it was.
"""

from collections.abc import Hashable, Mapping, Set
from typing import TypeVar

from surveys.models import Survey

FEWEST = 5  # people; the smallest number of answers anything is told of
Part = TypeVar("Part", bound=Hashable)
Cell = TypeVar("Cell", bound=Hashable)


def outbox_answers(survey: Survey) -> bool:
    """Whether those whose mails lie in the outbox can answer: where their links may be followed on the screen."""
    return survey.organisation.is_demo or survey.anonymity == Survey.Anonymity.NAMED


def fewest(survey: Survey) -> int:
    """How many must have been able to answer before it is told how many did; 0 where readers may see who did."""
    return 0 if survey.anonymity == Survey.Anonymity.NAMED else FEWEST


def told(sizes: Mapping[Part, int], fewest: int) -> set[Part]:
    """The parts of a whole that may have a figure of their own beside the whole's.

    Taking the told from the whole tells of the rest. So where the small ones together are still too few, others are
    left out with them: the last in their own order, which is the same on every page and does not change as they grow.
    """
    in_order = sorted(sizes, key=lambda part: (part is not None, part))
    told = [part for part in in_order if sizes[part] >= fewest]
    rest = [part for part in in_order if sizes[part] < fewest]
    while rest and told and sum(sizes[part] for part in rest) < fewest:
        rest.append(told.pop())
    return set(told)


def are_apart(one: Set[Cell], other: Set[Cell], sizes: Mapping[Cell, int], fewest: int) -> bool:
    """Whether the figures of two groups may stand beside each other: who is in both, and in one alone, are each nobody
    or enough people. `sizes` are those of the cells that the groups are made of."""
    crossing = (one & other, one - other, other - one)
    return all(not cells or sum(sizes[cell] for cell in cells) >= fewest for cells in crossing)

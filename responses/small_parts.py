"""Which places and languages of a survey have figures of their own, where nobody is to see who answered.

Beside them stand the figures of its mailings. A place whose customers are those of a mailing and one more would tell
what that one did: so places and languages are told only where each crossing with what is told is nobody or enough.
"""

from collections.abc import Mapping
from typing import NamedTuple

from surveys import small_groups


class Cell(NamedTuple):
    """Customers of one place and language in one mailing; None for those who were invited one by one."""

    unit: str
    language: str
    mailing: int | None


def told_parts(sizes: Mapping[Cell, int], fewest: int) -> tuple[set[str], set[str]]:
    """The places and the languages to tell, of those in `sizes`: how many of each cell can answer, of all who may have.

    What is not told of places is told together, and of languages too; nothing is told where even that would be small.
    """
    by_mailing = _grouped(sizes, "mailing")
    told = small_groups.told({name: _size(cells, sizes) for name, cells in by_mailing.items()}, fewest)
    beside = [by_mailing[name] for name in told]
    units = _told_beside(beside, _grouped(sizes, "unit"), sizes, fewest)
    languages = _told_beside(beside, _grouped(sizes, "language"), sizes, fewest)
    return units, languages


def _told_beside(
    beside: list[set[Cell]], groups: dict[str, set[Cell]], sizes: Mapping[Cell, int], fewest: int
) -> set[str]:
    """The names of the groups to tell. What is told, and the rest together, come to what stands beside."""
    told = small_groups.told({name: _size(cells, sizes) for name, cells in groups.items()}, fewest)
    told = {name for name in told if _is_clear(groups[name], beside, sizes, fewest)}
    rest = set().union(*(cells for name, cells in groups.items() if name not in told))
    if rest and not (_size(rest, sizes) >= fewest and _is_clear(rest, beside, sizes, fewest)):
        return set()
    if told:
        beside += [groups[name] for name in told] + ([rest] if rest else [])
    return told


def _is_clear(cells: set[Cell], beside: list[set[Cell]], sizes: Mapping[Cell, int], fewest: int) -> bool:
    return all(small_groups.are_apart(cells, other, sizes, fewest) for other in beside)


def _grouped(sizes: Mapping[Cell, int], by: str) -> dict:
    groups: dict = {}
    for cell in sizes:
        groups.setdefault(getattr(cell, by), set()).add(cell)
    return groups


def _size(cells: set[Cell], sizes: Mapping[Cell, int]) -> int:
    return sum(sizes[cell] for cell in cells)

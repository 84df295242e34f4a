"""Lines of a list that stand for the same person: which of them counts, and that in words."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from invitations.customers import attributes
from invitations.customers.judging_lines import Wanted


@dataclass(frozen=True)
class Repeat:
    """A line whose address stood in another line before. `name` is the one that holds, `dropped` the other."""

    number: int
    other: int
    counts: bool  # this line, as it tells of a later visit; else the other
    name: str
    dropped: str

    @property
    def words(self) -> str:
        lines = {"number": self.number, "other": self.other}
        if self.counts:
            said = _("Line %(number)d has the address of line %(other)d and counts: it tells of a later visit.") % lines
        else:
            said = _("Line %(number)d has the address of line %(other)d, which counts.") % lines
        if not self.dropped:
            return said
        return said + " " + _("The name is “%(name)s”, not “%(dropped)s”.") % vars(self)


def as_one(known: tuple[int, Wanted], line: tuple[int, Wanted]) -> tuple[Repeat, tuple[int, Wanted]]:
    """Of two numbered lines about one person: what became of the second, and what holds now.

    The later visit counts, else the line that stood first. What it does not say the other may say.
    """
    (other, before), (number, said) = known, line
    counts = _is_later(said, than=before)
    first, second = (said, before) if counts else (before, said)
    whole = replace(
        first,
        name=first.name or second.name,
        language=first.language or second.language,
        unit=first.unit or second.unit,
        attributes=attributes.together(second.attributes, first.attributes),
    )
    dropped = second.name if second.name not in ("", whole.name) else ""
    return Repeat(number, other, counts, whole.name, dropped), (number if counts else other, whole)


def _is_later(line: Wanted, *, than: Wanted) -> bool:
    """Whether this line tells of a later visit."""
    if line.use_happened_at is None:
        return False
    return than.use_happened_at is None or line.use_happened_at > than.use_happened_at

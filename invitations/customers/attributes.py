"""What an organisation keeps of its customers besides name, language and unit: a few short texts under headings.

Only what somebody said to keep: a heading that was kept once is kept again by the next list.
"""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Organisation
from common.casefolding import search_text
from invitations.models import Customer

MOST = 20
LONGEST_NAME = 60
LONGEST_VALUE = 200
LOOKED_AT = 500  # of the newest customers, to know which headings are in use


def names_in_use(organisation: Organisation) -> list[str]:
    """The headings kept of the newest customers, in the order of the alphabet; one query."""
    newest = Customer.objects.for_organisation(organisation).order_by("-pk").values_list("attributes", flat=True)
    return sorted({name for kept in newest[:LOOKED_AT] for name in kept}, key=search_text)


def spelled(organisation: Organisation) -> dict[str, str]:
    """The headings in use, by their folded form, so that "room type" and "Room type" stay one."""
    return {search_text(name): name for name in names_in_use(organisation)}


def name_of(heading: str) -> str:
    """A heading as it is kept: on one line, and short."""
    return " ".join(heading.split())[:LONGEST_NAME].strip()


def checked(kept: Mapping[str, str]) -> dict[str, str]:
    """The texts under their headings, without empty ones. Raises ValidationError with one reason."""
    found = {name: value for name, value in kept.items() if name and value}
    for name, value in found.items():
        if len(value) > LONGEST_VALUE:
            words = _("“%(name)s” is longer than %(count)d characters.")
            raise ValidationError(words % {"name": name, "count": LONGEST_VALUE})
    if len(found) > MOST:
        words = ngettext("At most %(count)d thing is kept.", "At most %(count)d things are kept of a person.", MOST)
        raise ValidationError(words % {"count": MOST})
    return found


def together(known: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """What was known with what is told now; where that is more than is kept, what was known longest goes."""
    whole = {name: value for name, value in known.items() if name not in told} | dict(told)
    if whole == known:
        return dict(known)
    return dict(list(whole.items())[-MOST:])

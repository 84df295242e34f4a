"""Why a task stands where it stands, in one sentence for staff."""

from collections.abc import Mapping

from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.prioritising import LATER, Priority

FEWEST_TO_GROW = 3  # people in the last month: one or two more are no growth, though they weigh in the score


def why_here(standing: Priority, *, category_name: str) -> str:
    """One sentence in the active language, of the reasons in `standing`; factors of 1 are left out.

    Empty when nobody has told anything for 90 days. `category_name` is the name in the active language.
    """
    values = {reason.code: reason.value for reason in standing.reasons}
    if not _people(values):
        return ""
    clauses = [*_told(values), *_subject(values, category_name), *_course(values)]
    if standing.band == LATER:
        return _("Can wait a little: %(reasons)s.") % {"reasons": _joined(clauses)}
    return _("High up because %(reasons)s.") % {"reasons": _joined(clauses)}


def _people(values: Mapping[str, float]) -> int:
    return int(values.get("recent_voices") or values.get("earlier_voices") or 0)


def _told(values: Mapping[str, float]) -> list[str]:
    """How many people told us, and how many of them about something serious."""
    people, serious = _people(values), int(values.get("serious_voices", 0))
    if people == serious == 1:
        if "recent_voices" in values:
            return [_("one person told us about something serious in the last month")]
        return [_("one person told us about something serious more than a month ago")]
    if "recent_voices" in values:
        told = ngettext(
            "%(count)s person told us about it in the last month",
            "%(count)s people told us about it in the last month",
            people,
        )
    else:
        told = ngettext(
            "%(count)s person told us about it more than a month ago",
            "%(count)s people told us about it more than a month ago",
            people,
        )
    clauses = [told % {"count": people}]
    if serious:
        about = ngettext(
            "%(count)s of them about something serious", "%(count)s of them about something serious", serious
        )
        clauses.append(about % {"count": serious})
    return clauses


def _subject(values: Mapping[str, float], category_name: str) -> list[str]:
    weight = values.get("weight")
    if not weight:
        return []
    number = int(weight) if weight == int(weight) else weight
    concerns = _("it concerns %(category)s, which counts %(weight)s times as much")
    return [concerns % {"category": _inside_a_sentence(category_name), "weight": localize(number)}]


def _course(values: Mapping[str, float]) -> list[str]:
    """In how many places, whether it grows or fades, and whether it has been here before."""
    clauses = []
    if places := int(values.get("places", 0)):
        in_places = ngettext("it is told in %(count)s place", "it is told in %(count)s places", places)
        clauses.append(in_places % {"count": places})
    if "growing" in values and _people(values) >= FEWEST_TO_GROW:
        clauses.append(_("it is growing"))
    if "fading" in values:
        clauses.append(_("it is fading"))
    if "came_back" in values:
        clauses.append(_("it has come back"))
    return clauses


def _joined(clauses: list[str]) -> str:
    if len(clauses) == 1:
        return clauses[0]
    return _("%(clauses)s, and %(last)s") % {"clauses": ", ".join(clauses[:-1]), "last": clauses[-1]}


def _inside_a_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]

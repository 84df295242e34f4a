"""How grave it is, by the stated consequences, and what else the words ask for.

The questions are put from the top and the first yes decides; strong words alone change nothing.
"""

from insights.engine.shapes import CATEGORY_BY_CODE

_FLOORED = {"treatment", "individual_needs", "fairness_honesty", "responsibility"}
_REPEAT_IS_THE_CAUSE = {"responsibility", "recovery", "authenticity"}
_FLAGS = {
    "leaving": "will_leave",
    "telling": "tells_others",
    "giveup": "gives_up",
    "reply": "asks_for_reply",
    "child": "child_or_frail",
}


def flags(hits: dict[str, list[str]]) -> tuple[str, ...]:
    """What the text asks of its reader, whatever its cause."""
    return tuple(flag for family, flag in _FLAGS.items() if family in hits)


def consequence(hits: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is said once and holds for the whole answer: that they leave, or tell others."""
    return {family: hits[family] for family in ("leaving", "telling") if family in hits}


def severity(
    hits: dict[str, list[str]], *, category: str | None, rating: int | None = None, is_grave: bool = False
) -> int:
    """1 to 5 for a negative incident. `is_grave`: it reads like those that people gave a 4 or a 5."""
    if category == "safety":
        return 5
    base = _base(hits, category, rating)
    floor = 3 if category in _FLOORED else 1
    raised = "vulnerable" in hits and (_is_about_people(category) or category == "waiting")
    raised = raised or ("again" in hits and category not in _REPEAT_IS_THE_CAUSE)
    if base >= 4 or is_grave:
        return 4
    if raised:
        return min(5, max(base, floor) + 1)
    if "mended" in hits:
        base -= 1
    return max(base, floor)


def _base(hits, category, rating):
    if "leaving" in hits or "telling" in hits or "forgood" in hits:
        return 4
    if _is_about_people(category) and "humiliated" in hits:
        return 4
    if category == "fairness_honesty" and ("lie" in hits or "humiliated" in hits):
        return 4
    if category in _FLOORED or category == "recovery":
        return 3
    if "sleepless" in hits or "lost" in hits or "delayed" in hits:
        return 3
    if category == "core_outcome":
        return 3
    if "trifle" in hits and category != "authenticity":
        return 1
    if rating is not None and rating >= 4:
        return 1
    return 2


def _is_about_people(category):
    return category in CATEGORY_BY_CODE and CATEGORY_BY_CODE[category].group == "treatment"

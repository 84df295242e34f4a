"""Saving what somebody wrote in many places of a draft at once, together with what others saved meanwhile."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from accounts.models import User
from surveys import building
from surveys.drafts import merging
from surveys.drafts.holding import LostUpdate
from surveys.models import SurveyVersion
from surveys.side_by_side import translating
from surveys.side_by_side.texts_page import TextsPage
from surveys.side_by_side.translating import Group, Saying

MOST_ATTEMPTS = 5
_PATHS = {"text": "texts", "option": "options", "end": "ends", "prompt": "prompt"}  # as `Place.name` says them


@dataclass(frozen=True)
class Stored:
    """`draft` is what is stored now. Left out were: `undecided`, where somebody else wrote other words meanwhile, and
    `homeless`, words for places that are gone.
    """

    draft: SurveyVersion
    undecided: list[Saying] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)


def store(
    version: SurveyVersion,
    groups: list[Group],
    sayings: Iterable[Saying],
    *,
    expected_revision: int,
    by: User | None,
) -> Stored:
    """Store all that nobody else wrote in since `expected_revision`. `groups` are the version's as they were read.

    Raises Frozen for a version that was published meanwhile, ValidationError for words that cannot be stored.
    """
    sayings, undecided, homeless = list(sayings), [], []
    for _attempt in range(MOST_ATTEMPTS):
        texts, questions = translating.changes(version, groups, sayings)
        try:
            draft = building.change_draft(
                version, texts=texts, questions=questions, expected_revision=expected_revision, by=by
            )
            return Stored(draft, undecided, homeless)
        except LostUpdate as lost:
            seen, version, groups = lost, lost.draft, translating.groups_of(lost.draft)
        there = {place.key: place for place in translating.places_in(groups)}
        homeless += [one.text for one in sayings if one.place.key not in there and one.text]
        sayings = [Saying(there[one.place.key], one.language, one.text) for one in sayings if one.place.key in there]
        undecided += [one for one in sayings if one.path in seen.conflicts.get(one.place.part, [])]
        sayings = [one for one in sayings if one not in undecided]
    raise seen


def save(page: TextsPage, *, expected_revision: int, by: User) -> Stored:
    """Store what was typed on the page, which must be valid. Raises as `store` does."""
    homeless = _homeless(page, expected_revision)
    stored = store(page.version, page.groups, page.sayings(), expected_revision=expected_revision, by=by)
    return Stored(stored.draft, stored.undecided, [*homeless, *stored.homeless])


def _homeless(page: TextsPage, expected_revision: int) -> list[str]:
    """What was typed for places that are no longer there; words that only repeat what stood there are not missed."""
    there = {row.place.name for row in page.rows}
    typed = {
        place: " ".join(words.split())
        for name, words in page.posted.items()
        if name not in there and words.strip() and (place := _place_named(name))
    }
    if not typed:
        return []
    seen = merging.seen_at(page.version, expected_revision)
    known = seen.parts if seen else {}
    stood = {place: known.get(place[0], {}).get(f"{place[1]}/{page.language}", "") for place in typed}
    return [words for place, words in typed.items() if words != " ".join(stood[place].split())]


def _place_named(name: str) -> tuple[str, str] | None:
    """The question and the path a control's name speaks of; None for anything else."""
    start, _dash, rest = name.partition("-")
    key, _dash, rest = rest.partition("-")
    words, _dash, one = rest.partition("-")
    if start != "q" or words not in _PATHS or not _is_key(key):
        return None
    return key, "/".join([_PATHS[words], one] if one else [_PATHS[words]])


def _is_key(key: str) -> bool:
    try:
        return uuid.UUID(key).hex == key
    except ValueError:
        return False

"""What a translator's spreadsheet changes in a draft, looked at before anything is stored."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from common import languages
from surveys.drafts import merging
from surveys.files.spreadsheets import MOST_ROWS, Cell, NotReadable, Sheet
from surveys.models import SurveyVersion
from surveys.side_by_side import saving_texts, translating
from surveys.side_by_side.saving_texts import Stored
from surveys.side_by_side.translating import Group, Place, Saying


@dataclass(frozen=True)
class Change:
    place: Place
    language: str
    text: str
    is_conflict: bool  # the text here was changed as well, after the spreadsheet was made

    @property
    def name(self) -> str:
        return f"{self.place.key}|{self.language}"

    @property
    def stored(self) -> str:
        return self.place.said(self.language)


@dataclass
class Preview:
    """Every change by language, the main language last; and what could not be taken in, with its row."""

    version: SurveyVersion
    changes: dict[str, list[Change]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    is_older: bool = False  # made from an older state of the draft that nobody remembers

    @property
    def count(self) -> int:
        return sum(len(found) for found in self.changes.values())

    def packed(self) -> str:
        """The changes as a form carries them to the moment they are stored."""
        told = [
            [one.place.key, one.language, one.text, one.is_conflict] for found in self.changes.values() for one in found
        ]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def look(sheet: Sheet, draft: SurveyVersion) -> Preview:
    """What the spreadsheet would change. An empty cell changes nothing.

    Raises NotReadable for the spreadsheet of another survey or version.
    """
    groups = translating.groups_of(draft)
    places = {place.key: place for place in translating.places_in(groups)}
    _refuse_another(sheet, draft, places)
    seen = _seen(sheet, draft)
    preview = Preview(draft, problems=list(sheet.problems), is_older=seen is None)
    found: dict[str, list[Change]] = {}
    unknown: set[int] = set()
    for cell in sheet.cells:
        place = places.get(cell.key)
        if place is None:
            unknown.add(cell.row)
        elif change := _change(cell, place, seen, preview.problems):
            found.setdefault(cell.language, []).append(change)
    preview.problems += [
        _("Row %(number)d: this text is no longer in the survey.") % {"number": row} for row in sorted(unknown)
    ]
    main = draft.survey.language
    order = [code for code in languages.NAMES if code != main] + [main]
    preview.changes = {code: found[code] for code in order if code in found}
    return preview


def unpack(packed: str) -> list[list]:
    """What `Preview.packed` wrote; nothing for anything else."""
    try:
        told = json.loads(packed)
    except (ValueError, RecursionError):
        return []
    is_possible = isinstance(told, list) and len(told) <= MOST_ROWS * len(languages.NAMES)
    return told if is_possible and all(_is_change(one) for one in told) else []


def store(
    draft: SurveyVersion, told: Iterable[list], *, wanted: set[str], expected_revision: int, by: User
) -> tuple[Stored, int]:
    """Store the changes whose language is `wanted`, those in conflict by their own name; also how many they were.

    Raises Frozen and ValidationError as `saving_texts.store` does.
    """
    groups: list[Group] = translating.groups_of(draft)
    places = {place.key: place for place in translating.places_in(groups)}
    sayings = [
        Saying(places[key], code, places[key].heard(text, code))
        for key, code, text, is_conflict in told
        if (f"{key}|{code}" if is_conflict else code) in wanted
        and code in languages.NAMES
        and key in places
        and len(text) <= places[key].limit
    ]
    changed = [one for one in sayings if one.text and one.text != one.place.said(one.language)]
    stored = saving_texts.store(draft, groups, changed, expected_revision=expected_revision, by=by)
    return stored, len(changed) - len(stored.undecided) - len(stored.homeless)


def _seen(sheet: Sheet, draft: SurveyVersion) -> merging.Seen | None:
    """The draft as it was when the spreadsheet was made; None where nobody remembers."""
    if not sheet.identity:
        return None
    made_at = sheet.identity[2]
    return merging.Seen() if made_at == draft.revision else merging.seen_at(draft, made_at)


def _refuse_another(sheet: Sheet, draft: SurveyVersion, places: dict[str, Place]) -> None:
    survey, number, _revision = sheet.identity or (draft.survey_id, draft.number, 0)
    keys = {cell.key for cell in sheet.cells if cell.key.startswith("q:")}
    if survey != draft.survey_id or (keys and not keys & places.keys()):
        raise NotReadable(_("This spreadsheet belongs to another survey. Nothing was changed."))
    if number != draft.number:
        words = _(
            "This spreadsheet was made from version %(old)d, and the draft is version %(new)d now. Take a new "
            "spreadsheet from here and copy the columns over; nothing was changed."
        )
        raise NotReadable(words % {"old": number, "new": draft.number})


def _change(cell: Cell, place: Place, seen: merging.Seen | None, problems: list[str]) -> Change | None:
    """What the cell changes; nothing where it only repeats what stands here, or stood when the sheet was made."""
    text, stored = place.heard(cell.text, cell.language), place.said(cell.language)
    if text == stored:
        return None
    if len(text) > place.limit:
        words = _("Row %(number)d, %(language)s: this is %(length)d characters long, and %(limit)d fit.")
        told = {"number": cell.row, "language": languages.name_of(cell.language)}
        problems.append(words % {**told, "length": len(text), "limit": place.limit})
        return None
    if seen is None:
        return Change(place, cell.language, text, is_conflict=bool(stored))
    stood = seen.piece(place.part, Saying(place, cell.language, text).path, stored) or ""
    if place.says_the_same(text, stood):
        return None
    return Change(place, cell.language, text, is_conflict=stood != stored)


def _is_change(told: Any) -> bool:
    return isinstance(told, list) and [type(one) for one in told] == [str, str, str, bool]

"""A file of answers in, a file of verdicts out: the engine judged from outside, without a database."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from insights.engine import placing
from insights.engine.learning import CORRECTION_WEIGHT, Lesson
from insights.engine.reading import Reader, shared_reader
from insights.engine.shapes import CATEGORY_BY_CODE, LANGUAGES, Analysis, Unit

BATCH = 1500  # rows read, and compared with each other, at a time
LEARNED = "lessons.jsonl"
_POLARITIES = ("positive", "negative", "mixed", "neutral")


class BadLine(ValueError):
    """A line that cannot be read; the message names file, line and what is wanted."""


def rows(path: Path) -> Iterator[dict]:
    """The JSON objects of a file, one a line; empty lines are passed over."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                yield _row(line, f"{path.name}, line {number}")


def _row(line, where):
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as trouble:
        raise BadLine(f"{where}: not JSON.") from trouble
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise BadLine(f'{where}: an object with a "text" is needed.')
    rating = row.get("rating")
    if rating is not None and (type(rating) not in (int, float) or not 1 <= rating <= 5):
        raise BadLine(f'{where}: "rating" is a number from 1 to 5.')
    if not isinstance(row.get("language") or "", str):
        raise BadLine(f'{where}: "language" is one of {", ".join(LANGUAGES)}.')
    if row.get("category") is not None and row["category"] not in CATEGORY_BY_CODE:
        raise BadLine(f'{where}: "category" is one of {", ".join(CATEGORY_BY_CODE)}.')
    if row.get("polarity") is not None and row["polarity"] not in _POLARITIES:
        raise BadLine(f'{where}: "polarity" is one of {", ".join(_POLARITIES)}.')
    if row.get("incident") is not None and not isinstance(row["incident"], bool):
        raise BadLine(f'{where}: "incident" is true or false.')
    return row


def reader_for(*, train: Path | None, state: Path | None) -> Reader:
    """The engine after what `state` remembers and `train` adds; the sum is kept in `state`."""
    remembered = state / LEARNED if state else None
    taught = {}
    for source in (remembered, train):
        if source and source.exists():
            for row in rows(source):
                taught[row["text"], row.get("language")] = row
    if remembered:
        _keep(remembered, taught.values())
    if not taught:
        return shared_reader()
    return Reader(tuple(_lesson(row) for row in reversed(taught.values())))


def _keep(path, lessons):
    """Written beside and moved into place, so that a half-written file never stands there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text("".join(json.dumps(row) + "\n" for row in lessons), encoding="utf-8")
    beside.replace(path)


def _lesson(row):
    corrected = any(row.get(label) is not None for label in ("incident", "polarity", "category"))
    incident = row.get("incident")
    return Lesson(
        text=row["text"],
        language=row["language"] if row.get("language") in LANGUAGES else "en",
        incident=True if incident is None and row.get("category") else incident,
        polarity=row.get("polarity"),
        category=row.get("category"),
        rating=row.get("rating"),
        weight=CORRECTION_WEIGHT if corrected else 1.0,
    )


def judged(incoming: Iterable[dict], *, reader: Reader, places: placing.Places) -> Iterator[dict]:
    """One verdict per row, in order, read in batches so that a long file needs little memory.

    `places` learns the themes; keep it when all verdicts are safe.
    """
    batch, seen = [], Counter()
    for row in incoming:
        batch.append(row)
        if len(batch) == BATCH:
            yield from _verdicts(batch, reader, places, seen)
            batch = []
    yield from _verdicts(batch, reader, places, seen)


def _verdicts(batch, reader, places, seen):
    found = reader.analyse_many([(row["text"], row.get("language"), row.get("rating")) for row in batch])
    told = [_told(row, analysis, seen) for row, analysis in zip(batch, found, strict=True)]
    themes = places.place([one for units in told for one in units.values()])
    for row, analysis, units in zip(batch, found, told, strict=True):
        finer = {place: themes[one.key] for place, one in units.items() if one.key in themes}
        yield verdict(row.get("id"), analysis, finer)


def _told(row, analysis, seen):
    """What happened in one answer, by the place of the unit. An answer given twice in a run is two people's."""
    answer = placing.key_of(row.get("id"), analysis.language, row["text"])
    seen[answer] += 1
    person = placing.key_of(answer, seen[answer])
    return {
        place: placing.Told(
            placing.key_of(person, place),
            person,
            unit.text,
            analysis.language,
            unit.category,
            _direction(unit),
            unit.confidence,
        )
        for place, unit in enumerate(analysis.units)
        if unit.incident and unit.category
    }


def verdict(row_id, analysis: Analysis, finer: Mapping[int, placing.Finer] | None = None) -> dict:
    """The row that is written for one answer; `finer` holds the finer themes of its units by their place."""
    finer = finer or {}
    theme, label = _theme(analysis, finer.get(_worst(analysis)), analysis.language)
    return {
        "id": row_id,
        "language": analysis.language,
        "incident": analysis.incident,
        "polarity": analysis.polarity,
        "severity": analysis.severity,
        "category": analysis.category,
        "theme": theme,
        "theme_label": label,
        "units": [
            {
                "text": unit.text,
                "polarity": unit.polarity,
                "severity": unit.severity,
                "category": unit.category,
                "theme": _theme(unit, finer.get(place), analysis.language)[0],
            }
            for place, unit in enumerate(analysis.units)
        ],
        "why": list(analysis.why),
    }


def _worst(analysis):
    """The place of the unit that the top level describes; -1 where there is none."""
    top = (analysis.incident, analysis.category, analysis.severity, analysis.why)
    units = enumerate(analysis.units)
    return next((n for n, unit in units if (unit.incident, unit.category, unit.severity, unit.why) == top), -1)


def _direction(found: Analysis | Unit) -> str:
    return "positive" if found.polarity == "positive" else "negative"


def _theme(found, finer, language):
    """Id and label of the finer theme; without one of the default theme of its kind, called as its category is."""
    if finer:
        return finer.id, finer.label_in(language)
    if found.category is None:
        return None, None
    return f"{found.category}-{_direction(found)}", CATEGORY_BY_CODE[found.category].names[language]

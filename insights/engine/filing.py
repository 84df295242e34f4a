"""A file of answers in, a file of verdicts out: the engine judged from outside, without a database."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from insights.engine.learning import CORRECTION_WEIGHT, Lesson
from insights.engine.reading import Reader, shared_reader
from insights.engine.shapes import CATEGORY_BY_CODE, LANGUAGES, Analysis

BATCH = 500
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
    return Reader(tuple(_lesson(row) for row in taught.values()))


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


def judged(incoming: Iterable[dict], *, reader: Reader) -> Iterator[dict]:
    """One verdict per row, in order, read in batches so that a long file needs little memory."""
    batch = []
    for row in incoming:
        batch.append(row)
        if len(batch) == BATCH:
            yield from _verdicts(batch, reader)
            batch = []
    yield from _verdicts(batch, reader)


def _verdicts(batch, reader):
    found = reader.analyse_many([(row["text"], row.get("language"), row.get("rating")) for row in batch])
    return [verdict(row.get("id"), analysis) for row, analysis in zip(batch, found, strict=True)]


def verdict(row_id, analysis: Analysis) -> dict:
    """The row that is written for one answer."""
    theme, label = _theme(analysis, analysis.language)
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
                "theme": _theme(unit, analysis.language)[0],
            }
            for unit in analysis.units
        ],
        "why": list(analysis.why),
    }


def _theme(found, language):
    """The default theme of (category, polarity): its id is stable, its label the category's name."""
    if found.category is None:
        return None, None
    mood = "positive" if found.polarity == "positive" else "negative"
    return f"{found.category}-{mood}", CATEGORY_BY_CODE[found.category].names[language]

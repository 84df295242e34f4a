"""How fast the sorting learns in one organisation. `python -m insights.engine.simulating FOLDER [--chart CURVE.svg]`

FOLDER holds an organisation a file, `<language>-<trade>.jsonl`: its answers in the order of arrival, labelled by the
guide of docs/engine.md. The first answers are judged by its people and taught; the last ones are never taught, and
tell what that was worth. The tables are those of docs/teaching.md.
"""

import argparse
import json
import statistics
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from insights.engine import measuring
from insights.engine.charting import curve_of
from insights.engine.judging import UNSURE
from insights.engine.learning import CORRECTION_WEIGHT, Lesson
from insights.engine.reading import Reader, engine_version, taught_reader
from insights.engine.shapes import LANGUAGES, Analysis

JUDGED = (0, 10, 25, 50)
MEASURED_FROM = max(JUDGED)  # the answers that are never taught
FIRST = 10
MEASURES = ("incident F1", "polarity", "category", "treat. recall", "useful", "unsure")
FIRST_LOOKS = ("incident", "mood", "category", "useful")

Pair = tuple[Lesson, Analysis]


def answers_of(path: Path) -> list[Lesson]:
    """What the organisation was told, in the order of arrival."""
    return [Lesson(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def lessons_of(judged: Sequence[Lesson]) -> tuple[Lesson, ...]:
    """What the product learns when its people have judged these: their word, and a little from the ratings beside."""
    decided = [replace(answer, rating=None, weight=CORRECTION_WEIGHT) for answer in judged]
    rated = [answer for answer in judged if answer.rating not in (None, 3)]
    return (*decided, *(Lesson(answer.text, answer.language, rating=answer.rating) for answer in rated))


def read(reader: Reader, answers: Sequence[Lesson]) -> list[Pair]:
    """As the product reads them: with the rating, where the customer gave one."""
    found = reader.analyse_many([(answer.text, answer.language, answer.rating) for answer in answers])
    return list(zip(answers, found, strict=True))


def learning(answers: Sequence[Lesson]) -> dict[int, list[Pair]]:
    """For each number of judged answers, what is found in the last ones."""
    return {number: read(taught_reader(lessons_of(answers[:number])), answers[MEASURED_FROM:]) for number in JUDGED}


def confidence(found: Analysis) -> float:
    """How sure the reader is of the cause it shows."""
    return max((unit.confidence for unit in found.units if unit.category == found.category), default=0.0)


def mood(polarity: str) -> str:
    """Mixed answers stand among the complaints."""
    return "negative" if polarity == "mixed" else polarity


def looks(answer: Lesson, found: Analysis) -> tuple[bool, bool, bool, bool]:
    """What is right at a first look, by FIRST_LOOKS. "Useful" is what nobody has to undo: an incident or not, rightly;
    and of an incident the mood is right, and the cause is right or marked as unsure."""
    if not answer.incident or not found.incident:
        right = answer.incident == found.incident
        return right, right, right, right
    moody, caused = mood(answer.polarity) == mood(found.polarity), answer.category == found.category
    return True, moody, caused, moody and (caused or confidence(found) < UNSURE)


def figures(pairs: Sequence[Pair]) -> list[float]:
    """One number per measure; "unsure" is the share of found incidents that a person is asked about."""
    told = dict(zip(measuring.COLUMNS, measuring.figures(pairs), strict=True))
    useful = measuring.share(looks(*pair)[-1] for pair in pairs)
    unsure = measuring.share(confidence(found) < UNSURE for _, found in pairs if found.incident)
    return [told[name] for name in MEASURES[:-2]] + [useful, unsure]


def learning_table(organisations: dict[str, list[Lesson]]) -> tuple[str, dict[str, list[float]]]:
    """The means over the organisations, the spread of the category, and each organisation's curve of it."""
    pairs = {name: learning(answers) for name, answers in organisations.items()}
    lines = [f"| judged | {' | '.join(MEASURES)} | category, least to most |", "| --- " * (len(MEASURES) + 2) + "|"]
    place = MEASURES.index("category")
    curves: dict[str, list[float]] = {name: [] for name in organisations}
    for number in JUDGED:
        rows = {name: figures(pairs[name][number]) for name in organisations}
        for name, row in rows.items():
            curves[name].append(row[place])
        means = " | ".join(f"{statistics.mean(column):.2f}" for column in zip(*rows.values(), strict=True))
        least, most = min(row[place] for row in rows.values()), max(row[place] for row in rows.values())
        lines.append(f"| {number} | {means} | {least:.2f} to {most:.2f} |")
    return "\n".join(lines), curves


def organisation_table(curves: dict[str, list[float]]) -> str:
    lines = [f"| organisation | {' | '.join(map(str, JUDGED))} |", "| --- " * (len(JUDGED) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(f"{one:.2f}" for one in curve) + " |" for name, curve in curves.items()]
    return "\n".join(lines)


def first_looks_table(organisations: dict[str, list[Lesson]]) -> str:
    """The first answers of a new organisation, by language; below, all its answers, as so few say little."""
    pairs = [pair for answers in organisations.values() for pair in read(taught_reader(()), answers[:FIRST])]
    all_pairs = [pair for answers in organisations.values() for pair in read(taught_reader(()), answers)]
    lines = [f"| language | answers | {' | '.join(FIRST_LOOKS)} |", "| --- " * (len(FIRST_LOOKS) + 2) + "|"]
    for title, chosen, language in [
        *((language, pairs, language) for language in LANGUAGES),
        ("all", pairs, None),
        ("all answers", all_pairs, None),
    ]:
        rights = [looks(*pair) for pair in chosen if language in (None, pair[0].language)]
        if rights:
            shares = " | ".join(f"{measuring.share(column):.2f}" for column in zip(*rights, strict=True))
            lines.append(f"| {title} | {len(rights)} | {shares} |")
    return "\n".join(lines)


def main() -> None:
    asked = argparse.ArgumentParser(prog="insights.engine.simulating")
    asked.add_argument("folder", type=Path)
    asked.add_argument("--chart", type=Path, help="where to draw the curve")
    wanted = asked.parse_args()
    organisations = {path.stem: answers_of(path) for path in sorted(wanted.folder.glob("*.jsonl"))}
    table, curves = learning_table(organisations)
    print(f"{engine_version()}\n\n{table}\n\n{organisation_table(curves)}\n\n{first_looks_table(organisations)}")
    if wanted.chart:
        wanted.chart.write_text(curve_of(curves, JUDGED, below="answers judged"), encoding="utf-8")


if __name__ == "__main__":
    main()

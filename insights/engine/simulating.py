"""How fast the engine learns from one organisation. `python -m insights.engine.simulating [EXAMPLES.jsonl]`

An organisation is played by texts the reader has not seen. It corrects some of them; the others tell what that was
worth. First a fifth of the seeds at a time (the reader knows the rest), then the folds of a file of examples.
"""

import json
import random
import statistics
import sys
from dataclasses import replace
from pathlib import Path

from insights.engine import measuring
from insights.engine.judging import UNSURE
from insights.engine.learning import CORRECTION_WEIGHT, Lesson, seeds

CORRECTED = (0, 10, 25, 50, 100, 200)
MEASURES = ("incident F1", "polarity", "category", "treat. recall", "found")


def organisations(examples: list[Lesson]):
    """(known, own): what the reader has been fitted on, and the texts of the organisation in the order of arrival."""
    lessons, folds = list(seeds()), measuring.folds_of(list(seeds()), 5)
    for fold in range(5):
        own = [lesson for lesson, other in zip(lessons, folds, strict=True) if other == fold]
        yield "seeds", [lesson for lesson, other in zip(lessons, folds, strict=True) if other != fold], shuffled(own)
    for turn in range(6 if examples else 0):  # each text is measured once: forty at a time, two hundred before them
        order = shuffled(examples)
        cut = turn * len(order) // 6, (turn + 1) * len(order) // 6
        yield "examples", lessons, order[: cut[0]] + order[cut[1] :] + order[cut[0] : cut[1]]


def shuffled(lessons):
    order = list(lessons)
    random.Random(11).shuffle(order)
    return order


def curve(known, own):
    """For each number of corrections, what is found in the last texts, which are never learned from."""
    learned, measured = own[: max(CORRECTED)], own[max(CORRECTED) :]
    for number in CORRECTED:
        lessons = [replace(lesson, weight=CORRECTION_WEIGHT) for lesson in learned[:number]]
        reader = measuring.PartReader([*known, *lessons], words_of=known)
        yield number, list(zip(measured, measuring.read(reader, measured), strict=True))


def row(pairs):
    """The measures, and the share of incidents' categories that a person is asked about."""
    told = dict(zip(measuring.COLUMNS, measuring.figures(pairs), strict=True))
    units = [unit for _, found in pairs for unit in found.units if unit.incident]
    return [told[name] for name in MEASURES] + [measuring.share(unit.confidence < UNSURE for unit in units)]


def main(arguments):
    lines = [line for path in arguments for line in Path(path).read_text(encoding="utf-8").splitlines()]
    results = {}
    for source, known, own in organisations([Lesson(**json.loads(line)) for line in lines]):
        for number, pairs in curve(known, own):
            results.setdefault((source, number), []).append(row(pairs))
    print(f"| texts | corrected | {' | '.join(MEASURES)} | unsure |\n| --- | --- {'| --- ' * (len(MEASURES) + 1)}|")
    for (source, number), rows in results.items():
        means = [statistics.mean(column) for column in zip(*rows, strict=True)]
        print(f"| {source} | {number} | " + " | ".join(f"{mean:.2f}" for mean in means) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])

"""How well the engine does. `python -m insights.engine.measuring [EXAMPLES.jsonl]` prints two tables.

First the seeds by five-fold cross-validation, then a file of labelled answers the engine never learned from.
"""

import json
import random
import resource
import sys
import time
from pathlib import Path

from insights.engine import vectors
from insights.engine.learning import Lesson, seeds
from insights.engine.reading import Reader, engine_version
from insights.engine.shapes import LANGUAGES, TREATMENT_GROUP

COLUMNS = ("incident F1", "polarity", "category", "treat. F1", "treat. recall", "sev. +-1", "sev. 4+ recall", "found")

ALIKE = 0.35  # cosine of word pieces above which two lessons are versions of one


class PartReader(Reader):
    """A reader that has seen only these lessons; `words_of`: those whose words it knows, where not all."""

    def __init__(self, lessons, *, words_of=None):
        from insights.engine.languages import Listener
        from insights.engine.learning import Heads, embedder_for

        self.lessons = tuple(lessons)
        self.heads = Heads(self.lessons, embedders=(embedder_for(words_of or lessons), *vectors.close_embedders()))
        self.listener = Listener(list(self.lessons))
        self.version = engine_version()


def read(reader, lessons):
    return reader.analyse_many([(lesson.text, lesson.language, None) for lesson in lessons])


def cross_validated(lessons, *, folds=5):
    """(lesson, analysis) pairs, each analysis by a reader that had seen neither the lesson nor one much like it."""
    fold_of, pairs = folds_of(lessons, folds), []
    for fold in range(folds):
        held_back = [lesson for place, lesson in enumerate(lessons) if fold_of[place] == fold]
        reader = PartReader([lesson for place, lesson in enumerate(lessons) if fold_of[place] != fold])
        pairs += zip(held_back, read(reader, held_back), strict=True)
    return pairs


def folds_of(lessons, folds):
    """A fold for each lesson; lessons that share many pieces of words, in whatever language, share their fold."""
    from scipy.sparse.csgraph import connected_components
    from sklearn.feature_extraction.text import TfidfVectorizer

    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    rows = pieces.fit_transform([lesson.text for lesson in lessons])
    heaps, heap_of = connected_components((rows @ rows.T) > ALIKE, directed=False)
    fold_of_heap = [heap % folds for heap in range(heaps)]
    random.Random(7).shuffle(fold_of_heap)
    return [fold_of_heap[heap] for heap in heap_of]


def share(hits):
    hits = list(hits)
    return sum(hits) / len(hits) if hits else float("nan")


def f1_and_recall(truths, guesses):
    both = sum(t and g for t, g in zip(truths, guesses, strict=True))
    precision, recall = both / (sum(guesses) or 1), both / (sum(truths) or 1)
    return (2 * precision * recall / ((precision + recall) or 1)), recall


def is_found(analysis):
    """Ill-treatment read as what it is: an incident, negative, of the treatment group, at least severity 3."""
    negative = analysis.incident and analysis.polarity in ("negative", "mixed")
    return negative and analysis.category in TREATMENT_GROUP and (analysis.severity or 0) >= 3


def _is_ill_treatment(lesson):
    grave = lesson.polarity == "negative" and (lesson.severity or 0) >= 3
    return bool(lesson.incident and grave and lesson.category in TREATMENT_GROUP)


def figures(pairs):
    """One number per column for these (lesson, analysis) pairs; "found" is the share of ill-treatment found."""
    incidents = [(lesson, found) for lesson, found in pairs if lesson.incident]
    yes, _ = f1_and_recall([p[0].incident for p in pairs], [p[1].incident for p in pairs])
    no, _ = f1_and_recall([not p[0].incident for p in pairs], [not p[1].incident for p in pairs])
    treated = f1_and_recall(
        [lesson.category in TREATMENT_GROUP for lesson, _ in pairs],
        [found.category in TREATMENT_GROUP for _, found in pairs],
    )
    graded = [(lesson, found) for lesson, found in incidents if lesson.severity]
    return (
        (yes + no) / 2,
        share(lesson.polarity == found.polarity for lesson, found in pairs),
        share(lesson.category == found.category for lesson, found in incidents),
        *treated,
        share(abs(lesson.severity - (found.severity or 0)) <= 1 for lesson, found in graded),
        share((found.severity or 0) >= 4 for lesson, found in graded if lesson.severity >= 4),
        share(is_found(found) for lesson, found in pairs if _is_ill_treatment(lesson)),
    )


def table(title, pairs):
    lines = [
        title,
        "",
        f"| {'language':8} | texts | " + " | ".join(COLUMNS) + " |",
        "| --- " * (len(COLUMNS) + 2) + "|",
    ]
    for language in (*LANGUAGES, "all"):
        chosen = [pair for pair in pairs if language in ("all", pair[0].language)]
        if chosen:
            numbers = " | ".join(f"{number:.2f}" for number in figures(chosen))
            lines.append(f"| {language:8} | {len(chosen)} | {numbers} |")
    return "\n".join(lines)


def main(arguments):
    began = time.perf_counter()
    reader = Reader()
    fitted_s = time.perf_counter() - began
    print(table("Seeds, five-fold cross-validated", cross_validated(seeds())))
    for path in arguments:
        rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines()]
        lessons = [Lesson(**row) for row in rows]
        pairs = list(zip(lessons, read(reader, lessons), strict=True))
        print("\n" + table(f"{Path(path).name}, never learned from", pairs))
    texts = [(lesson.text, lesson.language, None) for lesson in seeds()] * 2
    began = time.process_time()
    reader.analyse_many(texts)
    spent_s = time.process_time() - began
    began = time.process_time()
    for row in texts[:100]:
        reader.analyse_many([row])
    single_s = (time.process_time() - began) / 100
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nfit incl. import {fitted_s:.1f} s, {len(texts) / spent_s:.0f} texts/s of CPU in one batch,")
    print(f"{single_s * 1000:.1f} ms for one alone, peak memory of this run {memory_mb:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])

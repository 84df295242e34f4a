"""How fast the analysis engine reads and how much memory it takes, with each embedder. Run by `make bench-engine`.

Each embedder is measured in a process of its own, so that its peak memory is its own. Times are of one core's CPU.
"""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ALONE, IN_BATCH = 100, 400


def measure() -> dict:
    """One embedder, this process: cold start, alone, in batches, taught, and the most memory held."""
    from insights import engine
    from insights.engine.learning import Lesson, seeds

    began = time.process_time()
    engine.warm_up()
    figures = {"engine": engine.ENGINE_VERSION, "cold_start_s": time.process_time() - began}
    # Seeds with a word before them: texts of an ordinary length that no embedder has read before.
    texts = [(f"Ok: {seed.text}", seed.language) for seed in seeds()]
    step = len(texts) // (ALONE + IN_BATCH)
    chosen = texts[:: max(1, step)][: ALONE + IN_BATCH]
    engine.analyse_many(chosen[:1])
    figures["alone_per_s"] = per_second(lambda: [engine.analyse(*row[:1], language=row[1]) for row in chosen[:ALONE]])
    figures["alone_per_s"] *= ALONE
    figures["batch_per_s"] = per_second(lambda: engine.analyse_many(chosen[ALONE:])) * len(chosen[ALONE:])
    lessons = tuple(Lesson(f"{text}!", language, True, "negative", "technology") for text, language in chosen[:50])
    figures["taught_50_s"] = 1 / per_second(lambda: engine.taught_reader(lessons))
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def per_second(work) -> float:
    began = time.process_time()
    work()
    return 1 / (time.process_time() - began)


def measured(embedder: str) -> dict:
    surroundings = os.environ | {"ENMIL_EMBEDDER": embedder, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, __file__, "--here"]
    shown = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True, cwd=ROOT)  # noqa: S603  # ourselves
    return json.loads(shown.stdout)


def main(arguments: list[str]) -> int:
    sys.path.insert(0, str(ROOT))
    if arguments == ["--here"]:
        print(json.dumps(measure()))
        return 0
    rows = [measured("tfidf"), measured("")]
    if rows[0]["engine"] == rows[1]["engine"]:
        print("The sentence embedder is not installed or does not run here: requirements-embedder.txt.\n")
        rows.pop()
    print("| engine | cold start | texts/s alone | texts/s in a batch | fit after 50 corrections | peak memory |")
    print("| --- | --- | --- | --- | --- | --- |")
    for row in rows:
        print(
            f"| {row['engine']} | {row['cold_start_s']:.1f} s | {row['alone_per_s']:.0f} | {row['batch_per_s']:.0f} "
            f"| {row['taught_50_s']:.1f} s | {row['peak_mb']:.0f} MB |"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What the tables of `measuring` do not tell, by files of our own that the engine never learns from.

`python -m insights.engine.gauging units|reviews|themes|filed|languages FILE.jsonl ...` prints one table.
"""

import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

from insights.engine import filing, placing, theming, vectors
from insights.engine.languages import Listener, seed_listener
from insights.engine.learning import Lesson, seeds
from insights.engine.measuring import folds_of, share
from insights.engine.reading import Reader, engine_version, shared_reader
from insights.engine.shapes import LANGUAGES

SHORT = 25  # characters below which a text tells little of its language


def rows_of(paths):
    return [json.loads(line) for path in paths for line in Path(path).read_text(encoding="utf-8").splitlines()]


def by_language(columns, rows, numbers_of):
    """A table with a row per language and one for all; `numbers_of` makes the numbers of some of the rows."""
    lines = [
        f"{engine_version()}\n",
        f"| language | texts | {' | '.join(columns)} |",
        "| --- " * (len(columns) + 2) + "|",
    ]
    for language in (*LANGUAGES, "all"):
        chosen = [row for row in rows if language in ("all", row["language"])]
        if chosen:
            numbers = " | ".join(f"{number:.2f}" for number in numbers_of(chosen))
            lines.append(f"| {language} | {len(chosen)} | {numbers} |")
    return "\n".join(lines)


def units(paths):
    """How many more or fewer units are found than a person sees, and F1 of their (category, polarity)."""
    rows = rows_of(paths)
    read = shared_reader().analyse_many([(row["text"], row["language"], None) for row in rows])
    for row, analysis in zip(rows, read, strict=True):
        row["found"] = [(unit.category, unit.polarity) for unit in analysis.units]
        row["told"] = [(unit["category"], unit["polarity"]) for unit in row["units"]]

    def numbers(chosen):
        both = sum(sum((Counter(row["found"]) & Counter(row["told"])).values()) for row in chosen)
        found, told = (sum(len(row[side]) for row in chosen) for side in ("found", "told"))
        off = [abs(len(row["found"]) - len(row["told"])) for row in chosen]
        return sum(off) / len(off), share(not one for one in off), 2 * both / (found + told)

    return by_language(("count error", "count right", "(category, polarity) F1"), rows, numbers)


def reviews(paths):
    """Whether a review is read as its stars say: cold, and by a reader that knows the stars of the others."""
    rows = rows_of(paths)
    random.Random(5).shuffle(rows)
    for asked, known in ((rows[::2], rows[1::2]), (rows[1::2], rows[::2])):
        lessons = [Lesson(row["text"], row["language"], rating=row["rating"]) for row in known]
        for name, reader in (("cold", shared_reader()), ("rated", Reader(tuple(lessons)))):
            read = reader.analyse_many([(row["text"], row["language"], None) for row in asked])
            for row, analysis in zip(asked, read, strict=True):
                moods = ("positive",) if row["rating"] > 3 else ("negative", "mixed")
                row[name] = analysis.polarity in moods

    def numbers(chosen):
        stars = [[row["cold"] for row in chosen if (row["rating"] > 3) == good] for good in (True, False)]
        return share(row["cold"] for row in chosen), *map(share, stars), share(row["rated"] for row in chosen)

    return by_language(("cold", "4-5 stars", "1-2 stars", "the other half rated"), rows, numbers)


def languages(paths):
    """Whether the language is heard from the text alone: the seeds cross-validated, then the files; short ones too."""
    lessons = list(seeds())
    folds, rows = folds_of(lessons, 5), []
    for fold in range(5):
        listener = Listener([lesson for lesson, other in zip(lessons, folds, strict=True) if other != fold])
        own = [lesson for lesson, other in zip(lessons, folds, strict=True) if other == fold]
        rows += _heard(listener, [(lesson.text, lesson.language) for lesson in own], source="seeds")
    told = [(row["text"], row["language"]) for row in rows_of(paths)]
    begun = [(" ".join(text.split()[:words]), language) for text, language in told for words in (2, 3, 4)]
    others = _heard(seed_listener(), told + [pair for pair in begun if len(pair[0]) < SHORT], source="files")

    def numbers(chosen):
        for source in ("seeds", "files"):
            for short in (False, True):
                yield share(row["right"] for row in chosen if (row["source"], row["short"]) == (source, short))

    return by_language(("seeds", "seeds, short", "files", "first words of files"), rows + others, numbers)


def _heard(listener, told, *, source):
    heard = listener.guess([text for text, _ in told])
    return [
        {"source": source, "language": language, "right": guess == language, "short": len(text) < SHORT}
        for (text, language), (guess, _) in zip(told, heard, strict=True)
    ]


def themes(paths):
    """What stories of each theme are grouped, and where those of a second batch go."""
    from sklearn.metrics import adjusted_rand_score, v_measure_score

    rows = rows_of(paths)
    numbers = vectors.vectors_of([row["text"] for row in rows], languages=[row["language"] for row in rows])
    limits, stored = theming.limits_for(vectors.embedder_name()), [theming.stored(one) for one in numbers]
    groups = theming.groups(stored, above=limits.group)
    group_of = {place: name for name, places in enumerate(groups) for place in places}
    told, guessed = [row["theme"] for row in rows], [group_of[place] for place in range(len(rows))]
    names = sorted(set(told))
    first = [[one for one, row in zip(stored, rows, strict=True) if _is_first(row, name)] for name in names]
    middles = [theming.mean(some) for some in first]
    late = [
        (row["theme"], *theming.nearest(one, middles))
        for one, row in zip(stored, rows, strict=True)
        if row["batch"] == 2
    ]
    right = [names[place] == theme for theme, place, _ in late]
    near = [is_right for is_right, (*_, cosine) in zip(right, late, strict=True) if cosine >= limits.attach]
    figures = {
        "V": v_measure_score(told, guessed),
        "ARI": adjusted_rand_score(told, guessed),
        "second batch: nearest is right": share(right),
        "attached without asking": len(near) / len(late),
        "of those right": share(near),
    }
    lines = [f"{vectors.embedder_name()}: {len(rows)} texts, {len(names)} themes, {len(groups)} groups"]
    return "\n".join(lines + [f"{name} {number:.2f}" for name, number in figures.items()])


def filed(paths):
    """The same of what `analyse_texts` writes: all at once, and in two files with the themes kept between them."""
    from sklearn.metrics import adjusted_rand_score, v_measure_score

    rows = rows_of(paths)
    first, second = ([row for row in rows if row["batch"] == batch] for batch in (1, 2))
    with TemporaryDirectory() as folder:
        before, after = (_themes_filed(some, Path(folder)) for some in (first, second))
        again = _themes_filed(first, Path(folder))
    told_in = defaultdict(Counter)
    for row, theme in zip(first, before, strict=True):
        told_in[theme][row["theme"]] += 1
    about = {theme: told.most_common(1)[0][0] for theme, told in told_in.items()}
    told, guessed = [row["theme"] for row in rows], _themes_filed(rows, None)
    figures = {
        "V": v_measure_score(told, list(map(str, guessed))),
        "ARI": adjusted_rand_score(told, list(map(str, guessed))),
        "in a finer theme": share(str(theme)[-1].isdigit() for theme in guessed),
        "second file: in the right theme": share(
            about.get(theme) == row["theme"] for row, theme in zip(second, after, strict=True)
        ),
        "first file again: same ids": share(one == other for one, other in zip(before, again, strict=True)),
    }
    lines = [f"{vectors.embedder_name()}: {len(rows)} texts, {len(set(told))} themes, {len(set(guessed))} found"]
    return "\n".join(lines + [f"{name} {number:.2f}" for name, number in figures.items()])


def _themes_filed(rows, folder):
    places = placing.kept_in(folder)
    found = [row["theme"] for row in filing.judged(rows, reader=shared_reader(), places=places)]
    if folder:
        places.keep(folder)
    return found


def _is_first(row, theme):
    return row["theme"] == theme and row["batch"] == 1


if __name__ == "__main__":
    tables = {"units": units, "reviews": reviews, "themes": themes, "filed": filed, "languages": languages}
    print(tables[sys.argv[1]](sys.argv[2:]))

"""What the engine learns from: enough of it, of every sort, and nothing it is measured on."""

import re
from collections import Counter

from insights.engine import CATEGORIES, LANGUAGES, phrasing, wording
from insights.engine.learning import seeds

CODES = {category.code for category in CATEGORIES}


def words(text):
    return re.findall(r"\w+", text.casefold())


def test_every_language_tells_of_every_category_in_both_moods():
    told = {(seed.language, seed.category, seed.polarity) for seed in seeds() if seed.incident}
    wanted = {(language, code, mood) for language in LANGUAGES for code in CODES for mood in ("positive", "negative")}
    assert wanted - told == set()


def test_there_are_enough_and_none_twice():
    texts = [seed.text.casefold() for seed in seeds()]
    assert len(texts) == len(set(texts))
    assert min(Counter(seed.language for seed in seeds()).values()) >= 120


def test_severity_is_given_where_it_has_a_meaning():
    for seed in seeds():
        grave = seed.incident and seed.polarity in ("negative", "mixed")
        assert (seed.severity is not None) == bool(grave), seed.text
        assert (seed.category is not None) == seed.incident, seed.text
    for language in LANGUAGES:
        assert {seed.severity for seed in seeds() if seed.language == language} == {1, 2, 3, 4, 5, None}


def test_length_does_not_give_the_answer_away():
    for language in LANGUAGES:
        own = [seed for seed in seeds() if seed.language == language]
        for incident in (True, False):
            lengths = sorted(len(seed.text) for seed in own if seed.incident == incident)
            assert (lengths[0] < 25, lengths[-1] > 100) == (True, True), (language, incident)


def test_no_seed_is_or_quotes_an_answer_the_engine_is_measured_on(examples, stories, fresh_stories, fresh_praise):
    kept_apart = examples + stories + fresh_stories + fresh_praise
    assert {row["text"].casefold() for row in kept_apart} & {seed.text.casefold() for seed in seeds()} == set()

    def runs(text, length=6):
        said = words(text)
        return {tuple(said[n : n + length]) for n in range(len(said) - length + 1)}

    measured = set().union(*(runs(row["text"]) for row in kept_apart))
    assert [seed.text for seed in seeds() if runs(seed.text) & measured] == []


def test_word_families_are_the_same_in_every_language():
    assert {tuple(sorted(wording._file(language))) for language in LANGUAGES} == {wording.families()}


def test_tags_are_the_same_in_every_language():
    assert {tuple(sorted(phrasing._file(language))) for language in LANGUAGES} == {phrasing.tags()}


def test_one_construction_has_one_row_of_tags_in_every_language():
    told = {
        "sv": "Hon suckade inte.",
        "da": "Hun sukkede ikke.",
        "nb": "Hun sukket ikke.",
        "en": "She sighed not.",
    }
    assert {tuple(phrasing.row(text, language=language)) for language, text in told.items()} == {("she", "sigh", "not")}
    assert "~laugh" in phrasing.turns(("Kukaan ei nauranut.", "fi"))

"""What the engine learns from: enough of it, of every sort, and nothing it is measured on."""

import re
from collections import Counter

import numpy
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import normalized_mutual_info_score, roc_auc_score

from insights.engine import CATEGORIES, LANGUAGES, TREATMENT_GROUP, phrasing, wording
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


def texts_of(rows):
    return [row.text for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_is_nearly_another(language):
    own = [seed for seed in seeds() if seed.language == language]
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(texts_of(own))
    likeness = (pieces @ pieces.T).toarray()
    numpy.fill_diagonal(likeness, 0)
    assert likeness.max() < 0.7, [own[place].text for place in numpy.unravel_index(likeness.argmax(), likeness.shape)]


def told_apart_by_length(rows, label):
    """0.5: length says nothing of the label; 1: all that have it are longer."""
    return roc_auc_score([label(row) for row in rows], [len(row.text) for row in rows])


@pytest.mark.parametrize("language", LANGUAGES)
def test_length_does_not_give_the_answer_away(language):
    own = [seed for seed in seeds() if seed.language == language]
    for incident in (True, False):
        lengths = sorted(len(seed.text) for seed in own if seed.incident == incident)
        assert (lengths[0] < 25, lengths[-1] > 100) == (True, True), incident
    assert told_apart_by_length(own, lambda seed: seed.incident) < 0.8
    moody = [seed for seed in own if seed.polarity in ("positive", "negative")]
    assert 0.4 < told_apart_by_length(moody, lambda seed: seed.polarity == "negative") < 0.6
    causes = [seed for seed in own if seed.incident]
    assert 0.35 < told_apart_by_length(causes, lambda seed: seed.category in TREATMENT_GROUP) < 0.65


def test_the_language_does_not_give_the_answer_away():
    spoken = [seed.language for seed in seeds()]
    for label in ("incident", "polarity", "category", "severity"):
        assert normalized_mutual_info_score(spoken, [str(getattr(seed, label)) for seed in seeds()]) < 0.01, label


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_one_word_gives_the_answer_away(language):
    """No word that is right seven times in ten tells of more than a third of those that have the label."""
    own = [seed for seed in seeds() if seed.language == language]
    said = [set(words(seed.text)) for seed in own]
    everywhere = Counter(word for line in said for word in line)
    for label in ("polarity", "category", "severity"):
        for value in {getattr(seed, label) for seed in own} - {None}:
            lines = [line for line, seed in zip(said, own, strict=True) if getattr(seed, label) == value]
            for word, often in Counter(word for line in lines for word in line).items():
                tells = often / everywhere[word] >= 0.7 and often / len(lines) > 1 / 3
                assert not tells, (label, value, word)


def test_no_seed_is_or_quotes_an_answer_the_engine_is_measured_on(
    examples, stories, fresh_stories, fresh_praise, gauged
):
    kept_apart = examples + stories + fresh_stories + fresh_praise + gauged
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

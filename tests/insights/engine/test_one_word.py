"""One kind word is a mood and no story; one bad word may be the gravest of all and is never dropped for being short."""

import pytest

from insights.engine import analyse
from insights.engine.judging import UNSURE


@pytest.mark.parametrize(("language", "text"), [("sv", "Ja!!"), ("da", "Hurtigt!"), ("en", "Super!")])
def test_one_kind_word_is_no_story(language, text):
    found = analyse(text, language=language, rating=5)
    assert found.incident is False
    assert found.polarity in ("positive", "neutral")


def test_one_word_that_says_nothing_is_neither_praise_nor_blame():
    assert [analyse(text, language="sv", rating=5).incident for text in ("asdf", "test", "Kaffe")] == [False] * 3


def test_one_bad_word_is_one():
    found = analyse("Petosta.", language="fi", rating=1)
    assert (found.incident, found.polarity, found.category) == (True, "negative", "fairness_honesty")


@pytest.mark.parametrize(("language", "text"), [("sv", "Ord ett"), ("en", "Thing two"), ("fi", "Kolme asiaa")])
def test_two_words_that_neither_praise_nor_blame_are_no_sure_story(language, text):
    found = analyse(text, language=language)
    assert [unit for unit in found.units if unit.incident and unit.confidence >= UNSURE] == []
